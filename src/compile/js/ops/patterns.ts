import type { CallExpr } from "../../../ir/index.ts";
import type { Emitter } from "../emitter.ts";
import { type EmitCall, guarded } from "./shared.ts";

/** The matcher of a call's pattern, which is always a constant. */
function matcherOf({ args }: CallExpr, emitter: Emitter): string {
  const pattern = args[1]!;
  return emitter.constant({
    kind: "pattern",
    source: pattern.kind === "literal" ? String(pattern.value) : "",
  });
}

const withMatcher =
  (write: (text: string, matcher: string, rest: readonly string[], emitter: Emitter) => string): EmitCall =>
  (call, emitter) =>
    guarded(([text, , ...rest]) => write(text!, matcherOf(call, emitter), rest, emitter))(call, emitter);

/** Source of patterns. */
export const patterns = {
  matches: withMatcher(
    (text, matcher, _, emitter) => `${emitter.use("matchesPattern")}(${text}, ${matcher})`,
  ),
  extract: withMatcher(
    (text, matcher, [group = "0"], emitter) =>
      `${emitter.use("extractPattern")}(${text}, ${matcher}, ${group})`,
  ),
  replaceMatches: withMatcher(
    (text, matcher, [replacement], emitter) =>
      `${emitter.use("replacePattern")}(${text}, ${matcher}, ${replacement})`,
  ),
  countMatches: withMatcher(
    (text, matcher, _, emitter) => `${emitter.use("countPattern")}(${text}, ${matcher})`,
  ),
} satisfies Record<string, EmitCall>;
