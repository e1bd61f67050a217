import { isRecord } from "../../base/index.ts";
import { serviceFailed } from "./refusals.ts";
import type { Route } from "./route.ts";
import { pathNames } from "./route-table.ts";
import { statusMeanings } from "./status.ts";

/** Makes an OpenAPI 3.1 document of routes (https://spec.openapis.org/oas/v3.1.1.html). */
export function openApi(title: string, routes: readonly Route[], isGuarded: boolean): OpenApiDocument {
  const paths: Record<string, Record<string, OperationParts>> = {};
  const taken = new Set<string>();
  for (const route of routes) {
    const path = route.path.replace(pathNames, "{$1}");
    const operations = (paths[path] ??= {});
    const method = route.method.toLowerCase();
    const before = operations[method];
    operations[method] = before
      ? merged(before, operationOf(route, isGuarded))
      : { operationId: operationName(route, taken), ...operationOf(route, isGuarded) };
  }
  return {
    openapi: "3.1.0",
    info: { title, version: "1" },
    paths,
    ...(isGuarded ? { components: { securitySchemes } } : {}),
  };
}

/** A key or a token in Authorization, or a key in a header of its own. */
const securitySchemes = {
  key: { type: "http", scheme: "bearer" },
  keyHeader: { type: "apiKey", in: "header", name: "X-Api-Key" },
};

interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationParts>>>>;
  readonly components?: object;
}

interface ResponseParts {
  readonly description: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface OperationParts {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses: Readonly<Record<string, ResponseParts>>;
}

function operationOf(route: Route, isGuarded: boolean): OperationParts {
  const names = [...route.path.matchAll(pathNames)].map(([, name]) => name!);
  const operation: Partial<OperationParts> = route.operation ?? {};
  return {
    summary: route.summary,
    ...(names.length > 0
      ? {
          parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
        }
      : {}),
    ...(isGuarded && route.scope
      ? { security: [{ key: [] }, { keyHeader: [] }], description: `Takes the scope "${route.scope}".` }
      : {}),
    ...operation,
    responses: responsesOf(route, operation.responses, isGuarded),
  };
}

/** What an operation answers: what the route says of itself, and how the service may refuse any such request. */
function responsesOf(
  route: Route,
  own: Readonly<Record<string, ResponseParts>> = { "200": { description: statusMeanings[200] } },
  isGuarded: boolean,
): Readonly<Record<string, ResponseParts>> {
  const refused = refusalContent(route);
  const responses: Record<string, ResponseParts> = {};
  for (const status of refusalStatuses(route, isGuarded))
    responses[status] = { description: statusMeanings[status], content: refused };
  for (const [status, response] of Object.entries(own))
    responses[status] = Number(status) >= 400 ? { content: refused, ...response } : response;
  return responses;
}

/** With which statuses the service itself may refuse a request to a route. */
const refusalStatuses = (
  { reads, takes, scope, isProbe, path }: Route,
  isGuarded: boolean,
): (keyof typeof statusMeanings)[] => [
  ...(reads === "nothing" ? [] : ([400, 408, 413] as const)),
  ...(path.includes(":") ? ([400, 404] as const) : []),
  ...(takes ? ([415] as const) : []),
  ...(isGuarded && scope ? ([401, 403] as const) : []),
  ...(isProbe ? [] : ([429, 500, 503, 504] as const)),
];

/** The content of a refusal, with the schema of one: each protocol has its own way to say no. */
function refusalContent({ errors }: Route): Readonly<Record<string, unknown>> {
  const sample = serviceFailed.diagnostics.map((one) => ({ ...one, place: "body", value: "1" }));
  const { type = "application/json", body } = errors(400, sample);
  const said: unknown = typeof body === "string" ? JSON.parse(body) : {};
  return { [type]: { schema: schemaOf(said, true) } };
}

/** The JSON Schema of values like a sample, all of whose parts there must be, but for those of the entries of a list. */
function schemaOf(sample: unknown, isWhole: boolean): object {
  if (Array.isArray(sample)) return { type: "array", items: schemaOf(sample[0], false) };
  if (!isRecord(sample)) return { type: typeof sample };
  const properties = Object.fromEntries(
    Object.entries(sample).map(([name, part]) => [name, schemaOf(part, isWhole)]),
  );
  return { type: "object", properties, ...(isWhole ? { required: Object.keys(sample) } : {}) };
}

/** The name that generated clients give an operation: `postV2ModelsByNameInfer`. */
function operationName({ method, path }: Route, taken: Set<string>): string {
  const words = path.match(/:?[A-Za-z0-9]+/g) ?? [];
  const parts = words.map((word) =>
    word.startsWith(":") ? `By${capitalized(word.slice(1))}` : capitalized(word),
  );
  let name = method.toLowerCase() + parts.join("");
  for (let count = 2; taken.has(name); count++) name = `${method.toLowerCase()}${parts.join("")}${count}`;
  taken.add(name);
  return name;
}

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** Routes of one path and method that take different types are one operation with several contents. */
function merged(first: OperationParts, second: OperationParts): OperationParts {
  const content = { ...first.requestBody?.content, ...second.requestBody?.content };
  const responses = { ...second.responses, ...first.responses };
  for (const [status, response] of Object.entries(second.responses))
    if (response.content && responses[status]?.content)
      responses[status] = {
        ...responses[status],
        content: { ...response.content, ...responses[status].content },
      };
  return {
    ...first,
    ...(Object.keys(content).length > 0 ? { requestBody: { ...first.requestBody, content } } : {}),
    responses,
  };
}
