import type { DataType, Field, Schema } from "../schema/index.ts";
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
export function predictSchemas({ content, schema }: Predictor): {
  readonly body: JsonSchema;
  readonly response: JsonSchema;
} {
  const example = content.proof[0];
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
      ...(example ? { examples: [{ rows: [example.input] }] } : {}),
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
