import { call, choose, float, int, missing } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asFloat, numberResult, numbersResult } from "./expressions.ts";
import { normalizeParams, oneOf, wholeFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `bin`. */
export interface BinParams {
  /** `quantile`: as many rows in each bin as ties allow. `equal-width`: from the smallest to the largest value. */
  readonly kind: "quantile" | "equal-width";
  readonly bins: number;
}

const rules = { kind: oneOf(["quantile", "equal-width"], "quantile"), bins: wholeFrom(2, 1000, 10) };

/** Cuts numbers into bins, counted from 0. A value on a cut belongs to the bin below. Missing stays missing. */
export const bin: Transform<BinParams> = {
  name: "bin",
  title: "Cuts numbers into bins of equal counts or equal widths.",
  accepts: ["Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<BinParams>(rules, params, place, diagnostics),
  learn: (input, { kind, bins }) => {
    const of = asFloat(input);
    if (kind === "equal-width") return { min: { kind: "min", of }, max: { kind: "max", of } };
    const probabilities = Array.from({ length: bins + 1 }, (_, cut) => cut / bins);
    return { quantiles: { kind: "quantiles", of, probabilities } };
  },
  apply: (input, params, results) => {
    const of = asFloat(input);
    const below = cutsFor(params, results).map((cut, at) => ({
      when: call("lessOrEqual", of, float(cut)),
      then: int(at),
    }));
    const none = { when: call("isNull", of), then: missing("Int") };
    return [{ suffix: "", expr: choose([none, ...below], int(below.length)) }];
  },
  describe: (_, params, results) => {
    const cuts = cutsFor(params, results);
    const places = cuts.length > 0 ? `, cut at ${cuts.map(numberText).join(", ")}` : "";
    return `fell into ${countOf(cuts.length + 1, "bin")}${places}`;
  },
};

/** The inner cuts, ascending and different; none at or above the largest value, so that no bin stays empty. */
function cutsFor({ kind, bins }: BinParams, results: AggregateResults): readonly number[] {
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
