import { canonicalJson } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { createProgram, type Expr, type Program } from "../ir/index.ts";
import { dayMs, type DataType, type Field, type Table, type Vector } from "../schema/index.ts";
import type { EventTableDefinition, FeatureDefinition, FeatureSet, FeatureWindow } from "./definition.ts";

/** A feature with the places of what it needs in the plan of its table. */
export interface PlannedFeature {
  readonly feature: FeatureDefinition;
  /** Its place among all features of the set. */
  readonly place: number;
  /** The place of its value among `exprs`; null where it looks at the events only. */
  readonly value: number | null;
  /** The place of its condition among `exprs`. */
  readonly condition: number | null;
  /** The place of its window among `windows`. */
  readonly window: number;
}

/** Features with one window and one condition: the same events enter and leave them. */
export interface FeatureGroup {
  readonly window: number;
  readonly condition: number | null;
  /** Their places among the features of the plan. */
  readonly members: readonly number[];
}

/** What is computed for the events of a table, each thing once however many features ask for it. */
export interface TablePlan {
  readonly table: EventTableDefinition;
  readonly features: readonly PlannedFeature[];
  readonly groups: readonly FeatureGroup[];
  /** Values and conditions, as expressions over the columns `table.reads`. */
  readonly exprs: readonly Expr[];
  /** Lengths of time in milliseconds; infinity where a feature looks at all events. */
  readonly windows: readonly number[];
  /** The columns that the expressions read, with their types. */
  readonly readFields: readonly Field[];
  readonly typeOf: (column: string) => DataType;
}

/** The plan of each event table of a set. */
export const planTables = (set: FeatureSet): TablePlan[] => set.tables.map((table) => planTable(set, table));

function planTable(set: FeatureSet, table: EventTableDefinition): TablePlan {
  const exprs = new Map<string, Expr>();
  const exprPlaces = new Map<string, number>();
  const placeOf = (expr: Expr | null): number | null => {
    if (!expr) return null;
    const key = canonicalJson(expr);
    if (!exprs.has(key)) {
      exprPlaces.set(key, exprs.size);
      exprs.set(key, expr);
    }
    return exprPlaces.get(key)!;
  };
  const windows: number[] = [];
  const features = set.features.flatMap((feature, place): PlannedFeature[] => {
    if (feature.table !== table.name) return [];
    const length = windowLength(feature.window);
    if (!windows.includes(length)) windows.push(length);
    const [value, condition] = [placeOf(feature.value), placeOf(feature.where)];
    return [{ feature, place, value, condition, window: windows.indexOf(length) }];
  });
  const fields = new Map(table.fields.map((field) => [field.name, field]));
  return {
    table,
    features,
    groups: groupFeatures(features),
    exprs: [...exprs.values()],
    windows,
    readFields: table.reads.map((name) => fields.get(name)!),
    typeOf: (name) => fields.get(name)!.type,
  };
}

function groupFeatures(features: readonly PlannedFeature[]): FeatureGroup[] {
  const places = features.map((_, at) => at);
  const groups = Map.groupBy(places, (at) => `${features[at]!.window} ${features[at]!.condition}`);
  return [...groups.values()].map((members) => {
    const { window, condition } = features[members[0]!]!;
    return { window, condition, members };
  });
}

const windowLength = (window: FeatureWindow): number =>
  window.kind === "time" ? window.milliseconds : Number.POSITIVE_INFINITY;

/** The values and conditions of a plan as a Program, one output for each that is more than a column. */
export function planProgram({ exprs, readFields }: TablePlan): Program | undefined {
  const outputs = exprs.flatMap((expr, at) =>
    expr.kind === "column" ? [] : [[`value ${at}`, expr] as const],
  );
  if (outputs.length === 0) return undefined;
  return createProgram({ input: { fields: readFields }, outputs: Object.fromEntries(outputs) });
}

/** A function from events to the values and conditions of a plan, in the order of `exprs`. */
export function compileValues(plan: TablePlan): (events: Table) => Vector[] {
  const program = planProgram(plan);
  const compute = program ? compileTable(program) : undefined;
  return (events) => {
    const computed = compute?.(events);
    return plan.exprs.map((expr, at) =>
      expr.kind === "column" ? events.columns.get(expr.name)! : computed!.columns.get(`value ${at}`)!,
    );
  };
}

/** A moment in milliseconds, out of a day or an instant. */
export const momentUnit = (type: DataType): number => (type === "Day" ? dayMs : 1);

/** A vector as numbers by which an accumulator can count: texts by their code, NaN where missing. */
export function numbersOf(vector: Vector): Float64Array<ArrayBuffer> {
  if (vector.kind === "numbers") return new Float64Array(vector.values);
  const numbers = new Float64Array(vector.codes.length);
  for (let at = 0; at < numbers.length; at++)
    numbers[at] = vector.codes[at]! < 0 ? Number.NaN : vector.codes[at]!;
  return numbers;
}
