import type { IncomingHttpHeaders } from "node:http";
import type { Diagnostic } from "../../base/index.ts";
import type { Scope } from "../http/route.ts";

/** Who asks, and what they may do. */
export interface Access {
  /** The name of the key, the subject of the token, or "anyone" where no keys are asked for. */
  readonly caller: string;
  readonly scopes: readonly Scope[];
}

/** Why somebody may not come in. */
export interface AccessRefusal {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds out who asks, by `Authorization: Bearer …` or `X-API-Key: …`. API keys are answered at once, tokens by a promise. Never
 * fails; what a caller lacks is said in the refusal.
 */
export type Authorise = (
  headers: IncomingHttpHeaders,
) => Access | AccessRefusal | Promise<Access | AccessRefusal>;

/** What a caller may do where no keys are asked for: everything but to change what is served. */
export const openScopes: readonly Scope[] = ["predict", "labels", "metrics"];
