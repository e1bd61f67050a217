import { describe, expect, it } from "vitest";
import { groupThousands, trimZeros } from "./digits.ts";

describe("groupThousands", () => {
  it.each([
    ["0", "0"],
    ["999", "999"],
    ["1000", "1,000"],
    ["-1234567", "-1,234,567"],
    ["1234.5678", "1,234.5678"],
  ])("writes %s as %s", (digits, grouped) => {
    expect(groupThousands(digits)).toBe(grouped);
  });
});

describe("trimZeros", () => {
  it.each([
    ["1.50", "1.5"],
    ["2.0", "2"],
    ["100", "100"],
    ["0.10", "0.1"],
  ])("writes %s as %s", (digits, short) => {
    expect(trimZeros(digits)).toBe(short);
  });
});
