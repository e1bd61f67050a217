import type { FeatureSet } from "../feature/index.ts";
import { findField, type Field, type Schema } from "../schema/index.ts";
import type { ModelPackage, PackageFeatures } from "./model-package.ts";

/** The columns of a request to the service: with event features their keys stand in for them, since the service looks them up. */
export const servedSchema = ({ schema, eventFeatures }: ModelPackage): Schema => eventFeatures?.row ?? schema;

/** What a package says about its event features: only those that are among the model's inputs; undefined for none. */
export function packageFeatures(
  set: FeatureSet | undefined,
  input: Schema,
  rows: Schema,
  events: ReadonlyMap<string, Schema>,
): PackageFeatures | undefined {
  if (!set) return undefined;
  const features = set.features.filter(({ name }) => findField(input, name));
  if (features.length === 0) return undefined;
  const tables = set.tables.filter(({ name }) => features.some(({ table }) => table === name));
  const keys = new Set(tables.flatMap(({ rowBy }) => rowBy));
  const rowFields = set.rowFields.filter(({ name }) => name === set.time || keys.has(name));
  const sources = [...new Set(tables.map(({ source }) => source))];
  return {
    set: { ...set, rowFields, tables, features },
    row: requestSchema({ ...set, rowFields, features }, input, rows),
    tables: sources.map((source) => ({ source, schema: source === null ? rows : events.get(source)! })),
  };
}

function requestSchema(
  { features, rowFields, time }: Pick<FeatureSet, "features" | "rowFields" | "time">,
  input: Schema,
  rows: Schema,
): Schema {
  const plain = input.fields.filter(({ name }) => !features.some((feature) => feature.name === name));
  const others = rowFields
    .filter(({ name }) => !findField({ fields: plain }, name))
    .map(({ name }) => findField(rows, name)!);
  const asked = (field: Field): Field => (field.name === time ? { ...field, nullable: true } : field);
  return { fields: [...plain, ...others].map(asked) };
}
