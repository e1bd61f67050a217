import type { Diagnostic, Effects, Json } from "../base/index.ts";
import type { Expr } from "../ir/index.ts";
import type { Task, TaskKind } from "./task.ts";

/** A column of numbers for training; NaN where missing. In the model's expressions it is a `Float` column of that name. */
interface NumberFeature {
  readonly kind: "number";
  readonly name: string;
  readonly values: Float64Array;
}

/** A column of categories for training: codes from 0, -1 where missing. In the model's expressions it is an `Int` column. */
export interface CategoryFeature {
  readonly kind: "category";
  readonly name: string;
  readonly codes: Int32Array;
  readonly levelCount: number;
  /** For trainers that put levels into bins: those that get one, ascending; absent for the most frequent. */
  readonly binned?: readonly number[];
}

export type Feature = NumberFeature | CategoryFeature;

/** Rows to learn from. The target is the number itself, the index of the class or the grade of relevance; empty for tasks without one. */
export interface TrainingSet {
  readonly task: Task;
  readonly rowCount: number;
  readonly features: readonly Feature[];
  readonly target: Float64Array;
  /** Of a ranking: a whole number from 0 per row; rows of one number are ranked together, in whatever order they stand. */
  readonly group?: Int32Array;
  /** A weight per row, not negative; absent means 1. */
  readonly weight?: Float64Array;
}

/** What a trainer learnt, as expressions over the features. */
export interface Fitted {
  /**
   * Regression: one expression, the prediction. Binary: one, the probability of the positive class.
   * Multiclass: one probability per class, in the order of the classes. Ranking: one score, higher = further up.
   * Clusters: one `Int`, the cluster's number from 0, -1 for noise. Outliers: one number from 0 to 1, higher = more unusual.
   */
  readonly outputs: readonly Expr[];
  /** What it wants to tell: coefficients, iterations, losses. Plain JSON. */
  readonly details: Readonly<Record<string, Json>>;
  /** How much each feature did for the model by its own measure (gain, size of the standardised coefficient); sums to 1, or empty. */
  readonly importance: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Data and parameters to a model. */
export interface Trainer<Params> {
  /** The name in configs, in kebab-case: `boosting`. */
  readonly name: string;
  readonly title: string;
  readonly tasks: readonly TaskKind[];
  /** What the features may be: a trainer that handles missing values or categories gets them raw. */
  readonly handles: {
    readonly missing: boolean;
    readonly categories: boolean;
    /** True for a trainer that only compares the numbers of its features, so that they may be of any size. */
    readonly anySize?: boolean;
  };
  normalize(params: unknown, place: string, diagnostics: Diagnostic[]): Params;
  /** What of the parameters does not suit a kind of task, before anything is learnt; absent where all of them suit all tasks. */
  checkTask?(params: Params, task: TaskKind): readonly Diagnostic[];
  /**
   * The parameters that fit as long as fits that were stopped early did on average, weighted by their rows, without rows to
   * stop by. Absent when the trainer never stops early.
   */
  settle?(params: Params, stopped: readonly StoppedEarly[]): Params;
  /** `validation` is there when the trainer may stop early by it. Deterministic: the same input and seed give the same bits. */
  train(
    train: TrainingSet,
    validation: TrainingSet | undefined,
    params: Params,
    context: TrainContext,
  ): Promise<Fitted>;
}

/** A fit that may have been stopped early, with the rows it learnt from. */
export interface StoppedEarly {
  readonly fitted: Fitted;
  readonly rowCount: number;
}

export interface TrainContext {
  readonly seed: number;
  readonly effects: Effects;
  /**
   * Where a trainer that can go on later (`boosting`) leaves its state now and then, and at the end: plain JSON, bound to rows,
   * parameters and seed. Training waits until it is done.
   */
  readonly onCheckpoint?: (state: Json) => void | Promise<void>;
  /** A state to go on from with the same rows, parameters and seed: the model is that of a training in one go, to the bit. */
  readonly resume?: Json;
  /** The last state of a finished training on the same rows: its trees stay, and `numIterations` more are added. */
  readonly initModel?: Json;
  /** Threads to work on at most; absent: as many as the machine has. Decides no bit of the model. */
  readonly threads?: number;
  /** Bytes that training may take beside its table; absent: no limit but that of the machine. */
  readonly memoryLimit?: number;
}
