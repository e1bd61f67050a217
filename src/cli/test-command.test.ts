import { describe, expect, it } from "vitest";
import { parseLevel } from "./test-command.ts";

describe("the level of tandem test", () => {
  it.each([
    ["0.95", 0.95],
    ["95", 0.95],
    ["99.9 %", 0.999],
    ["0.5", 0.5],
  ])("is a share or in percent: %s", (text, level) => {
    expect(parseLevel(text)).toBeCloseTo(level, 15);
  });

  it.each([
    ["0.05", "0.95"],
    ["5", "0.95"],
    ["2 %", "0.98"],
  ])("is not what it leaves out, which is refused with the level that is meant: %s", (text, meant) => {
    expect(() => parseLevel(text)).toThrow(new RegExp(`leaves out.*: ${meant}$`));
  });

  it.each(["", "x", "0", "1", "-3", "NaN", "100"])("is refused where it is none: %s", (text) => {
    expect(() => parseLevel(text)).toThrow(/no level|leaves out/);
  });
});
