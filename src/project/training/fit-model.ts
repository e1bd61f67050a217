import { errorDiagnostic, showValue, TandemError, type Effects } from "../../base/index.ts";
import { call, column, literal, typeOf, type Expr, type Program } from "../../ir/index.ts";
import {
  hasTarget,
  isClassTask,
  type Feature,
  type Fitted,
  type Task,
  type TrainContext,
  type Trainer,
  type TrainingSet,
} from "../../model/index.ts";
import { takeNumbers, type Table, type Vector } from "../../schema/index.ts";
import {
  crossFit,
  featureVectors,
  type LearnedRecipe,
  type Recipe,
  type TargetContext,
} from "../../transform/index.ts";
import type { ClassWeight } from "../read-task.ts";
import { classWeights, weighByClass } from "./class-weights.ts";
import { buildProgram } from "./build-program.ts";
import type { KeptFit } from "./keep-fits.ts";
import { predictRows } from "./predictions.ts";

/** A model to fit: a trainer with real parameters and the recipe that feeds it. */
export interface ModelPlan {
  readonly name: string;
  readonly trainer: Trainer<unknown>;
  readonly params: unknown;
  readonly recipe: Recipe;
  /** Features that hold codes of categories, for trainers that take them so. */
  readonly categorical: ReadonlySet<string>;
  /** How much the rows of each class count; absent where all count alike. */
  readonly classWeight?: ClassWeight;
}

/** The rows to learn from, and what is known about them. */
export interface LearningData {
  readonly table: Table;
  readonly task: Task;
  /** null for a task without a target. */
  readonly targetColumn: string | null;
  /** The target of every row of the table as a number, NaN where missing; empty for a task without one. */
  readonly target: Float64Array;
  readonly weight: Float64Array | null;
  /** Of a ranking: codes of the rows that are ranked together. */
  readonly group?: Int32Array;
  /** Of outliers: 1 for rows that are known to be unusual, 0 for those known not to be, NaN for others; only to measure by. */
  readonly label?: Float64Array;
  /** Of outliers: the share of the rows to learn from that count as outliers. */
  readonly outlierShare?: number;
  /** Of clusters: the space in which the rows of the table are measured. */
  readonly space?: readonly Float64Array[];
  readonly derived: readonly (readonly [string, Expr])[];
  /** Private numbers, days and instants, whose values are not told; absent for a project without private columns. */
  readonly amounts?: ReadonlySet<string>;
  readonly seed: number;
}

/** A fitted model as a Program, with what it learnt on the way. */
export interface FittedModel {
  readonly program: Program;
  readonly fitted: Fitted;
  readonly learned: LearnedRecipe;
}

/** Folds for features that look at the target. */
export const crossFitFolds = 5;

/**
 * Learns the recipe and the model on `rows` alone. Features that look at the target are cross-fitted, so that the trainer
 * never sees a row's own target through them. `stopping` rows, where given, only tell the trainer when to stop.
 */
export async function fitModel(
  plan: ModelPlan,
  data: LearningData,
  rows: Uint32Array,
  stopping: Uint32Array | null,
  effects: Effects,
  kept: KeptFit = {},
): Promise<FittedModel> {
  const { learned, training } = crossFit(data.table, rows, plan.recipe, targetContext(data), {
    folds: crossFitFolds,
    seed: data.seed,
  });
  refuseTexts(plan.name, learned);
  const unweighed = trainingSet(plan, data, rows, training);
  const ofClass = plan.classWeight && classWeights(plan.classWeight, unweighed);
  const weigh = (set: TrainingSet): TrainingSet =>
    ofClass ? { ...set, weight: weighByClass(set, ofClass) } : set;
  const train = weigh(unweighed);
  const validation =
    stopping && stopping.length > 0
      ? weigh(trainingSet(plan, data, stopping, featureVectors(data.table, stopping, learned), train))
      : undefined;
  const learnt = await trainOn(plan, train, validation, {
    seed: data.seed,
    effects,
    ...effects.resources,
    ...kept,
  });
  const fitted = ofClass ? { ...learnt, details: { ...learnt.details, classWeights: ofClass } } : learnt;
  const build = (threshold?: number): Program =>
    buildProgram(inputSchema(data), data.derived, learned.features, fitted, data.task, threshold);
  const program = build();
  if (data.outlierShare === undefined) return { program, fitted, learned };
  const scores = predictRows(program, data.task, data.table, rows).outputs[0]!;
  const threshold = outlierThreshold(scores, data.outlierShare);
  const details = { ...fitted.details, threshold, outlierShare: data.outlierShare };
  return { program: build(threshold), fitted: { ...fitted, details }, learned };
}

