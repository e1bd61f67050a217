import { quietEffects, type Diagnostic } from "../../src/base/index.ts";
import { trainers, type Task, type TrainerName } from "../../src/model/index.ts";
import { fitModel, targetContext, type LearningData } from "../../src/project/training/fit-model.ts";
import { compareValues, type Program } from "../../src/ir/index.ts";
import { valueAt, type Table, type Value, type Vector } from "../../src/schema/index.ts";
import { defaultRecipe, type RecipeStep } from "../../src/transform/index.ts";

/** A model to fit on a table. */
export interface ModelCase {
  readonly title: string;
  readonly table: () => Table;
  readonly target: string;
  readonly task: Task["kind"];
  readonly trainer: TrainerName;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Columns that are left out. */
  readonly without?: readonly string[];
  /** The steps of its recipe instead of the default ones. */
  readonly steps?: readonly RecipeStep[];
  /** True to compare the features too, not only what the model makes of them. */
  readonly everyFeature?: boolean;
}

/** Fits a model as a project does: default or given recipe, trainer, Program over the raw columns. */
export async function fitCase(given: ModelCase, table: Table): Promise<Program> {
  const trainer = trainers[given.trainer];
  const data = learningDataOf(given, table);
  const columns = table.schema.fields
    .map(({ name }) => name)
    .filter((name) => name !== given.target && !given.without?.includes(name));
  const byDefault = defaultRecipe(
    columns.map((name) => factsOf(name, table)),
    trainer.handles,
    targetContext(data),
  );
  const diagnostics: Diagnostic[] = [];
  const params = trainer.normalize(given.params ?? {}, given.title, diagnostics);
  if (diagnostics.length > 0) throw new TypeError(diagnostics[0]!.message);
  const rows = Uint32Array.from(data.target.keys()).filter((row) => !Number.isNaN(data.target[row]!));
  const plan = {
    name: given.trainer,
    trainer: trainer as Parameters<typeof fitModel>[0]["trainer"],
    params,
    recipe: given.steps ? { columns, steps: given.steps } : byDefault.recipe,
    categorical: new Set(given.steps ? [] : byDefault.categorical),
  };
  return (await fitModel(plan, data, rows, null, quietEffects())).program;
}

function learningDataOf({ task: kind, target: targetColumn }: ModelCase, table: Table): LearningData {
  const vector = table.columns.get(targetColumn)!;
  const values = valuesOf(vector, table.rowCount);
  const classes = [...new Set(values.filter((value) => value !== null))].sort(compareValues);
  const task: Task =
    kind === "regression"
      ? { kind }
      : kind === "binary"
        ? { kind, classes: [classes[0]!, classes[1]!], type: vector.type }
        : { kind, classes, type: vector.type };
  const target = Float64Array.from(values, (value) =>
    value === null ? Number.NaN : kind === "regression" ? Number(value) : classes.indexOf(value),
  );
  return { table, task, targetColumn, target, weight: null, derived: [], seed: 7 };
}

const valuesOf = (vector: Vector, rowCount: number): Value[] =>
  Array.from({ length: rowCount }, (_, row) => valueAt(vector, row));

type ColumnFacts = Parameters<typeof defaultRecipe>[0][number];

function factsOf(name: string, table: Table): ColumnFacts {
  const vector = table.columns.get(name)!;
  const values = valuesOf(vector, table.rowCount);
  const present = values.filter((value) => value !== null);
  const numbers = present.map(Number).filter((number) => !Number.isNaN(number));
  return {
    name,
    type: vector.type,
    count: values.length,
    missing: values.length - present.length,
    distinct: new Set(present).size,
    numbers:
      vector.type === "Text"
        ? null
        : {
            min: numbers.reduce((least, number) => Math.min(least, number), Infinity),
            max: numbers.reduce((most, number) => Math.max(most, number), -Infinity),
            skewness: numbers.length > 0 && numbers[0]! >= 0 ? 5 : null,
          },
    lengths:
      vector.type === "Text"
        ? { max: present.reduce<number>((most, value) => Math.max(most, String(value).length), 0) }
        : null,
  };
}
