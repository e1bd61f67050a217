/** A JSON Schema. */
type JsonSchema = Readonly<Record<string, unknown>>;

const parameters: JsonSchema = {
  type: "object",
  additionalProperties: { type: ["string", "number", "boolean"] },
};

const tensor: JsonSchema = {
  type: "object",
  required: ["name", "shape", "datatype"],
  properties: {
    name: { type: "string" },
    shape: { type: "array", items: { type: "integer" } },
    datatype: { type: "string" },
    parameters,
    data: { type: "array", items: { type: ["boolean", "number", "string", "array", "null"] } },
  },
};

const refusal: JsonSchema = {
  type: "object",
  required: ["error"],
  properties: { error: { type: "string" } },
};

const response = (description: string, schema: JsonSchema) => ({
  description,
  content: { "application/json": { schema } },
});

const refusals = {
  400: response("The request is refused, and why", refusal),
  404: response("There is no such model or version", refusal),
  503: response("No model answers now", refusal),
};

/** The parts of an OpenAPI 3.1 operation for what is only read. */
export const metadataOperation = {
  responses: { 200: response("What is asked for", { type: "object" }), ...refusals },
};

/** The parts of an OpenAPI 3.1 operation for an inference. */
export const inferOperation = {
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["inputs"],
          properties: {
            id: { type: "string" },
            parameters,
            inputs: { type: "array", items: tensor },
            outputs: {
              type: "array",
              items: {
                type: "object",
                required: ["name"],
                properties: { name: { type: "string" }, parameters },
              },
            },
          },
        },
      },
    },
  },
  responses: {
    200: response("The answers, row by row", {
      type: "object",
      required: ["model_name", "outputs"],
      properties: {
        model_name: { type: "string" },
        model_version: { type: "string" },
        id: { type: "string" },
        outputs: { type: "array", items: tensor },
      },
    }),
    ...refusals,
  },
};
