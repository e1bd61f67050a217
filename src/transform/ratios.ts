import { failInput } from "../base/index.ts";
import { call } from "../ir/index.ts";
import { asFloat } from "./expressions.ts";
import { normalizeParams, trueOrFalse } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { JointTransform, StepInput, StepOutput } from "./transform.ts";

/** Parameters of `ratios`. */
export interface RatiosParams {
  /** True to add the difference of each pair too. */
  readonly differences: boolean;
}

const rules = { differences: trueOrFalse(false) };

/** So many columns give 780 pairs; more are a mistake rather than a wish. */
const mostColumns = 40;

/** The columns and, for each pair of them, the first divided by the second: what neither a line nor a tree sees by itself. */
export const ratios: JointTransform<RatiosParams> = {
  over: "columns",
  name: "ratios",
  title: "Adds the ratio, and where wanted the difference, of each pair of numbers.",
  accepts: ["Boolean", "Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<RatiosParams>(rules, params, place, diagnostics),
  learn: (inputs) => {
    if (inputs.length > mostColumns)
      failInput("T1567", `ratios would pair ${inputs.length} columns`, {
        cure: `Name the columns that belong together: ${mostColumns} are the most.`,
      });
    return {};
  },
  apply: (inputs, params) => [
    ...inputs.map(({ name, expr }) => ({ name, expr })),
    ...pairsOf(inputs).flatMap((pair) => outputsOf(pair, params)),
  ],
  describe: (inputs, { differences }) => {
    const count = pairsOf(inputs).length;
    const made = [countOf(count, "ratio"), ...(differences ? [countOf(count, "difference")] : [])].join(
      " and ",
    );
    return [
      {
        columns: inputs.map(({ name }) => name),
        text: count > 0 ? `gave ${made} together` : "gave no ratio",
      },
    ];
  },
};

const pairsOf = (inputs: readonly StepInput[]): readonly (readonly [StepInput, StepInput])[] =>
  inputs.flatMap((first, at) => inputs.slice(at + 1).map((second) => [first, second] as const));

function outputsOf(
  [first, second]: readonly [StepInput, StepInput],
  { differences }: RatiosParams,
): readonly StepOutput[] {
  const [left, right] = [asFloat(first.expr), asFloat(second.expr)];
  const ratio = { name: `${first.name} / ${second.name}`, expr: call("divide", left, right) };
  const difference = { name: `${first.name} - ${second.name}`, expr: call("subtract", left, right) };
  return differences ? [ratio, difference] : [ratio];
}
