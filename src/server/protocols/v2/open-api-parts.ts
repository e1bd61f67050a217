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

const response = (description: string, schema: JsonSchema) => ({
  description,
  content: { "application/json": { schema } },
});

const refusals = {
  400: { description: "The request is refused, and why" },
  404: { description: "There is no such model or version" },
  503: { description: "No model answers now" },
};

const text: JsonSchema = { type: "string" };
const described = { type: "array", items: tensor };

const answerWith = (properties: Readonly<Record<string, JsonSchema>>) => ({
  responses: {
    200: response("What is asked for", { type: "object", properties, required: Object.keys(properties) }),
    ...refusals,
  },
});

/** The parts of an OpenAPI 3.1 operation for each thing that is only read. */
export const serverOperation = answerWith({
  name: text,
  version: text,
  extensions: { type: "array", items: text },
});
export const modelsOperation = answerWith({ models: { type: "array", items: text } });
export const modelOperation = answerWith({
  name: text,
  versions: { type: "array", items: text },
  platform: text,
  inputs: described,
  outputs: described,
});
/** Those that tell by their status; what else they say differs. */
export const healthOperation = answerWith({});

/** The index of the repository: what may be asked for, and the versions with their states. */
export const indexOperation = {
  requestBody: {
    content: {
      "application/json": { schema: { type: "object", properties: { ready: { type: "boolean" } } } },
    },
  },
  responses: {
    200: response("The versions and their states", {
      type: "array",
      items: {
        type: "object",
        properties: { name: text, version: text, state: text, reason: text },
        required: ["name", "state", "reason"],
      },
    }),
  },
};

/** What is not spoken is refused. */
export const refusedOperation = { responses: { 400: { description: "It is refused, with the way round" } } };

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
