import type { Route } from "./route.ts";
import { RouteFigures } from "./route-figures.ts";

/** A route with what is measured of it. */
export interface BoundRoute {
  readonly route: Route;
  readonly figures: RouteFigures;
}

/** All that a path does. */
export interface PathEntry {
  /** By method: the routes that take different types of body, in their order. */
  readonly methods: ReadonlyMap<string, readonly BoundRoute[]>;
  /** For the header Allow: `GET, HEAD, OPTIONS`. */
  readonly allow: string;
  /** This entry as something that was found, so that a request makes no object of its own for it. */
  readonly found: { readonly entry: PathEntry };
}

interface Pattern {
  readonly entry: PathEntry;
  readonly expression: RegExp;
  readonly names: readonly string[];
}

/** A path that was found, with what stands for the names in it, not decoded. */
export interface FoundPath {
  readonly entry: PathEntry;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

const noNames: readonly string[] = [];

/** The routes by their paths: those without names by one look-up, the others tried in turn, those with fewer names first. */
export class RouteTable {
  readonly routes: readonly BoundRoute[];
  readonly #exact = new Map<string, FoundPath>();
  readonly #patterns: readonly Pattern[];
  readonly #dialects = new Map<string, Route>();

  constructor(routes: readonly Route[]) {
    const figures = new Map<string, RouteFigures>();
    this.routes = routes.map((route) => {
      const name = `${route.method} ${route.path}`;
      if (!figures.has(name)) figures.set(name, new RouteFigures(route.method, route.path));
      return { route, figures: figures.get(name)! };
    });
    const patterns: Pattern[] = [];
    for (const [path, bound] of Map.groupBy(this.routes, ({ route }) => route.path)) {
      const entry = entryOf(bound);
      const names = [...path.matchAll(pathNames)].map(([, name]) => name!);
      if (names.length === 0) this.#exact.set(path, { entry, names: noNames, values: noNames });
      else patterns.push({ entry, names, expression: expressionOf(path) });
      const [, segment] = path.split("/");
      if (!this.#dialects.has(segment!)) this.#dialects.set(segment!, bound[0]!.route);
    }
    this.#patterns = patterns.sort((left, right) => left.names.length - right.names.length);
  }

  find(path: string): FoundPath | undefined {
    const exact = this.#exact.get(path);
    if (exact) return exact;
    for (const { entry, expression, names } of this.#patterns) {
      const match = expression.exec(path);
      if (match) return { entry, names, values: match.slice(1) };
    }
    return undefined;
  }

  /** A route whose way of telling errors suits a path that is not there: one with the same beginning. */
  neighbour(path: string): Route | undefined {
    return this.#dialects.get(path.split("/", 2)[1] ?? "");
  }
}

/** A name is a whole part of a path; a colon within a part is one, as in `/v1/models/4:predict`. */
export const pathNames = /(?<=\/):(\w+)/g;

const expressionOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(pathNames, "([^/]+)")}$`);

function entryOf(bound: readonly BoundRoute[]): PathEntry {
  const methods = new Map(Map.groupBy(bound, ({ route }) => route.method as string));
  for (const [method, routes] of methods) checkTypes(method, routes);
  const get = methods.get("GET");
  if (get) methods.set("HEAD", get);
  const allow = [...methods.keys(), "OPTIONS"].sort().join(", ");
  const found = {} as { entry: PathEntry };
  found.entry = { methods, allow, found };
  return found.entry;
}

/** Two routes of one method and path must differ in the types that they take. */
function checkTypes(method: string, routes: readonly BoundRoute[]): void {
  const seen = new Set<string>();
  for (const { route } of routes)
    for (const type of route.takes ?? ["*"]) {
      if (seen.has(type)) throw new TypeError(`Two routes are ${method} ${route.path} with ${type}`);
      seen.add(type);
    }
}

const mediaType = (header: string): string => {
  const end = header.indexOf(";");
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
};

/** The route that takes a body of this type; the first that takes any type otherwise; undefined where none does. */
export function routeFor(routes: readonly BoundRoute[], type: string | undefined): BoundRoute | undefined {
  if (type !== undefined) {
    for (const bound of routes) if (bound.route.takes?.includes(type)) return bound;
    const plain = mediaType(type);
    for (const bound of routes) if (bound.route.takes?.includes(plain)) return bound;
  }
  return routes.find(({ route }) => route.takes === undefined);
}
