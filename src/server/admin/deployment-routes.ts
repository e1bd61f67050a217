import { showValue } from "../../base/index.ts";
import {
  aliases,
  divideTraffic,
  normalizeTraffic,
  promote,
  readDeployment,
  rollback,
  type Alias,
  type Store,
} from "../../project/index.ts";
import type { RegistryService } from "../../serve/index.ts";
import type { HttpAnswer, Route } from "../http/route.ts";
import { errorAnswer, jsonAnswer } from "../http/error-body.ts";
import {
  anyObject,
  countSchema,
  diagnosticSchema,
  listOf,
  objectWith,
  textSchema,
} from "../routes/json-schemas.ts";
import { jsonOperation } from "../routes/operation.ts";
import { failBody, readBody } from "./read-admin-body.ts";

/** A registry that is served and may be changed. */
export interface ServedRegistry {
  readonly store: Store;
  readonly name: string;
  readonly registry: RegistryService;
  readonly now: () => number;
}

/**
 * The routes by which what is served is looked at and changed. Changes are kept in the registry, each in one transaction, so they
 * hold after a restart and for every other server of the project; they are answered when this server has followed them.
 * A change that is sent again under its request id is made once.
 */
export function deploymentRoutes({ store, name, registry, now }: ServedRegistry): readonly Route[] {
  const effects = { now };
  /** What was changed, and what is served now. */
  const changed = async (change: unknown): Promise<HttpAnswer> =>
    jsonAnswer(200, { change, deployment: await registry.reload() });
  const read = async (): Promise<HttpAnswer> => {
    const { versions } = await readDeployment(store, name);
    return jsonAnswer(200, {
      ...registry.status(),
      versions: versions.map(({ version, packageHash, runId, createdAt, aliases: names }) => ({
        version: String(version),
        hash: packageHash,
        run: runId,
        createdAt: new Date(createdAt).toISOString(),
        aliases: names,
      })),
    });
  };
  return [
    {
      ...common,
      method: "GET",
      path: "/admin/deployment",
      reads: "nothing",
      summary: "What the registry asks for, what answers, and why they differ",
      operation: jsonOperation(undefined, statusSchema),
      handle: read,
    },
    {
      ...common,
      method: "POST",
      path: "/admin/promote",
      reads: "body",
      summary: "Points an alias at a version",
      operation: changeOf({
        version: { type: ["string", "integer"], description: "The version's number" },
        alias: { type: "string", enum: aliases, default: "champion" },
      }),
      handle: async (request) => {
        const body = readBody(request, ["version", "alias"]);
        const version = readVersion(body["version"]);
        return changed(await promote(store, name, version, readAlias(body["alias"]), effects, request.id));
      },
    },
    {
      ...common,
      method: "POST",
      path: "/admin/rollback",
      reads: "body",
      summary: "Points an alias back at where it was",
      operation: changeOf({ alias: { type: "string", enum: aliases, default: "champion" } }),
      handle: async (request) => {
        const body = readBody(request, ["alias"]);
        return changed(await rollback(store, name, readAlias(body["alias"]), effects, request.id));
      },
    },
    {
      ...common,
      method: "PUT",
      path: "/admin/traffic",
      reads: "body",
      summary: "Divides the traffic among aliases or versions",
      operation: changeOf({
        shares: { type: "object", additionalProperties: { type: "number", minimum: 0, maximum: 1 } },
        seed: { type: "integer", minimum: 0, default: 0 },
      }),
      handle: async (request) => {
        const body = readBody(request, ["shares", "seed"]);
        const traffic = normalizeTraffic(body["shares"], body["seed"] ?? 0, "body.shares");
        return changed(await divideTraffic(store, name, traffic, effects, request.id));
      },
    },
    {
      ...common,
      method: "POST",
      path: "/admin/reload",
      reads: "nothing",
      summary: "Looks at the registry now, and tries again what failed",
      operation: jsonOperation(undefined, objectWith({ deployment: statusSchema })),
      handle: async () => jsonAnswer(200, { deployment: await registry.reload() }),
    },
  ];
}

const common = { scope: "admin", errors: errorAnswer } as const satisfies Partial<Route>;

const statusSchema = objectWith({
  name: textSchema,
  seed: countSchema,
  arms: listOf(anyObject),
  live: listOf(anyObject),
  isCurrent: { type: "boolean" },
  swaps: countSchema,
  diagnostics: listOf(diagnosticSchema),
});

/** A change: what may be told, and what was changed and is served now. */
const changeOf = (properties: Readonly<Record<string, unknown>>): NonNullable<Route["operation"]> =>
  jsonOperation(
    { type: "object", properties, additionalProperties: false },
    objectWith({ change: {}, deployment: statusSchema }),
  );

function readVersion(value: unknown): number {
  const version = typeof value === "string" && /^[0-9]{1,9}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(version)
    ? (version as number)
    : failBody("The body names no version", showValue(value, 40), ["version", "alias"]);
}

function readAlias(value: unknown = "champion"): Alias {
  const found = aliases.find((alias) => alias === value);
  return found ?? failBody(`${showValue(value, 40)} is no alias`, showValue(value, 40), [...aliases]);
}
