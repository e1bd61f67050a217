import type { JsonSchema } from "./json-schemas.ts";
import { anyObject } from "./json-schemas.ts";

const json = (schema: JsonSchema): object => ({ "application/json": { schema } });

const reasons: Readonly<Record<number, string>> = {
  200: "The answer",
  400: "The request is not well formed; every mistake is told",
  404: "It is not there",
  503: "The service is not ready, or has too much to do",
};

/** The OpenAPI parts of an operation with JSON bodies: what is sent, what comes back, and with which other statuses it may fail. */
export const jsonOperation = (
  body: JsonSchema | undefined,
  response: JsonSchema,
  ...failures: readonly number[]
): Readonly<Record<string, unknown>> => ({
  ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
  responses: Object.fromEntries([
    [200, { description: reasons[200], content: json(response) }],
    ...failures.map((status) => [status, { description: reasons[status], content: json(anyObject) }]),
  ]),
});
