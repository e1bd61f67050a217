import { call } from "../ir/index.ts";
import { filledBy, followChain, type ColumnFacts, type ColumnModel } from "./chained-regressions.ts";
import { oneWhen } from "./expressions.ts";
import { normalizeParams, numberFrom, trueOrFalse, wholeFrom } from "./params.ts";
import { countOf, numberText, shareText } from "./plain-words.ts";
import type { JointTransform, StepInput, StepNote } from "./transform.ts";

/** Parameters of `impute-iterative`. */
export interface ImputeIterativeParams {
  /** The penalty on the weights, in rows: 0 is least squares. */
  readonly ridge: number;
  /** The most rounds of regressions. */
  readonly rounds: number;
  /** A column is told by so many of the others at most, those that correlate with it the most. */
  readonly nearest: number;
  /** True to add a column for each one with gaps that is 1 where the value was missing. */
  readonly flag: boolean;
}

const rules = {
  ridge: numberFrom(0, 1e9, 1),
  rounds: wholeFrom(1, 50, 10),
  nearest: wholeFrom(1, 1000, 15),
  flag: trueOrFalse(false),
};

/**
 * Fills each column's gaps by what the other columns tell: chained ridge regressions, learnt from sums of products alone (van
 * Buuren & Groothuis-Oudshoorn, "mice: Multivariate Imputation by Chained Equations in R", Journal of Statistical Software
 * 45(3), 2011, without its random draws; scikit-learn's IterativeImputer does the same).
 */
export const imputeIterative: JointTransform<ImputeIterativeParams> = {
  over: "columns",
  name: "impute-iterative",
  title: "Fills missing numbers by what the other columns tell: chained ridge regressions.",
  accepts: ["Boolean", "Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<ImputeIterativeParams>(rules, params, place, diagnostics),
  learn: (inputs, params, _, answers) => followChain(inputs, params, answers).questions,
  apply: (inputs, params, results) => {
    const { facts, models } = followChain(inputs, params, results);
    const filled = filledBy(inputs, facts, models);
    return inputs.flatMap(({ name, expr }, at) => [
      { name, expr: filled[at]! },
      ...(params.flag && facts[at]!.missing > 0
        ? [{ name: `${name} is missing`, expr: oneWhen(call("isNull", expr)) }]
        : []),
    ]);
  },
  describe: (inputs, params, results) => {
    const { facts, models } = followChain(inputs, params, results);
    const whole = inputs.filter((_, at) => facts[at]!.missing === 0).map(({ name }) => name);
    const notes = inputs.flatMap((input, at): readonly StepNote[] =>
      facts[at]!.missing > 0 ? [noteOf(input, facts[at]!, models[at]!, inputs, params.flag)] : [],
    );
    const later = "have no missing value; later ones become what the other columns tell";
    return [...notes, ...(whole.length > 0 ? [{ columns: whole, text: later }] : [])];
  },
};

function noteOf(
  { name }: StepInput,
  { missing, count, mean }: ColumnFacts,
  model: ColumnModel | null,
  inputs: readonly StepInput[],
  flag: boolean,
): StepNote {
  const missed = countOf(missing, "missing value");
  const flagged = flag ? "; a column says where" : "";
  const note = (text: string): StepNote => ({ columns: [name], text: `${missed} became ${text}${flagged}` });
  if (count === 0) return note("0, because the column has no value to learn from");
  if (!model) return note(`the mean, ${numberText(mean)}, because no other column tells more`);
  const others = model.terms.map(({ column }) => JSON.stringify(inputs[column]!.name));
  const who = others.length > 3 ? countOf(others.length, "other column") : others.join(" and ");
  const tells = others.length === 1 ? "tells, which explains" : "tell, which explain";
  return note(`what ${who} ${tells} ${shareText(Math.max(0, model.explained))} of its variance`);
}
