import type { Route } from "./route.ts";
import { pathNames } from "./route-table.ts";

/** Makes an OpenAPI 3.1 document of routes (https://spec.openapis.org/oas/v3.1.1.html). */
export function openApi(title: string, routes: readonly Route[], isGuarded: boolean): OpenApiDocument {
  const paths: Record<string, Record<string, OperationParts>> = {};
  for (const route of routes) {
    const path = route.path.replace(pathNames, "{$1}");
    const operations = (paths[path] ??= {});
    const method = route.method.toLowerCase();
    const before = operations[method];
    operations[method] = merged(before, operationOf(route, isGuarded));
  }
  return {
    openapi: "3.1.0",
    info: { title, version: "1" },
    paths,
    ...(isGuarded ? { components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } } } : {}),
  };
}

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
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses: Readonly<Record<string, ResponseParts>>;
}

function operationOf(route: Route, isGuarded: boolean): OperationParts {
  const names = [...route.path.matchAll(pathNames)].map(([, name]) => name!);
  return {
    summary: route.summary,
    ...(names.length > 0
      ? {
          parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
        }
      : {}),
    ...(isGuarded && route.scope
      ? { security: [{ key: [] }], description: `Takes the scope "${route.scope}".` }
      : {}),
    responses: { "200": { description: "The answer" } },
    ...route.operation,
  };
}

/** Routes of one path and method that take different types are one operation with several contents. */
function merged(first: OperationParts | undefined, second: OperationParts): OperationParts {
  if (!first) return second;
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
