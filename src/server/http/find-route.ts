import type { Call } from "./call.ts";
import { isKnownEncoding } from "./read-body.ts";
import * as refusals from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { routeFor, type BoundRoute, type PathEntry, type RouteTable } from "./route-table.ts";
import type { HttpSettings } from "./settings.ts";

/** Where a request goes, or why it goes nowhere. */
export type FoundRoute =
  | { readonly refusal: Refusal }
  | { readonly refusal?: undefined; readonly entry: PathEntry };

/** Finds the route of a request by its head, puts it into the call, and looks for what in the head speaks against the request. */
export function findRoute(call: Call, table: RouteTable, settings: HttpSettings): FoundRoute {
  const found = table.find(call.path);
  if (!found) {
    const neighbour = table.neighbour(call.path);
    if (neighbour) call.errors = neighbour.errors;
    return { refusal: refusals.noSuchRoute(call.method, call.path) };
  }
  const { entry, names, values } = found;
  const routes = entry.methods.get(call.method);
  if (routes) call.errors = routes[0]!.route.errors;
  else for (const [first] of entry.methods.values()) call.errors = first!.route.errors;
  if (call.known.host === undefined && call.head.httpVersion !== "1.0") return { refusal: refusals.noHost };
  if (call.method === "OPTIONS") return entry.found;
  if (!routes) return { refusal: refusals.wrongMethod(call.method, call.path, entry.allow) };
  if (names.length > 0 && !takeParameters(call, names, values))
    return { refusal: refusals.wrongPath(call.path) };
  const refusal = chooseRoute(call, routes) ?? checkHead(call, settings);
  return refusal ? { refusal } : entry.found;
}

/** Chooses by the type of the body; a refusal where none takes it. */
function chooseRoute(call: Call, routes: readonly BoundRoute[]): Refusal | undefined {
  const type = call.known.contentType;
  const bound = routes.length === 1 && !routes[0]!.route.takes ? routes[0] : routeFor(routes, type);
  // Where nothing was sent, nothing is of the wrong type: the route says what is missing.
  call.bound = bound ?? (hasBody(call) ? undefined : routes.find(({ route }) => route.reads === "body"));
  if (!call.bound) {
    const takes = routes.flatMap(({ route }) => route.takes ?? []);
    return refusals.wrongType(type, takes);
  }
  call.errors = call.bound.route.errors;
  return undefined;
}

function checkHead(call: Call, settings: HttpSettings): Refusal | undefined {
  const { timeoutMs, hasWrongKey, contentEncoding, contentLength } = call.known;
  if (timeoutMs !== undefined) {
    const asked = /^[0-9]{1,9}$/.test(timeoutMs) ? Number(timeoutMs) : 0;
    if (asked === 0) return refusals.wrongTimeout;
    call.deadline = call.started + Math.min(asked, settings.requestTimeoutMs);
  }
  if (hasWrongKey) return refusals.wrongName;
  const { reads } = call.bound!.route;
  if (reads === "nothing") return undefined;
  if (!isKnownEncoding(contentEncoding) || (reads === "stream" && contentEncoding !== undefined))
    return refusals.unreadable(
      415,
      "The body is packed in a way that is not unpacked here",
      reads === "stream" ? "Send it as it is." : "Send it as it is, or as gzip or deflate.",
      "Content-Encoding",
    );
  const isTooLarge = reads === "body" && Number(contentLength) > settings.bodyLimit;
  return isTooLarge ? refusals.tooLarge(settings.bodyLimit) : undefined;
}

/** Whether a request has a body, by its head. */
export const hasBody = ({ known }: Call): boolean =>
  known.transferEncoding !== undefined || (known.contentLength !== undefined && known.contentLength !== "0");

/** Decodes what stands for the names in the path; false when that cannot be. */
function takeParameters(call: Call, names: readonly string[], values: readonly string[]): boolean {
  const parameters: Record<string, string> = {};
  try {
    for (const [at, name] of names.entries()) parameters[name] = decodeURIComponent(values[at]!);
  } catch {
    return false;
  }
  call.parameters = parameters;
  return true;
}
