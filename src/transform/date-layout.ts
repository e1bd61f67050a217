import type { Group } from "./aggregate.ts";
import { monthNames, weekdayNames } from "./month-names.ts";

/** In which order day, month and year stand. */
type DateOrder = "ymd" | "dmy" | "mdy";

/** How a date, perhaps with a time, is written. */
export type DateLayout =
  | {
      readonly kind: "calendar";
      readonly order: DateOrder;
      /** Between the parts; "" for 20240131. */
      readonly separator: "-" | "/" | "." | " " | "";
      readonly month: "number" | "name";
      readonly yearDigits: 2 | 4;
      readonly weekday: boolean;
      /** How the time is set off; "none" for a day alone. */
      readonly time: "none" | "t" | " ";
    }
  | { readonly kind: "epoch"; readonly unit: "seconds" | "milliseconds" };

/** A way of writing that only its order is missing of, with the orders that are possible. */
export interface LayoutFamily {
  readonly layouts: readonly DateLayout[];
  /** A shape that has it, and how many rows do. */
  readonly example: string;
  readonly count: number;
}

const months = new Set(monthNames.map(([name]) => name));
const weekdays = new Set(weekdayNames);
const timePattern = /^9{1,2}:99(?::99(?:\.9{1,9})?)?(?: ?[ap]m)?z?$/;
/** More families than any column has; each costs questions. */
const mostFamilies = 12;

/** The families of the shapes of a column, the most frequent first. */
export function findFamilies(shapes: readonly Group[]): readonly LayoutFamily[] {
  const families = new Map<string, LayoutFamily>();
  for (const { value, count } of shapes) {
    const layouts = layoutsOf(String(value));
    if (layouts.length === 0) continue;
    const key = JSON.stringify(layouts);
    const known = families.get(key);
    families.set(key, {
      layouts,
      example: known?.example ?? String(value),
      count: (known?.count ?? 0) + count,
    });
  }
  return [...families.values()].sort((left, right) => right.count - left.count).slice(0, mostFamilies);
}

/** The layouts that a shape may have: none where it is no date, several where the order is open. */
function layoutsOf(shape: string): readonly DateLayout[] {
  if (/^9{9,10}$/.test(shape)) return [{ kind: "epoch", unit: "seconds" }];
  if (/^9{12,13}$/.test(shape)) return [{ kind: "epoch", unit: "milliseconds" }];
  const words = shape.split(" ");
  const weekday = weekdays.has(words[0]!.replace(/\.$/, ""));
  const rest = weekday ? words.slice(1) : words;
  const { date, time } = splitTime(rest);
  if (time === undefined) return [];
  return dateLayouts(date).map(({ order, separator, month, yearDigits }) => ({
    kind: "calendar",
    order,
    separator,
    month,
    yearDigits,
    weekday,
    time,
  }));
}

function splitTime(words: readonly string[]): {
  readonly date: readonly string[];
  readonly time: "none" | "t" | " " | undefined;
} {
  const [first = ""] = words;
  if (words.length === 1 && first.startsWith("9999-99-99t"))
    return { date: [first.slice(0, 10)], time: timePattern.test(first.slice(11)) ? "t" : undefined };
  const at = words.findIndex((word) => word.includes(":"));
  if (at < 0) return { date: words, time: "none" };
  return { date: words.slice(0, at), time: timePattern.test(words.slice(at).join(" ")) ? " " : undefined };
}

/** The part of a layout that the date itself decides. */
type DatePart = Pick<
  Extract<DateLayout, { kind: "calendar" }>,
  "order" | "separator" | "month" | "yearDigits"
>;

function dateLayouts(words: readonly string[]): readonly DatePart[] {
  if (words.length === 3 && words.some((word) => months.has(word))) return namedLayouts(words);
  const text = words.join(" ");
  if (text === "99999999") return [{ order: "ymd", separator: "", month: "number", yearDigits: 4 }];
  const groups = /^(9{1,4})([-/. ])(9{1,2})\2(9{1,4})$/.exec(text);
  if (!groups) return [];
  const [first, separator, last] = [groups[1]!.length, groups[2] as "-" | "/" | "." | " ", groups[4]!.length];
  const of = (yearDigits: 2 | 4, ...orders: readonly DateOrder[]): readonly DatePart[] =>
    orders.map((order) => ({ order, separator, month: "number", yearDigits }));
  if (first === 4 && last <= 2) return of(4, "ymd");
  if (first <= 2 && last === 4) return of(4, "dmy", "mdy");
  if (first <= 2 && last === 2) return first === 2 ? of(2, "dmy", "mdy", "ymd") : of(2, "dmy", "mdy");
  return first === 2 && last === 1 ? of(2, "ymd") : [];
}

function namedLayouts(words: readonly string[]): readonly DatePart[] {
  const form = words.map((word) => (/^9+$/.test(word) ? String(word.length) : "name")).join(" ");
  const of = (order: DateOrder, yearDigits: 2 | 4): readonly DatePart[] => [
    { order, separator: " ", month: "name", yearDigits },
  ];
  if (/^[12] name 4$/.test(form)) return of("dmy", 4);
  if (/^[12] name 2$/.test(form)) return of("dmy", 2);
  if (/^name [12] 4$/.test(form)) return of("mdy", 4);
  if (/^name [12] 2$/.test(form)) return of("mdy", 2);
  return /^4 name [12]$/.test(form) ? of("ymd", 4) : [];
}

/** A layout as people write it: `DD/MM/YYYY hh:mm`. */
export function layoutText(layout: DateLayout): string {
  if (layout.kind === "epoch") return `${layout.unit} since 1970`;
  const { order, separator, month, yearDigits, weekday, time } = layout;
  const parts = { y: "Y".repeat(yearDigits), m: month === "name" ? "month" : "MM", d: "DD" };
  const date = Array.from(order, (part) => parts[part as "y" | "m" | "d"]).join(separator);
  const clock = { none: "", t: "Thh:mm", " ": " hh:mm" }[time];
  return `${weekday ? "weekday " : ""}${date}${clock}`;
}
