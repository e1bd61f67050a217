import { promisify } from "node:util";
import { constants, deflate, gzip } from "node:zlib";
import type { HttpAnswer, HttpRequest } from "../http/route.ts";

/** Answers shorter than this fit into one packet as they are. */
const shortAnswer = 1400;

const pack = { gzip: promisify(gzip), deflate: promisify(deflate) } as const;

/**
 * The answer packed as the client asked for in `Accept-Encoding`: gzip, or deflate, which is the zlib format (RFC 9110, section
 * 8.4.1). A short answer goes as it is.
 */
export function packedAnswer(answer: HttpAnswer, { headers }: HttpRequest): HttpAnswer | Promise<HttpAnswer> {
  const accepted = headers["accept-encoding"];
  const { body } = answer;
  if (accepted === undefined || (typeof body !== "string" && !(body instanceof Uint8Array))) return answer;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const encoding = length < shortAnswer ? undefined : chosenEncoding(accepted);
  if (encoding === undefined) return answer;
  return pack[encoding](body, { level: constants.Z_BEST_SPEED }).then((packed) => ({
    ...answer,
    headers: { ...answer.headers, "content-encoding": encoding, vary: "accept-encoding" },
    body: packed,
  }));
}

/** gzip before deflate, of those that are accepted by name. */
function chosenEncoding(accepted: string): keyof typeof pack | undefined {
  const names = accepted
    .toLowerCase()
    .split(",")
    .map((part) => part.split(";").map((piece) => piece.trim()))
    .filter(([, ...options]) => !options.some((option) => /^q=0(\.0*)?$/.test(option)))
    .map(([name]) => name);
  return (["gzip", "deflate"] as const).find((name) => names.includes(name));
}
