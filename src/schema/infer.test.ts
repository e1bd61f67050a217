import { describe, expect, it } from "vitest";
import { countTypes, inferType } from "./infer.ts";

const repeated = (text: string, count: number): string[] => Array.from({ length: count }, () => text);
const infer = (...texts: readonly (string | null)[]) => inferType(countTypes(texts));

describe("inferType", () => {
  it.each([
    [["1", "-2", " 3 "], "Int", "all 3 values are whole numbers"],
    [["0", "1", "1"], "Int", "all 3 values are whole numbers"],
    [["1", "2.5", "1e3"], "Float", "all 3 values are numbers"],
    [["0.5", "0", "-0.25"], "Float", "all 3 values are numbers"],
    [
      ["Yes", "no", "T"],
      "Boolean",
      "all 3 values are words for true and false (true, t, yes, y, false, f, no, n)",
    ],
    [["2024-01-31", "0001-01-01"], "Day", "all 2 values are days (YYYY-MM-DD)"],
    [
      ["2024-01-31 10:00", "2024-01-31T10:00:00.5Z"],
      "Instant",
      "all 2 values are instants (YYYY-MM-DD hh:mm)",
    ],
    [["a", "b"], "Text", "no value is a number, a day, an instant or true/false"],
    [
      ["01234", "90210"],
      "Text",
      "1 of 2 values are codes (leading zeros or more digits than a number holds)",
    ],
    [
      ["12345678901234567", "1"],
      "Text",
      "1 of 2 values are codes (leading zeros or more digits than a number holds)",
    ],
    [
      ["9999999999999999"],
      "Text",
      "all 1 values are codes (leading zeros or more digits than a number holds)",
    ],
    [["2024-01-31", "2024-01-31 10:00"], "Text", "only 1 of 2 values are days (YYYY-MM-DD)"],
    [[null, null], "Text", "there is no value to tell the type from"],
  ] as const)("reads %j as %s", (texts, type, reason) => {
    expect(infer(...texts)).toEqual({ type, reason, failed: 0 });
  });

  it("passes over missing values", () => {
    expect(infer(null, "1", null)).toMatchObject({ type: "Int", failed: 0 });
  });

  it("takes a type that reads 95 % of 20 values, and counts the others", () => {
    expect(infer("?", ...repeated("2024-01-31", 19))).toEqual({
      type: "Day",
      reason: "19 of 20 values are days (YYYY-MM-DD)",
      failed: 1,
    });
  });

  it("stays Text below 95 %, and with fewer than 20 values", () => {
    expect(infer("?", "?", ...repeated("1", 18)).type).toBe("Text");
    expect(infer("?", ...repeated("1", 18))).toEqual({
      type: "Text",
      reason: "only 18 of 19 values are whole numbers",
      failed: 0,
    });
  });

  it("prefers the type that reads more", () => {
    expect(infer("?", "1.5", ...repeated("1", 30))).toMatchObject({ type: "Float", failed: 1 });
  });

  it("writes large counts with separators", () => {
    expect(infer(...repeated("?", 188), ...repeated("2024-01-31", 9812)).reason).toBe(
      "9,812 of 10,000 values are days (YYYY-MM-DD)",
    );
  });
});
