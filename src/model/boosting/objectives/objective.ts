import type { TaskKind } from "../../task.ts";
import type { TrainingSet } from "../../trainer.ts";
import type { DerivativeForm } from "../tree-ground.ts";
import type { Link } from "./links.ts";
import type { ObjectiveParameters } from "./parameters.ts";

/** What the values of leaves become once a tree has grown: the quantile of what its rows lack, where the steps of Newton say little. */
interface Renewal {
  /** The share of the weight that lies at or below the quantile. */
  readonly share: number;
  /** A weight per row; undefined for 1. */
  readonly weight: Float64Array | undefined;
}

/** An objective with the rows that it learns from. Scores are what the trees add up; there is one row of scores per output. */
export interface Objective {
  readonly name: string;
  /** How scores become predictions. */
  readonly link: Link;
  /** The metric that judges it where the user names none. */
  readonly metric: string;
  /** The scores that every row starts from. */
  readonly start: readonly number[];
  readonly renewal?: Renewal;
  /** What `differentiate` computes, where it is of a form that the ground may know too. */
  readonly form?: DerivativeForm;
  /** The loss of each row of weight 1, where no metric has it. */
  readonly loss?: (predictions: readonly Float64Array[], target: Float64Array, into: Float64Array) => void;
  /**
   * What all outputs share, once per iteration and before `differentiate`; `prepared` are the predictions where the ground has worked
   * them out for the form.
   */
  prepare?(scores: readonly Float64Array[], iteration: number, prepared?: readonly Float32Array[]): void;
  /** First and second derivative of the loss by one output's score, of each row, times its weight. */
  differentiate(
    scores: readonly Float64Array[],
    output: number,
    gradient: Float64Array,
    hessian: Float64Array,
  ): void;
}

/** The numbers that an objective can learn from. */
export interface TargetDomain {
  /** In plain words: `numbers from 0`. */
  readonly allowed: string;
  accepts(value: number): boolean;
  /** True where not all may be 0. */
  readonly needsPositive?: boolean;
}

/** What an objective gives of itself before weights are multiplied in: derivatives of rows of weight 1. */
type UnweightedObjective = Omit<Objective, "name" | "metric" | "loss">;

/** One kind of loss that boosting can make small. */
export interface ObjectiveKind {
  readonly tasks: readonly TaskKind[];
  /** The metric that judges it where the user names none. */
  readonly metric: string;
  /** Absent where every target of the task will do. */
  readonly domain?: TargetDomain;
  /** Makes ready to learn from some rows; what it draws comes from the seed. */
  open(set: TrainingSet, params: ObjectiveParameters, seed: number): UnweightedObjective;
}
