import { call, choose, float, type Expr } from "../ir/index.ts";
import { asFloat, numberResult } from "./expressions.ts";
import { normalizeParams, oneOf } from "./params.ts";
import { numberText } from "./plain-words.ts";
import type { Transform } from "./transform.ts";

/** Parameters of `log1p`. */
export interface Log1pParams {
  /** `signed`: sign(x)·ln(1 + |x|). `shifted`: ln(1 + x - smallest), 0 below the smallest. */
  readonly kind: "signed" | "shifted";
}

const rules = { kind: oneOf(["signed", "shifted"], "signed") };

/** Draws in a long tail. Both kinds are defined for every number; `signed` is plain ln(1 + x) from 0 up. */
export const log1p: Transform<Log1pParams> = {
  name: "log1p",
  title: "Takes the logarithm of 1 plus the number, so that a long tail comes closer.",
  accepts: ["Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<Log1pParams>(rules, params, place, diagnostics),
  learn: (input, { kind }) => (kind === "shifted" ? { min: { kind: "min", of: asFloat(input) } } : {}),
  apply: (input, { kind }, results) => {
    const of = asFloat(input);
    return [
      { suffix: "", expr: kind === "signed" ? signed(of) : shifted(of, numberResult(results["min"]) ?? 0) },
    ];
  },
  describe: (_, { kind }, results) =>
    kind === "signed"
      ? "became its logarithm, sign(x) times ln(1 + |x|)"
      : `became ln(1 + x - ${numberText(numberResult(results["min"]) ?? 0)}), 0 for smaller values`,
};

const signed = (of: Expr): Expr => call("multiply", call("sign", of), call("log1p", call("abs", of)));

const shifted = (of: Expr, least: number): Expr =>
  choose(
    [{ when: call("less", of, float(least)), then: float(0) }],
    call("log1p", call("subtract", of, float(least))),
  );
