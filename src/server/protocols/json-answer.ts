import type { HttpAnswer } from "../http/route.ts";

/** An answer with a JSON body. */
export const jsonAnswer = (status: number, body: unknown): HttpAnswer => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});
