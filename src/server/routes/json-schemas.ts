import type { DataType, Field, Schema, Value } from "../../schema/index.ts";
import type { LiveVersion } from "../../serve/index.ts";
import { typeOf } from "../../ir/index.ts";

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const types: Readonly<Record<DataType, JsonSchema>> = {
  Boolean: { type: "boolean" },
  Int: { type: "integer" },
  Float: { type: "number" },
  Text: { type: "string" },
  Day: { type: "string", format: "date" },
  Instant: { type: "string", format: "date-time" },
};

export const anyObject: JsonSchema = { type: "object", additionalProperties: true };
export const textSchema: JsonSchema = { type: "string" };
export const numberSchema: JsonSchema = { type: "number" };
export const countSchema: JsonSchema = { type: "integer", minimum: 0 };
export const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });

/** An object that has the named parts, may have the optional ones, and those that later versions add. */
export const objectWith = (
  parts: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema => ({
  type: "object",
  properties: { ...parts, ...optional },
  required: Object.keys(parts),
});

/** What was found amiss, and the cure. */
export const diagnosticSchema = objectWith(
  { code: textSchema, severity: textSchema, message: textSchema },
  { place: textSchema, value: textSchema, cure: textSchema },
);

/** One column as a JSON Schema; a nullable one takes null too. */
const fieldSchema = ({ type, nullable }: Field): JsonSchema =>
  nullable ? { ...types[type], type: [types[type]["type"], "null"] } : types[type];

/** A row as a JSON Schema: all columns named, none other. */
export const rowSchema = ({ fields }: Schema): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
  required: fields.filter(({ nullable }) => !nullable).map(({ name }) => name),
  additionalProperties: false,
});

/** The answer to one row as a JSON Schema. */
export const outputSchema = ({ predictor }: LiveVersion): JsonSchema =>
  objectWith(
    Object.fromEntries(
      Object.entries(predictor.content.program.outputs).map(([name, expr]) => [
        name,
        fieldSchema({ name, type: typeOf(expr), nullable: true }),
      ]),
    ),
  );

/** The columns of a proof row that a request gives; undefined where it lacks one, such as the key of event features. */
export function exampleRow({ predictor, schema }: LiveVersion): Readonly<Record<string, Value>> | undefined {
  const input = predictor.content.proof[0]?.input ?? {};
  if (schema.fields.some(({ name, nullable }) => !nullable && !(name in input))) return undefined;
  return Object.fromEntries(
    schema.fields.flatMap(({ name }) => (name in input ? [[name, input[name]!]] : [])),
  );
}
