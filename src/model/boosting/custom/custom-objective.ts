import type { Json } from "../../../base/index.ts";
import { isRecord } from "../../../base/index.ts";
import type { Expr } from "../../../ir/index.ts";
import { functionsKey, identifyFunctions, type OwnFunctions } from "./own-functions.ts";

/** One column of numbers or several. */
export type NumberColumns = readonly [Float64Array, ...Float64Array[]];

/** Where a custom objective writes its derivatives: for each score one array with a number per row. */
export interface DerivativeArrays {
  readonly gradient: NumberColumns;
  readonly hessian: NumberColumns;
}

/** How the scores of a custom objective become predictions, by name. */
export type OutputLink = "identity" | "exp" | "sigmoid" | "softmax";

/** The functions of a custom objective, over whole columns. */
export interface CustomObjectiveFunctions {
  /** The scores that every row starts from, one number for all outputs or one per output; 0 where absent. */
  readonly start?: (target: Float64Array, weight: Float64Array) => number | readonly number[];
  /**
   * First and second derivatives of the loss by the scores, of every row, with the weight (all 1 where the project has
   * none) multiplied in. There is one array of scores, or one per class where there are more than two. Second derivatives
   * are 0 or above. Of a ranking `group` has the number of each row's group.
   */
  readonly derivatives: (
    scores: NumberColumns,
    target: Float64Array,
    weight: Float64Array,
    into: DerivativeArrays,
    group: Int32Array | undefined,
  ) => void;
  /**
   * How scores become predictions: a name, or plain expressions of the scores. By default `identity` for numbers and rankings,
   * `sigmoid` for two classes, `softmax` for more.
   */
  readonly output?: OutputLink | ((scores: readonly [Expr, ...Expr[]]) => readonly Expr[]);
  /** The loss of each row without its weight, for the loss curve and early stopping; absent for the task's own loss. */
  readonly loss?: (predictions: NumberColumns, target: Float64Array, into: Float64Array) => void;
}

/** What `customObjective` takes. */
export interface CustomObjectiveSpec extends CustomObjectiveFunctions {
  /** What records and errors call it. */
  readonly name: string;
  /** What the functions read from outside of themselves: a change here makes a run learn anew, which their source would not show. */
  readonly constants?: Json;
}

/** An objective of the user's own, for `objective` of boosting. */
export interface CustomObjective extends OwnFunctions<CustomObjectiveFunctions> {
  readonly kind: "custom objective";
}

/**
 * An objective of your own for boosting. Its functions are part of the definition by their name and the hash of their
 * source; a package holds only the trees and the expressions of the output. Fails with T2636 where a part is no function.
 * @example
 * const asymmetric = customObjective({
 *   name: "asymmetric error",
 *   derivatives: ([score], target, weight, { gradient, hessian }) => {
 *     for (let row = 0; row < target.length; row++) {
 *       const factor = weight[row] * (score[row] < target[row] ? 4 : 1);
 *       gradient[0][row] = factor * (score[row] - target[row]);
 *       hessian[0][row] = factor;
 *     }
 *   },
 * });
 */
export function customObjective(spec: CustomObjectiveSpec): CustomObjective {
  const { start, derivatives, output, loss } = spec;
  const functions = {
    start,
    derivatives,
    output: typeof output === "string" ? () => output : output,
    loss,
  };
  const identity = identifyFunctions("customObjective()", spec, functions, ["derivatives"]);
  const link = typeof output === "string" ? { output } : {};
  return Object.freeze({
    kind: "custom objective" as const,
    ...identity,
    ...link,
    [functionsKey]: Object.freeze({
      derivatives,
      ...(start ? { start } : {}),
      ...(output ? { output } : {}),
      ...(loss ? { loss } : {}),
    }),
  });
}

/** Columns as the user's functions get them; there is always one. */
export const asColumns = (columns: readonly Float64Array[]): NumberColumns => {
  const [first = new Float64Array(0), ...others] = columns;
  return [first, ...others];
};

/** Whether a value was made by `customObjective`. */
export const isCustomObjective = (value: unknown): value is CustomObjective =>
  isRecord(value) && value["kind"] === "custom objective" && functionsKey in value;
