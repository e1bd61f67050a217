import { describe, expect, it } from "vitest";
import { dayToText, instantToText } from "./calendar.ts";
import { formatDay, formatInstant, parseDayAs, parseInstantAs, timePatternProblem } from "./time-pattern.ts";

describe("timePatternProblem", () => {
  it.each([
    ["DD.MM.YYYY", "Day", "parse"],
    ["YYYYMMDD", "Day", "parse"],
    ["D. MMMM YYYY", "Day", "parse"],
    ["YYYY-MM", "Day", "format"],
    ["dddd", "Day", "format"],
    ["YYYY-MM-DDThh:mm:ss.SSSZ", "Instant", "parse"],
    ["hh", "Instant", "format"],
    ["M/D/YYYY h:mmA", "Instant", "parse"],
    ["DMMMYYYY hA", "Instant", "parse"],
  ] as const)("finds nothing wrong with %s for a %s to %s", (pattern, type, way) => {
    expect(timePatternProblem(pattern, type, way)).toBeUndefined();
  });

  it.each([
    ["", "Day", "format", /names no part/],
    ["--", "Day", "format", /names no part/],
    ["yyyy-MM-DD", "Day", "parse", /has "y".*YYYY/],
    ["DD.MM.YY", "Day", "parse", /has "Y"/],
    ["YYYY-MM-DD\n", "Day", "parse", /has "\\n"/],
    ["YYYY-MM", "Day", "parse", /does not name the day/],
    ["MM-DD", "Day", "parse", /does not name the year/],
    ["YYYY-MM-DD", "Instant", "parse", /does not name the hour/],
    ["YYYY-MM-DD hh.SSS", "Instant", "parse", /does not name the minute/],
    ["YYYY-MM-MMM", "Day", "format", /names the month twice/],
    ["YYYY-MM-DD hh", "Day", "format", /names the hour, which a day does not have/],
    ["ddd D M YYYY", "Day", "parse", /weekday, which follows from the day/],
    ["MDYYYY", "Day", "parse", /separator must stand after M/],
    ["YYYY-MM-DD A", "Day", "format", /names the half of the day, which a day/],
    ["YYYY-MM-DD A", "Instant", "parse", /does not name the hour/],
    ["A A", "Instant", "format", /names the half of the day twice/],
    ["YYYY-M-D1", "Day", "parse", /separator must stand after D/],
  ] as const)("says what is wrong with %j for a %s to %s", (pattern, type, way, message) => {
    expect(timePatternProblem(pattern, type, way)).toMatch(message);
  });
});

describe("patterns", () => {
  it("read what they write", () => {
    for (const pattern of ["DD.MM.YYYY", "M/D/YYYY", "YYYYMMDD", "D MMM YYYY", "MMMM D, YYYY"])
      for (let day = -719162; day <= 2932896; day += 9973)
        expect(parseDayAs(formatDay(day, pattern), pattern)).toBe(day);
  });

  it("write ISO text as everything else does", () => {
    for (let ms = -62135596800000; ms < 253402300800000; ms += 987654321987) {
      expect(formatInstant(ms, "YYYY-MM-DDThh:mm:ss.SSSZ")).toBe(instantToText(ms));
      expect(parseInstantAs(instantToText(ms), "YYYY-MM-DDThh:mm:ss.SSSZ")).toBe(ms);
    }
    expect(formatDay(0, "YYYY-MM-DD")).toBe(dayToText(0));
  });
});
