const values = { type: "array", items: { type: ["boolean", "number", "string", "null"] } } as const;
const rows = {
  type: "array",
  items: { type: ["object", "array", "boolean", "number", "string", "null"] },
} as const;
const record = { type: "object", additionalProperties: true } as const;
const text = { schema: { type: "string" } } as const;

const refusal = (description: string) => ({ description });

const probe = (content: object) => ({
  responses: { 200: { description: "The answer", ...content }, 503: refusal("No model answers now") },
});

/** The parts of an OpenAPI 3.1 operation for what tells whether a model answers: without a body, or with an empty object. */
export const pingOperation = probe({});
export const healthOperation = probe({ content: { "application/json": { schema: record } } });

/** The parts of an OpenAPI 3.1 operation for the version of the server. */
export const versionOperation = {
  responses: { 200: { description: "The version", content: { "text/plain": text } } },
};

/** The parts of an OpenAPI 3.1 operation for how a batch transform should send its rows. */
export const executionOperation = {
  responses: {
    200: {
      description: "What the service takes",
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: {
              MaxConcurrentTransforms: { type: "integer" },
              BatchStrategy: { type: "string" },
              MaxPayloadInMB: { type: "integer" },
            },
            required: ["MaxConcurrentTransforms", "BatchStrategy", "MaxPayloadInMB"],
          },
        },
      },
    },
  },
};

/** The parts of an OpenAPI 3.1 operation for an invocation. */
export const invocationsOperation = {
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: {
          type: "object",
          properties: {
            dataframe_split: {
              type: "object",
              required: ["columns", "data"],
              properties: { columns: values, data: { type: "array", items: values }, index: values },
            },
            dataframe_records: { type: "array", items: record },
            instances: rows,
            inputs: { type: ["array", "object"] },
            params: record,
          },
        },
      },
      "text/csv": text,
      "application/jsonlines": text,
    },
  },
  responses: {
    200: {
      description: "The answers, in the order of the rows",
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { predictions: { type: "array", items: record } },
            required: ["predictions"],
          },
        },
        "text/csv": text,
        "application/jsonlines": text,
      },
    },
    400: refusal("The rows are refused, and why"),
    406: refusal("No accepted type of answer is spoken"),
    415: refusal("The content type is not spoken"),
    503: refusal("No model answers now"),
  },
};
