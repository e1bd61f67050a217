import { failInput } from "../base/index.ts";
import { call, text, typeOf, type Expr } from "../ir/index.ts";
import { asFloat } from "./expressions.ts";
import { normalizeParams, trueOrFalse, wholeFrom } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { JointTransform, StepInput, StepOutput } from "./transform.ts";

/** Parameters of `interactions`. */
export interface InteractionsParams {
  /** Products of up to so many factors. */
  readonly degree: number;
  /** False to leave out the powers of a single column, so that each column stands in a product once at most. */
  readonly powers: boolean;
}

const rules = { degree: wholeFrom(2, 4, 2), powers: trueOrFalse(true) };

/** More features than this in one step are a mistake rather than a wish. */
const mostOutputs = 5000;

/**
 * The columns and their products up to a degree, as scikit-learn's PolynomialFeatures, in its order and without its constant;
 * of text, each combination of levels as a level of its own.
 */
export const interactions: JointTransform<InteractionsParams> = {
  over: "columns",
  name: "interactions",
  title: "Adds the products of several numbers, and the combinations of several categories.",
  accepts: ["Boolean", "Int", "Float", "Text"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<InteractionsParams>(rules, params, place, diagnostics),
  learn: (inputs, params) => {
    const count = inputs.length + productsOf(inputs, params).length;
    if (count > mostOutputs)
      failInput("T1562", `interactions would make ${count} features of ${inputs.length} columns`, {
        cure: `Name fewer columns or a smaller degree: ${mostOutputs} is the most.`,
      });
    return {};
  },
  apply: (inputs, params) => [
    ...inputs.map(({ name, expr }) => ({ name, expr })),
    ...productsOf(inputs, params).map(outputOf),
  ],
  describe: (inputs, params) => {
    const products = productsOf(inputs, params);
    const crosses = products.filter(([{ expr }]) => typeOf(expr) === "Text").length;
    const made = [
      ...(products.length > crosses ? [countOf(products.length - crosses, "product")] : []),
      ...(crosses > 0 ? [countOf(crosses, "combination")] : []),
    ];
    const columns = inputs.map(({ name }) => name);
    return [{ columns, text: made.length > 0 ? `gave ${made.join(" and ")} together` : "gave no product" }];
  },
};

/** The inputs of one product, at least two, in the order of the columns. */
type Factors = readonly [StepInput, ...StepInput[]];

/** Products of numbers and combinations of texts, by the number of factors, then in the order of the columns. */
function productsOf(
  inputs: readonly StepInput[],
  { degree, powers }: InteractionsParams,
): readonly Factors[] {
  const texts = inputs.filter(({ expr }) => typeOf(expr) === "Text");
  const numbers = inputs.filter(({ expr }) => typeOf(expr) !== "Text");
  return [...choicesOf(numbers, degree, powers), ...choicesOf(texts, degree, false)];
}

/** All choices of 2 to `degree` of the inputs, ascending; with `repeated` an input may be chosen again. */
function choicesOf(inputs: readonly StepInput[], degree: number, repeated: boolean): readonly Factors[] {
  const found: Factors[] = [];
  let shorter = inputs.map((input, at) => ({ factors: [input] as Factors, at }));
  for (let size = 2; size <= degree && found.length <= mostOutputs; size++) {
    shorter = shorter.flatMap(({ factors, at }) =>
      inputs.slice(repeated ? at : at + 1).map((input, next) => ({
        factors: [...factors, input] as Factors,
        at: (repeated ? at : at + 1) + next,
      })),
    );
    found.push(...shorter.map(({ factors }) => factors));
  }
  return found;
}

function outputOf(factors: Factors): StepOutput {
  const isText = typeOf(factors[0].expr) === "Text";
  const name = [...Map.groupBy(factors, (input) => input.name)]
    .map(([one, same]) => `${one}${same.length > 1 ? powerMarks[same.length] : ""}`)
    .join(" × ");
  const [first, ...others] = factors.map(({ expr }) => (isText ? expr : asFloat(expr)));
  return { name, expr: others.reduce((product, expr) => join(product, expr, isText), first!) };
}

const powerMarks: Readonly<Record<number, string>> = { 2: "²", 3: "³", 4: "⁴" };

const join = (left: Expr, right: Expr, isText: boolean): Expr =>
  isText ? call("concat", left, text(" × "), right) : call("multiply", left, right);
