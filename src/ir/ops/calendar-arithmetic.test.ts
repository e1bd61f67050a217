import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayToText, firstDay, lastDay, parseDayText } from "../../schema/index.ts";
import {
  addBusinessDaysTo,
  addMonthsTo,
  businessDaysBetweenDays,
  isoWeekday,
  monthsBetweenDays,
} from "./calendar-arithmetic.ts";

const day = (text: string): number => parseDayText(text)!;
const anyDay = fc.integer({ min: firstDay, max: lastDay });
const nearDay = fc.integer({ min: day("1999-01-01"), max: day("2009-12-31") });

describe("months", () => {
  it("added and counted again are the same number", () => {
    fc.assert(
      fc.property(nearDay, fc.integer({ min: -300, max: 300 }), (from, months) => {
        expect(monthsBetweenDays(from, addMonthsTo(from, months))).toBe(months + 0);
      }),
    );
  });

  it("between two days are the most that do not pass the second", () => {
    fc.assert(
      fc.property(nearDay, nearDay, (from, to) => {
        const months = monthsBetweenDays(from, to);
        const step = to >= from ? 1 : -1;
        expect((to - addMonthsTo(from, months)) * step).toBeGreaterThanOrEqual(0);
        expect((to - addMonthsTo(from, months + step)) * step).toBeLessThan(0);
      }),
    );
  });

  it("are missing outside the calendar", () => {
    expect(addMonthsTo(lastDay, 1)).toBeNaN();
    expect(addMonthsTo(firstDay, -1)).toBeNaN();
    expect(addMonthsTo(Number.NaN, 1)).toBeNaN();
  });
});

describe("business days", () => {
  /** From `numpy.busday_count(from, to)` of numpy 2.4.6. */
  it.each([
    ["2024-03-01", "2024-03-08", 5],
    ["2024-03-02", "2024-03-04", 0],
    ["2024-01-01", "2024-12-31", 261],
    ["1600-02-29", "2024-02-29", 110617],
  ])("from %s to %s are %i, as numpy counts", (from, to, count) => {
    expect(businessDaysBetweenDays(day(from), day(to))).toBe(count);
  });

  it("between two days are those that one finds day by day", () => {
    fc.assert(
      fc.property(anyDay, fc.nat({ max: 40 }), (from, length) => {
        const found = Array.from({ length }, (_, at) => isoWeekday(from + at)).filter((one) => one <= 5);
        expect(businessDaysBetweenDays(from, from + length)).toBe(found.length);
        expect(businessDaysBetweenDays(from + length, from)).toBe(-found.length + 0);
      }),
    );
  });

  it("added to a day end on a day from Monday to Friday, so many on", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const later = addBusinessDaysTo(from, count);
        const earlier = addBusinessDaysTo(from, -count);
        expect(isoWeekday(later)).toBeLessThanOrEqual(5);
        expect(isoWeekday(earlier)).toBeLessThanOrEqual(5);
        // The days after `from` up to the one that was reached, and those from the one reached to before `from`.
        expect(businessDaysBetweenDays(from + 1, later + 1)).toBe(count);
        expect(businessDaysBetweenDays(earlier, from)).toBe(count);
      }),
    );
  });

  it("count a weekend as the Friday before", () => {
    expect(dayToText(addBusinessDaysTo(day("2024-03-02"), 1))).toBe("2024-03-04");
    expect(dayToText(addBusinessDaysTo(day("2024-03-03"), -1))).toBe("2024-03-01");
  });
});