/**
 * The score from which on a row counts as an outlier: that of the last of so many rows with the highest scores, one at least. 2, which
 * no score reaches, where all rows have one score.
 */
function outlierThreshold(scores: Float64Array, share: number): number {
  const sorted = Float64Array.from(scores).sort().reverse();
  const threshold = sorted[Math.max(1, Math.floor(share * sorted.length)) - 1]!;
  return threshold > sorted.at(-1)! ? threshold : 2;
}

/** Trains, from a kept state where it fits: one that an older version left is as none. */
async function trainOn(
  { trainer, params }: ModelPlan,
  train: TrainingSet,
  validation: TrainingSet | undefined,
  context: TrainContext,
): Promise<Fitted> {
  try {
    return await trainer.train(train, validation, params, context);
  } catch (error) {
    const isStale =
      error instanceof TandemError &&
      error.diagnostics.some(({ code }) => code === "T2656" || code === "T2657");
    if (!isStale || context.resume === undefined) throw error;
    const { resume: _stale, ...anew } = context;
    return trainer.train(train, validation, params, anew);
  }
}

/** A trainer takes numbers: text that no step of the recipe encodes is the user's to decide on. */
function refuseTexts(model: string, { features }: LearnedRecipe): void {
  const texts = features.filter(({ expr }) => typeOf(expr) === "Text");
  if (texts.length === 0) return;
  throw new TandemError(
    texts.map(({ name }) =>
      errorDiagnostic("T2055", `The recipe of ${model} leaves ${JSON.stringify(name)} as text`, {
        place: `models, ${JSON.stringify(model)}, recipe`,
        value: showValue(name),
        cure: 'Add a step that encodes it, such as "one-hot" or "target-encode", or name the column in `ignore`.',
      }),
    ),
  );
}

const inputSchema = ({ table, derived }: LearningData) => {
  const names = new Set(derived.map(([name]) => name));
  return { fields: table.schema.fields.filter(({ name }) => !names.has(name)) };
};

function trainingSet(
  plan: ModelPlan,
  data: LearningData,
  rows: Uint32Array,
  vectors: ReadonlyMap<string, Vector>,
  like?: TrainingSet,
): TrainingSet {
  const features = [...vectors].map(([name, vector], index): Feature =>
    feature(name, vector, plan.categorical.has(name), like?.features[index]),
  );
  return {
    task: data.task,
    rowCount: rows.length,
    features,
    target: hasTarget(data.task.kind) ? takeNumbers(data.target, rows) : data.target,
    ...(data.group ? { group: takeCodes(data.group, rows) } : {}),
    ...(data.weight ? { weight: takeNumbers(data.weight, rows) } : {}),
  };
}

/** The codes of some rows. */
export const takeCodes = (codes: Int32Array, rows: Uint32Array): Int32Array =>
  Int32Array.from(rows, (row) => codes[row]!);

function feature(name: string, vector: Vector, isCategory: boolean, like: Feature | undefined): Feature {
  if (vector.kind === "texts") throw new TypeError(`The feature "${name}" is text`);
  if (!isCategory) return { kind: "number", name, values: vector.values };
  const codes = Int32Array.from(vector.values, (value) => (Number.isNaN(value) ? -1 : value));
  const levelCount =
    like?.kind === "category" ? like.levelCount : codes.reduce((most, code) => Math.max(most, code + 1), 0);
  return { kind: "category", name, codes, levelCount };
}

/** What transforms may see of the target: itself, or one 0/1 indicator per class but the first. */
export function targetContext({
  task,
  targetColumn,
  table,
}: Pick<LearningData, "task" | "targetColumn" | "table">): TargetContext {
  if (targetColumn === null) return { indicators: [] };
  const type = table.columns.get(targetColumn)!.type;
  const target = column(targetColumn, type);
  if (!isClassTask(task))
    return {
      indicators: [
        { label: "", expr: type === "Int" || type === "Boolean" ? call("toFloat", target) : target },
      ],
    };
  const classes = task.classes.slice(1);
  return {
    indicators: classes.map((value) => ({
      label: task.kind === "binary" ? "" : String(value),
      expr: call("toFloat", call("equals", target, literal(value, task.type))),
    })),
  };
}
