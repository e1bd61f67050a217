import { showValue } from "../../base/index.ts";
import {
  addKey,
  listKeys,
  revokeKeys,
  rotateKey,
  type ApiKey,
  type Authority,
  type MadeKey,
} from "../access/index.ts";
import { scopes, type HttpAnswer, type Route } from "../http/route.ts";
import { errorAnswer, jsonAnswer } from "../http/error-body.ts";
import { listOf, objectWith, textSchema } from "../routes/json-schemas.ts";
import { answerOperation, jsonOperation } from "../routes/operation.ts";
import { failBody, readBody } from "./read-admin-body.ts";

/** The keys that a service asks for. */
export interface ServedKeys {
  readonly keysPath: string;
  readonly authority: Authority;
  readonly now: () => number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How long an old key goes on after its rotation, unless told. */
const overlapHoursByDefault = 24;

/** The routes by which keys are made and revoked. They are in force when the answer comes. A key's text is in one answer, once. */
export function keyRoutes({ keysPath, authority, now }: ServedKeys): readonly Route[] {
  const afterwards = async (value: unknown, status = 200): Promise<HttpAnswer> => {
    await authority.reload();
    return jsonAnswer(status, value);
  };
  return [
    {
      ...common,
      method: "GET",
      path: "/admin/keys",
      reads: "nothing",
      summary: "The keys, without their texts",
      operation: jsonOperation(undefined, keysSchema),
      handle: async () => jsonAnswer(200, { keys: (await listKeys(keysPath)).map(shown) }),
    },
    {
      ...common,
      method: "POST",
      path: "/admin/keys",
      reads: "body",
      summary: "Makes a key",
      operation: answerOperation(
        201,
        {
          ...objectWith(
            { name: textSchema, scopes: listOf({ type: "string", enum: scopes }) },
            { expiresInDays: { type: "number", minimum: 0 } },
          ),
          additionalProperties: false,
          examples: [{ name: "shop", scopes: ["predict"], expiresInDays: 90 }],
        },
        madeSchema,
      ),
      handle: async (request) => {
        const names = ["name", "scopes", "expiresInDays"];
        const body = readBody(request, names);
        const { name, scopes: asked } = body;
        if (typeof name !== "string" || !Array.isArray(asked))
          return failBody("The body needs a name and scopes", showValue(body, 40), names);
        const days = readPart(body["expiresInDays"], "expiresInDays", names);
        const lifetimeMs = days === undefined ? undefined : days * dayMs;
        return afterwards(
          made(await addKey(keysPath, { name, scopes: asked.map(String), lifetimeMs }, now())),
          201,
        );
      },
    },
    {
      ...common,
      method: "POST",
      path: "/admin/keys/:key/rotate",
      reads: "body",
      summary: "Gives a caller a new key; the one before goes on for a while",
      operation: answerOperation(
        201,
        {
          ...objectWith({}, { overlapHours: { type: "number", minimum: 0, default: overlapHoursByDefault } }),
          additionalProperties: false,
        },
        madeSchema,
      ),
      handle: async (request) => {
        const body = readBody(request, ["overlapHours"]);
        const hours =
          readPart(body["overlapHours"], "overlapHours", ["overlapHours"]) ?? overlapHoursByDefault;
        return afterwards(
          made(await rotateKey(keysPath, request.parameters["key"] ?? "", hours * hourMs, now())),
          201,
        );
      },
    },
    {
      ...common,
      method: "DELETE",
      path: "/admin/keys/:key",
      reads: "nothing",
      summary: "Revokes a key by its id, or all keys of a name",
      operation: jsonOperation(undefined, keysSchema),
      handle: async (request) =>
        afterwards({ keys: (await revokeKeys(keysPath, request.parameters["key"] ?? "", now())).map(shown) }),
    },
  ];
}

const common = { scope: "admin", errors: errorAnswer } as const satisfies Partial<Route>;

/** A key as it may be shown: without its hash too. */
const shown = (key: ApiKey): unknown => {
  const { hash: _hash, ...rest } = key;
  return rest;
};

const orNull = { type: ["string", "null"], format: "date-time" };
const keyParts = {
  id: textSchema,
  name: textSchema,
  scopes: listOf(textSchema),
  lastFour: textSchema,
  createdAt: { type: "string", format: "date-time" },
  expiresAt: orNull,
  revokedAt: orNull,
};
const keysSchema = objectWith({ keys: listOf(objectWith(keyParts)) });
const madeSchema = objectWith({ ...keyParts, key: textSchema });

const made = ({ text, key }: MadeKey): unknown => ({ ...(shown(key) as object), key: text });

/** A number from 0 on, or nothing. */
function readPart(value: unknown, name: string, names: readonly string[]): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === "number" && value >= 0 && Number.isFinite(value)
    ? value
    : failBody(`${name} is no number from 0 on`, showValue(value, 40), names);
}
