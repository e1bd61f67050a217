import type { DataType, Field, Schema, Value } from "../schema/index.ts";
import type { Predictor } from "../serve/index.ts";
import { typeOf } from "../ir/index.ts";

/** A JSON Schema. */
type JsonSchema = Readonly<Record<string, unknown>>;

const types: Readonly<Record<DataType, JsonSchema>> = {
  Boolean: { type: "boolean" },
  Int: { type: "integer" },
  Float: { type: "number" },
  Text: { type: "string" },
  Day: { type: "string", format: "date" },
  Instant: { type: "string", format: "date-time" },
};

/** One column as a JSON Schema; a nullable one takes null too. */
const fieldSchema = ({ type, nullable }: Field): JsonSchema =>
  nullable ? { ...types[type], type: [types[type]["type"], "null"] } : types[type];

/** A row as a JSON Schema: all columns named, none other. */
const rowSchema = ({ fields }: Schema): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
  required: fields.filter(({ nullable }) => !nullable).map(({ name }) => name),
  additionalProperties: false,
});

/** The schemas of a predict request and its answer, for the OpenAPI page. */
export function predictSchemas(
  { content }: Predictor,
  schema: Schema,
): {
  readonly body: JsonSchema;
  readonly response: JsonSchema;
} {
  const example = exampleRow(content.proof[0]?.input ?? {}, schema);
  const outputs = Object.entries(content.program.outputs).map(([name, expr]) => ({
    name,
    type: typeOf(expr),
    nullable: true,
  }));
  return {
    body: {
      type: "object",
      required: ["rows"],
      properties: { rows: { type: "array", items: rowSchema(schema) } },
      ...(example ? { examples: [{ rows: [example] }] } : {}),
    },
    response: {
      type: "object",
      properties: {
        model: { type: "object", properties: { name: { type: "string" }, hash: { type: "string" } } },
        predictions: {
          type: "array",
          items: {
            type: "object",
            properties: Object.fromEntries(outputs.map((field) => [field.name, fieldSchema(field)])),
          },
        },
        warnings: { type: "array", items: { type: "object", additionalProperties: true } },
      },
    },
  };
}

/** The columns of a proof row that a request gives; undefined where it lacks one, such as the key of event features. */
function exampleRow(
  input: Readonly<Record<string, Value>>,
  { fields }: Schema,
): Readonly<Record<string, Value>> | undefined {
  if (fields.some(({ name, nullable }) => !nullable && !(name in input))) return undefined;
  return Object.fromEntries(fields.flatMap(({ name }) => (name in input ? [[name, input[name]!]] : [])));
}

/** The schema of a request with events, for the OpenAPI page. */
export function eventSchemas({ content }: Predictor): JsonSchema {
  const tables = content.eventFeatures?.tables ?? [];
  return {
    type: "object",
    required: ["table", "events"],
    properties: {
      table: { type: "string", enum: tables.map(({ source }) => source) },
      events: {
        type: "array",
        items: { type: "object", anyOf: tables.map(({ schema }) => rowSchema(schema)) },
      },
      key: { type: "string" },
    },
  };
}
