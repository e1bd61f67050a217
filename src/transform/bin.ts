import { call, choose, float, int, missing, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { pickPart } from "./between-knots.ts";
import { asFloat, numberResult, numbersResult, oneWhen } from "./expressions.ts";
import { ascendingNumbersOrNull, normalizeParams, oneOf, wholeFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform, TransformOutput } from "./transform.ts";

/** Parameters of `bin`. */
export interface BinParams {
  /** `quantile`: as many rows in each bin as ties allow. `equal-width`: from the smallest to the largest value. */
  readonly kind: "quantile" | "equal-width";
  readonly bins: number;
  /** The inner cuts; they go before kind and bins. Days count from 1970-01-01, instants in seconds from then. */
  readonly cuts: readonly number[] | null;
  /** `ordinal`: the number of the bin. `one-hot`: one column of 0 and 1 per bin. */
  readonly output: "ordinal" | "one-hot";
}

const rules = {
  kind: oneOf(["quantile", "equal-width"], "quantile"),
  bins: wholeFrom(2, 1000, 10),
  cuts: ascendingNumbersOrNull,
  output: oneOf(["ordinal", "one-hot"], "ordinal"),
};

/**
 * Cuts numbers into bins, counted from 0. A value on a cut belongs to the bin below. Missing stays missing; it is 0 in
 * all columns of a one-hot output.
 */
export const bin: Transform<BinParams> = {
  name: "bin",
  title: "Cuts numbers into bins of equal counts, of equal widths or at given places.",
  accepts: ["Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<BinParams>(rules, params, place, diagnostics),
  learn: (input, { kind, bins, cuts }) => {
    const of = asFloat(input);
    if (cuts) return {};
    if (kind === "equal-width") return { min: { kind: "min", of }, max: { kind: "max", of } };
    const probabilities = Array.from({ length: bins + 1 }, (_, cut) => cut / bins);
    return { quantiles: { kind: "quantiles", of, probabilities } };
  },
  apply: (input, params, results) => {
    const of = asFloat(input);
    const cuts = cutsFor(params, results);
    if (params.output === "one-hot") return binColumns(of, cuts);
    const number = pickPart(of, cuts, int, "left");
    return [{ suffix: "", expr: choose([{ when: call("isNull", of), then: missing("Int") }], number) }];
  },
  describe: (_, params, results) => {
    const cuts = cutsFor(params, results);
    const places = cuts.length > 0 ? `, cut at ${cuts.map(numberText).join(", ")}` : "";
    const columns = params.output === "one-hot" ? "; each has a column of 0 and 1" : "";
    return `fell into ${countOf(cuts.length + 1, "bin")}${places}${columns}`;
  },
};

/** 1 where a number is above the cut before and not above the cut behind the bin. */
const binColumns = (of: Expr, cuts: readonly number[]): readonly TransformOutput[] =>
  [...cuts, null].map((high, bin) => {
    const low = cuts[bin - 1];
    const isAbove = low === undefined ? call("isNotNull", of) : call("greater", of, float(low));
    const inside = high === null ? isAbove : call("and", isAbove, call("lessOrEqual", of, float(high)));
    return { suffix: ` in bin ${bin}`, expr: oneWhen(inside) };
  });

/** The inner cuts, ascending and different; none at or above the largest value, so that no bin stays empty. */
function cutsFor({ kind, bins, cuts }: BinParams, results: AggregateResults): readonly number[] {
  if (cuts) return cuts;
  const edges = kind === "quantile" ? numbersResult(results["quantiles"]) : equalEdges(bins, results);
  const known = edges.filter((edge) => edge !== null);
  return [...new Set(known.slice(1, -1))].filter((cut) => cut < known.at(-1)!);
}

function equalEdges(bins: number, results: AggregateResults): readonly number[] {
  const low = numberResult(results["min"]);
  const high = numberResult(results["max"]);
  if (low === null || high === null) return [];
  return Array.from({ length: bins + 1 }, (_, cut) =>
    cut === bins ? high : low * (1 - cut / bins) + high * (cut / bins),
  );
}
