import { call, choose, missing, typeOf, type Expr } from "../ir/index.ts";
import type { Aggregate, AggregateResults } from "./aggregate.ts";
import { dateExpr, plainDateText } from "./date-expr.ts";
import { findFamilies, layoutText, type DateLayout, type LayoutFamily } from "./date-layout.ts";
import { groupsResult, numberResult } from "./expressions.ts";
import { failedValues } from "./failed-values.ts";
import { digitShape } from "./number-expr.ts";
import { normalizeParams, oneOf, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `parse-date`. */
export interface ParseDateParams {
  /** The order where the values do not say it: `auto` for the one that fits most, of those the day first. */
  readonly order: "auto" | "dmy" | "mdy" | "ymd";
  /** `auto`: Instant where any value has a time, else Day. */
  readonly to: "auto" | "Day" | "Instant";
  /** Years of two digits below this are in the 21st century, all others in the 20th. */
  readonly pivot: number;
}

const rules = {
  order: oneOf(["auto", "dmy", "mdy", "ymd"], "auto"),
  to: oneOf(["auto", "Day", "Instant"], "auto"),
  pivot: wholeFrom(0, 100, 69),
};

/**
 * Reads days and instants from text as people write them: `31/12/2024`, `Dec 31, 2024 3:04 pm`, `1735603200`. It learns the ways of
 * writing from the shapes of the values, and the order of day and month from how many values are a date in each order.
 */
export const parseDate: Transform<ParseDateParams> = {
  name: "parse-date",
  title:
    "Reads days and instants from text in any usual order, with names of months, times or seconds since 1970.",
  accepts: ["Int", "Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<ParseDateParams>(rules, params, place, diagnostics),
  learn: (input, params, _, answers) => {
    const plain = plainDateText(input);
    const asked: Record<string, Aggregate> = {
      count: { kind: "count", of: input },
      shapes: { kind: "groupCounts", of: digitShape(plain) },
    };
    if (!Object.hasOwn(answers, "shapes")) return asked;
    for (const { layouts } of familiesFor(params, answers))
      for (const layout of layouts)
        asked[fitName(layout)] = { kind: "count", of: dateExpr(plain, layout, "Day", params.pivot) };
    if (!Object.keys(asked).every((name) => Object.hasOwn(answers, name))) return asked;
    const read = readExpr(input, params, answers);
    const unread = choose([{ when: call("isNull", read), then: input }], missing(typeOf(input)));
    return { ...asked, read: { kind: "count", of: read }, failed: { kind: "groupCounts", of: unread } };
  },
  apply: (input, params, results) => [{ suffix: "", expr: readExpr(input, params, results) }],
  describe: (_, params, results) => {
    const [read, all] = [numberResult(results["read"]) ?? 0, numberResult(results["count"]) ?? 0];
    const chosen = choicesFor(params, results);
    const ways = chosen.map(({ layout }) => layoutText(layout));
    const parts = [
      `${countOf(read, "value")} of ${countOf(all, "value")} became ${typeFor(params, results) === "Day" ? "days" : "instants"}`,
      ...(ways.length > 0 ? [`written as ${ways.join(", ")}`] : []),
      ...chosen.flatMap((choice) => choiceText(choice, params)),
      ...(read < all ? [`${countOf(all - read, "value")} could not be read and became missing`] : []),
    ];
    return parts.join("; ");
  },
  examples: (_, results) => failedValues(results),
};

const fitName = (layout: DateLayout): string => `fit ${layoutText(layout)}`;

/** A layout that was taken, with the orders that fit equally many values, and those that fit fewer. */
interface Choice {
  readonly layout: DateLayout;
  readonly fits: number;
  readonly tied: readonly DateLayout[];
  readonly fewer: readonly { readonly layout: DateLayout; readonly fits: number }[];
}

/** A given order leaves the other orders out where they are a question. */
function familiesFor({ order }: ParseDateParams, answers: AggregateResults): readonly LayoutFamily[] {
  return findFamilies(groupsResult(answers["shapes"])).map((family) => {
    const wanted = family.layouts.filter((layout) => layout.kind === "calendar" && layout.order === order);
    return wanted.length > 0 ? { ...family, layouts: wanted } : family;
  });
}

function choicesFor(params: ParseDateParams, results: AggregateResults): readonly Choice[] {
  return familiesFor(params, results).flatMap(({ layouts }): Choice[] => {
    const counted = layouts.map((layout) => ({ layout, fits: numberResult(results[fitName(layout)]) ?? 0 }));
    const most = Math.max(...counted.map(({ fits }) => fits));
    const best = counted.find(({ fits }) => fits === most);
    if (!best || most === 0) return [];
    const others = counted.filter((one) => one !== best);
    return [
      {
        ...best,
        tied: others.filter(({ fits }) => fits === most).map(({ layout }) => layout),
        fewer: others.filter(({ fits }) => fits < most),
      },
    ];
  });
}

function typeFor(params: ParseDateParams, results: AggregateResults): "Day" | "Instant" {
  if (params.to !== "auto") return params.to;
  const hasTime = choicesFor(params, results).some(
    ({ layout }) => layout.kind === "epoch" || layout.time !== "none",
  );
  return hasTime ? "Instant" : "Day";
}

function readExpr(input: Expr, params: ParseDateParams, results: AggregateResults): Expr {
  const plain = plainDateText(input);
  const as = typeFor(params, results);
  const read = choicesFor(params, results).map(({ layout }) => dateExpr(plain, layout, as, params.pivot));
  const [first, ...others] = read;
  if (!first) return choose([{ when: call("isNull", input), then: missing(as) }], missing(as));
  return others.length === 0 ? first : call("coalesce", first, ...others);
}

function choiceText({ layout, tied, fewer, fits }: Choice, { order }: ParseDateParams): readonly string[] {
  if (layout.kind === "epoch" || order !== "auto") return [];
  if (tied.length > 0)
    return [
      `${tied.map(layoutText).join(" and ")} would fit the same ${countOf(fits, "value")}: ${layoutText(layout)} was taken, the day first; order decides`,
    ];
  return fewer.map((other) => `${layoutText(other.layout)} would fit ${countOf(other.fits, "value")} only`);
}
