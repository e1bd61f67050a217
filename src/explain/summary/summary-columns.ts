import { printExpr, type Expr } from "../../ir/index.ts";
import { valueAt, valueToJson, type Table, type Vector } from "../../schema/index.ts";
import { featureVectors, type LearnedFeature } from "../../transform/index.ts";
import type { SummaryColumnKind } from "./model-summary.ts";
import { peelScale, type PeeledScale } from "./peel-scale.ts";
import { readFeature, type FeatureReading } from "./read-feature.ts";

/** One column of the companion's design: a feature in the units of the data. */
export interface SummaryColumn {
  readonly name: string;
  readonly kind: Exclude<SummaryColumnKind, "intercept">;
  readonly from: readonly string[];
  readonly reference: string | null;
  /** Columns of one term belong together, as the levels of a category do. */
  readonly term: string;
  readonly values: Float64Array;
  /** The feature that the model has is slope · values + shift. */
  readonly feature: string;
  readonly slope: number;
  readonly shift: number;
}

interface ReadFeature extends PeeledScale, FeatureReading {
  readonly feature: LearnedFeature;
  /** The same for all levels and flags of one category; undefined for others. */
  readonly category: string | undefined;
}

/**
 * The features of a model as columns in the user's units, for some rows: shifts and scales are taken back, and each level says which level
 * it is compared with (those of the rows that no column stands for). `training` has the features as the trainer saw them where steps
 * looked at the target; they are taken instead, so that no row brings its own target along.
 */
export function summaryColumns(
  table: Table,
  rows: Uint32Array,
  features: readonly LearnedFeature[],
  training: ReadonlyMap<string, Float64Array> | null,
): readonly SummaryColumn[] {
  const read = withCategories(
    features.map((feature) => {
      const peeled = peelScale(feature.expr);
      return { ...peeled, ...readFeature(peeled.inner), feature, category: undefined };
    }),
  );
  const inputs = new Map(
    read.flatMap(({ category, input }) => (category && input ? [[category, input]] : [])),
  );
  const vectors = evaluate(table, rows, [...read.map(({ inner }) => inner), ...inputs.values()]);
  const values = read.map(({ feature, slope, shift }, at) => {
    const seen = training?.get(feature.name);
    return seen ? seen.map((value) => (value - shift) / slope) : numbersOf(vectors[at]!);
  });
  const references = new Map(
    [...inputs.keys()].map((category, at) => {
      const own = read.flatMap((one, place) => (one.category === category ? [values[place]!] : []));
      return [category, referenceOf(vectors[read.length + at]!, own)];
    }),
  );
  return read.map((one, at) => ({
    name: nameOf(one),
    kind: one.kind,
    from: [one.feature.from, ...(one.feature.alsoFrom ?? [])],
    reference:
      one.category === undefined ? (one.kind === "level" ? "false" : null) : references.get(one.category)!,
    term: one.category === undefined ? nameOf(one) : categoryName(read, one.category),
    values: values[at]!,
    feature: one.feature.name,
    slope: one.slope,
    shift: one.shift,
  }));
}

/** Levels and flags of one input are a category, where at least one of them is a level. */
function withCategories(read: readonly ReadFeature[]): readonly ReadFeature[] {
  const keys = read.map(({ input }) => (input ? printExpr(input) : undefined));
  const leveled = new Set(keys.filter((_, at) => read[at]!.kind === "level"));
  return read.map((one, at) => {
    const key = keys[at];
    return key === undefined || !leveled.has(key) ? one : { ...one, category: key };
  });
}

const nameOf = ({ kind, input, feature: { name } }: ReadFeature): string => {
  if (kind === "logarithm") return `ln(1 + ${name})`;
  return kind === "level" && input === undefined ? `${name} = true` : name;
};

/** What the names of the columns of a category have in common. */
function categoryName(read: readonly ReadFeature[], category: string): string {
  const { name } = read.find((one) => one.category === category && one.kind === "level")!.feature;
  const cut = Math.max(name.lastIndexOf(" = "), name.lastIndexOf(" is another"));
  return cut > 0 ? name.slice(0, cut) : name;
}

function evaluate(table: Table, rows: Uint32Array, exprs: readonly Expr[]): readonly Vector[] {
  const features = exprs.map((expr, at) => ({ name: String(at), from: "", expr }));
  const vectors = featureVectors(table, rows, { features, actions: [] });
  return exprs.map((_, at) => vectors.get(String(at))!);
}

function numbersOf(vector: Vector): Float64Array {
  if (vector.kind === "texts") throw new TypeError("A feature of a linear model is text");
  return vector.values;
}

/** Levels that are named as a reference; more are counted. */
const mostNamed = 3;

/** The values of a category in those rows where each of its columns is 0, the most frequent first. */
function referenceOf(input: Vector, columns: readonly Float64Array[]): string {
  const counts = new Map<string, number>();
  const rowCount = input.kind === "texts" ? input.codes.length : input.values.length;
  for (let row = 0; row < rowCount; row++) {
    if (columns.some((column) => column[row] !== 0)) continue;
    const value = valueAt(input, row);
    const text = value === null ? "missing" : String(valueToJson(value, input.type));
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const names = [...counts].sort(([, one], [, other]) => other - one).map(([text]) => text);
  const more = names.length - mostNamed;
  const shown = names.slice(0, mostNamed).join(" or ");
  return more > 0 ? `${shown} or ${more} more` : shown || "no row";
}
