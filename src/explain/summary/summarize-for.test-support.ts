import { quietEffects, type Json } from "../../base/index.ts";
import { column } from "../../ir/index.ts";
import { isClassTask, trainers, type Task, type Trainer, type TrainerName } from "../../model/index.ts";
import {
  tableFromVectors,
  takeNumbers,
  vectorFromValues,
  type Table,
  type Value,
  type Vector,
} from "../../schema/index.ts";
import { crossFit, type RecipeStep } from "../../transform/index.ts";
import type { ModelSummary } from "./model-summary.ts";
import { summarizeModel } from "./summarize-model.ts";
import type { SummaryRequest } from "./summary-request.ts";

/** What a test asks a summary of. */
export interface SummaryCase {
  readonly columns: Readonly<Record<string, readonly Value[]>>;
  readonly target: readonly number[];
  readonly task?: Task;
  readonly steps?: readonly RecipeStep[];
  readonly trainer: TrainerName;
  readonly params?: Readonly<Record<string, Json>>;
  readonly rows?: readonly number[];
  readonly weight?: readonly number[];
  readonly clusters?: readonly number[];
  readonly time?: readonly number[];
  readonly seed?: number;
}

const tableOf = (columns: SummaryCase["columns"]): Table =>
  tableFromVectors(Object.entries(columns).map(([name, values]) => [name, vectorOf(values)]));

function vectorOf(values: readonly Value[]): Vector {
  const first = values.find((value) => value !== null);
  const type = typeof first === "string" ? "Text" : typeof first === "boolean" ? "Boolean" : "Float";
  return vectorFromValues(type, values);
}

/** The default recipe of a linear model in short: gaps filled, levels coded, numbers on one scale. */
function usualSteps(columns: SummaryCase["columns"]): readonly RecipeStep[] {
  const of = (wanted: string): string[] =>
    Object.keys(columns).filter((name) => typeof columns[name]!.find((value) => value !== null) === wanted);
  return [
    { transform: "impute", columns: of("number"), params: { strategy: "median" } },
    { transform: "scale", columns: of("number"), params: { kind: "standard" } },
    { transform: "one-hot", columns: of("string"), params: { reference: "most-frequent" } },
  ].filter((step) => step.columns.length > 0);
}

/** Learns a recipe and a model, and summarizes it, as a run does. */
export const summarizeFor = async (one: SummaryCase): Promise<ModelSummary> =>
  summarizeModel(await requestFor(one));

/** What a run asks of a summary. */
export async function requestFor(one: SummaryCase): Promise<SummaryRequest> {
  const { task = { kind: "regression" }, seed = 1 } = one;
  const table = tableOf(one.columns);
  const target = Float64Array.from(one.target);
  const rows = Uint32Array.from(one.rows ?? target.keys());
  const withTarget = tableFromVectors([
    ...table.columns,
    ["target", { kind: "numbers", type: "Float", values: target }],
  ]);
  const recipe = { columns: Object.keys(one.columns), steps: one.steps ?? usualSteps(one.columns) };
  const indicators = isClassTask(task) ? [] : [{ label: "", expr: column("target", "Float") }];
  const { learned, training, encoded } = crossFit(
    withTarget,
    rows,
    recipe,
    { indicators },
    { folds: 5, seed },
  );
  const numbers = (name: string): Float64Array => {
    const vector = training.get(name)!;
    if (vector.kind === "texts") throw new TypeError(`${name} is text`);
    return vector.values;
  };
  const weight = one.weight ? Float64Array.from(one.weight) : null;
  const trainer = trainers[one.trainer] as Trainer<unknown>;
  const params = trainer.normalize(one.params ?? {}, "params", []);
  const effects = quietEffects(() => 0);
  const fitted = await trainer.train(
    {
      task,
      rowCount: rows.length,
      features: learned.features.map(({ name }) => ({ kind: "number", name, values: numbers(name) })),
      target: takeNumbers(target, rows),
      ...(weight && { weight: takeNumbers(weight, rows) }),
      ...(one.clusters && task.kind === "ranking" && { group: Int32Array.from(one.clusters) }),
    },
    undefined,
    params,
    { seed, effects },
  );
  return {
    models: [{ name: one.trainer, trainer: one.trainer, params: {}, details: fitted.details }],
    task,
    features: learned.features,
    actions: learned.actions,
    table: withTarget,
    rows,
    target,
    weight,
    clusters: one.clusters ? { column: "school", codes: Int32Array.from(one.clusters) } : null,
    time: one.time ? { column: "day", values: Float64Array.from(one.time) } : null,
    training: encoded.length > 0 ? new Map(encoded.map((name) => [name, numbers(name)])) : null,
    keyOf: () => [],
    seed,
    effects,
  };
}
