import { errorDiagnostic, failInput, showValue, type Diagnostic } from "../base/index.ts";
import { call, literal, literalProblem, typeOf, type Expr } from "../ir/index.ts";
import { isNumeric, parseValue, type DataType, type Value } from "../schema/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asFloat, groupsResult, numberResult, numbersResult, oneWhen } from "./expressions.ts";
import { anyValueOrNull, normalizeParams, oneOf, trueOrFalse } from "./params.ts";
import { countOf, numberText, valueText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `impute`. */
export interface ImputeParams {
  /** `auto`: the median of numbers and times, the most frequent value of text and booleans. */
  readonly strategy: "auto" | "mean" | "median" | "mode" | "constant";
  /** The value for `constant`; days and instants as ISO text. */
  readonly value: Value;
  /** True to add a column that is 1 where the value was missing. */
  readonly flag: boolean;
}

const rules = {
  strategy: oneOf(["auto", "mean", "median", "mode", "constant"], "auto"),
  value: anyValueOrNull,
  flag: trueOrFalse(false),
};

/** What stands in for a column that has no value at all. */
const emptyValue: Readonly<Record<DataType, Value>> = {
  Boolean: false,
  Int: 0,
  Float: 0,
  Text: "missing",
  Day: 0,
  Instant: 0,
};

/** Replaces missing values by one learnt value (Little & Rubin, "Statistical Analysis with Missing Data", 2002, ch. 4). */
export const impute: Transform<ImputeParams> = {
  name: "impute",
  title: "Replaces missing values by the mean, the median, the most frequent value or a constant.",
  accepts: ["Boolean", "Int", "Float", "Text", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => {
    const full = normalizeParams<ImputeParams>(rules, params, place, diagnostics);
    if (full.strategy === "constant" && full.value === null) diagnostics.push(missingConstant(place));
    return full;
  },
  learn: (input, params) => {
    const type = typeOf(input);
    const shared = {
      missing: { kind: "countMissing", of: input },
      count: { kind: "count", of: input },
    } as const;
    switch (strategyFor(type, params)) {
      case "mean":
        return { ...shared, mean: { kind: "mean", of: numeric(input, "mean") } };
      case "median":
        return {
          ...shared,
          median: { kind: "quantiles", of: numeric(input, "median"), probabilities: [0.5] },
        };
      case "mode":
        return { ...shared, mode: { kind: "groupCounts", of: input } };
      case "constant":
        constantOf(type, params.value);
        return shared;
    }
  },
  apply: (input, params, results) => {
    const type = typeOf(input);
    const kept = isAveraged(type, params) ? asFloat(input) : input;
    const filled = call("coalesce", kept, literal(replacement(type, params, results), typeOf(kept)));
    const flag = { suffix: " is missing", expr: oneWhen(call("isNull", input)) };
    return [{ suffix: "", expr: filled }, ...(params.flag ? [flag] : [])];
  },
  describe: ({ type }, params, results) => {
    const strategy = strategyFor(type, params);
    const value = replacement(type, params, results);
    const shown = isAveraged(type, params) ? numberText(Number(value)) : valueText(value, type);
    const flag = params.flag ? "; a column says where" : "";
    const missing = numberResult(results["missing"]) ?? 0;
    const done =
      missing === 0
        ? "has no missing value; later ones become"
        : `${countOf(missing, "missing value")} became`;
    if (strategy === "constant") return `${done} ${shown}${flag}`;
    if (numberResult(results["count"]) === 0)
      return `${done} ${shown}, because the column has no value to learn from${flag}`;
    return `${done} the ${strategy === "mode" ? "most frequent value" : strategy}, ${shown}${flag}`;
  },
};

const missingConstant = (place: string): Diagnostic =>
  errorDiagnostic("T1513", "The strategy constant needs a value", {
    place: `${place}.value`,
    cure: "Give value, or choose another strategy.",
  });

type Strategy = Exclude<ImputeParams["strategy"], "auto">;

function strategyFor(type: DataType, { strategy }: ImputeParams): Strategy {
  if (strategy !== "auto") return strategy;
  return type === "Text" || type === "Boolean" ? "mode" : "median";
}

/** The mean or median of numbers and booleans is Float; that of days and instants stays a time. */
const isAveraged = (type: DataType, params: ImputeParams): boolean =>
  ["mean", "median"].includes(strategyFor(type, params)) && (isNumeric(type) || type === "Boolean");

function numeric(input: Expr, strategy: string): Expr {
  const type = typeOf(input);
  if (type === "Text")
    failInput("T1514", `Text has no ${strategy}`, { cure: 'Choose the strategy "mode" or "constant".' });
  return type === "Day" || type === "Instant" ? input : asFloat(input);
}

/** The value that takes the place of missing ones; the mean or median of times is rounded down to a whole unit. */
function replacement(type: DataType, params: ImputeParams, results: AggregateResults): Value {
  const strategy = strategyFor(type, params);
  if (strategy === "constant") return constantOf(type, params.value);
  if (strategy === "mode") return groupsResult(results["mode"])[0]?.value ?? emptyValue[type];
  const middle = strategy === "mean" ? numberResult(results["mean"]) : numbersResult(results["median"])[0];
  if (middle === null || middle === undefined) return isAveraged(type, params) ? 0 : emptyValue[type];
  return isAveraged(type, params) ? middle : Math.floor(middle);
}

function constantOf(type: DataType, value: Value): Value {
  const isTime = type === "Day" || type === "Instant";
  const real = isTime && typeof value === "string" ? parseValue(value, type) : value;
  const wrong = isTime && typeof value !== "string" ? "is no ISO text" : literalProblem(real, type);
  if (real !== null && wrong === undefined) return real;
  return failInput("T1514", `The constant ${showValue(value)} does not fit a column of ${type}`, {
    cure: `Give a value of the type ${type}${isTime ? " as ISO text" : ""}.`,
  });
}
