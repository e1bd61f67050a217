import { statusMeanings } from "../http/status.ts";
import type { JsonSchema } from "./json-schemas.ts";

const json = (schema: JsonSchema): object => ({ "application/json": { schema } });

/** The OpenAPI parts of an operation with JSON bodies: what is sent, what comes back, and with which other statuses of its own it may fail. */
export const jsonOperation = (
  body: JsonSchema | undefined,
  response: JsonSchema,
  ...failures: readonly (keyof typeof statusMeanings)[]
): Readonly<Record<string, unknown>> => answerOperation(200, body, response, ...failures);

/** As `jsonOperation` where success has another status. */
export const answerOperation = (
  status: 200 | 201,
  body: JsonSchema | undefined,
  response: JsonSchema,
  ...failures: readonly (keyof typeof statusMeanings)[]
): Readonly<Record<string, unknown>> => ({
  ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
  responses: Object.fromEntries([
    [status, { description: statusMeanings[status], content: json(response) }],
    ...failures.map((failure) => [failure, { description: statusMeanings[failure] }]),
  ]),
});
