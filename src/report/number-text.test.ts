import { describe, expect, it } from "vitest";
import {
  alikeText,
  bytesText,
  countOf,
  durationText,
  intervalText,
  numberText,
  partText,
  percentIntervalText,
  percentText,
} from "./number-text.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("numbers for people", () => {
  it.each([
    [0, "0 %"],
    [1, "100 %"],
    [0.85, "85 %"],
    [0.0838, "8.4 %"],
    [0.0037, "0.37 %"],
    [0.996, "99.6 %"],
    [0.9996, "99.96 %"],
    [0.00004, "under 0.01 %"],
    [0.99999, "over 99.99 %"],
    [-0.5, "−50 %"],
    [1.5, "150 %"],
  ])("writes the share %d as %s", (share, text) => expect(plain(percentText(share))).toBe(text));

  it.each([
    [0, "0"],
    [12345, "12,345"],
    [-1234567.8, "−1,234,568"],
    [0.8723, "0.872"],
    [3.45678, "3.46"],
    [93.5, "93.5"],
    [0.00123, "0.00123"],
    [1.23e-7, "1.2e−7"],
    [4e20, "4.0e20"],
  ])("writes the number %d as %s", (value, text) => expect(numberText(value)).toBe(text));

  it.each([
    [0.872, 0.853, 0.889, "0.87 (0.85 to 0.89)"],
    [0.008, 0.002, 0.014, "0.008 (0.002 to 0.014)"],
    [0.5, 0.5, 0.5, "0.5"],
    [-0.0001, -0.04, 0.03, "0.00 (−0.04 to 0.03)"],
    [12345, 11000, 14000, "12,345 (11,000 to 14,000)"],
    [0.03, 0.0002, 0.06, "0.0300 (0.0002 to 0.0600)"],
  ])("writes the interval %d, %d, %d as %s", (estimate, low, high, text) =>
    expect(intervalText({ estimate, low, high })).toBe(text),
  );

  it("never writes an end that is not 0 as 0", () => {
    expect(intervalText({ estimate: 0.26, low: 0.0004, high: 0.51 })).toBe("0.2600 (0.0004 to 0.5100)");
  });

  it("writes intervals of shares, with as many decimals as a table wants", () => {
    expect(plain(percentIntervalText({ estimate: 0.87, low: 0.85, high: 0.89 }))).toBe("87 % (85 % to 89 %)");
    expect(plain(percentIntervalText({ estimate: 0.87, low: 0.85, high: 0.89 }, 1))).toBe(
      "87.0 % (85.0 % to 89.0 %)",
    );
  });

  it("writes the numbers of one curve with the digits in which they differ", () => {
    const write = alikeText([0.0976, 0.1029, 0.1307], true);
    expect([0.0976, 0.1029, 0.1307].map(write).map(plain)).toEqual(["9.8 %", "10.3 %", "13.1 %"]);
    expect([1800, 2400].map(alikeText([1800, 2400], false))).toEqual(["1,800", "2,400"]);
  });

  it("counts with nouns and parts", () => {
    expect(countOf(1, "row")).toBe("1 row");
    expect(countOf(12345, "row")).toBe("12,345 rows");
    expect(plain(partText(412, 10000, "row"))).toBe("412 of 10,000 rows (4.1 %)");
    expect(partText(0, 0)).toBe("0 of 0");
  });

  it("writes durations and bytes", () => {
    expect([840, 12_400, 200_000].map(durationText)).toEqual(["840 ms", "12.4 s", "3 min 20 s"]);
    expect([12, 31_204, 1_223_329].map(bytesText)).toEqual(["12 bytes", "31.2 kB", "1.22 MB"]);
  });
});
