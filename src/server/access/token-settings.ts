import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  errorDiagnostic,
  failInput,
  isRecord,
  showValue,
  throwIfErrors,
  type Diagnostic,
} from "../../base/index.ts";

/** The signatures that are known. */
const tokenAlgorithms = ["HS256", "RS256", "ES256", "EdDSA"] as const;
type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** How tokens are checked. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** The only algorithms that are taken: HS256 alone with a secret, the others with public keys. */
  readonly algorithms: readonly TokenAlgorithm[];
  /** The shared secret of HS256, at least 32 bytes. */
  readonly secret?: Uint8Array;
  /** Public keys as a JSON Web Key Set: a file, or an https address. */
  readonly keySet?: { readonly kind: "file" | "url"; readonly place: string };
  /** The claim that lists the scopes, as a list or as words. */
  readonly scopesClaim: string;
}

const names = ["issuer", "audience", "algorithms", "secretFile", "jwks", "scopesClaim"];
const shortestSecret = 32;

/**
 * Reads the settings of tokens from a JSON file: `{"issuer": …, "audience": …, "algorithms": ["RS256"], "jwks": "keys.json"}`, or with
 * `"secretFile"` for HS256. Files stand beside it. Fails with every mistake (T2357).
 */
export async function readTokenSettings(path: string): Promise<TokenSettings> {
  const text = await readFile(path, "utf8").catch((error: unknown) => failSettings(path, String(error)));
  let spec: unknown;
  try {
    spec = JSON.parse(text);
  } catch {
    return failSettings(path, "no JSON");
  }
  if (!isRecord(spec)) return failSettings(path, showValue(spec, 40));
  const diagnostics: Diagnostic[] = [];
  const tell = (name: string, message: string, cure: string): void => {
    diagnostics.push(
      errorDiagnostic("T2357", message, { place: `${path} ${name}`, value: showValue(spec[name]), cure }),
    );
  };
  for (const name of Object.keys(spec))
    if (!names.includes(name))
      tell(name, `There is no setting ${showValue(name)}`, `Known are ${names.join(", ")}.`);
  for (const name of ["issuer", "audience"])
    if (typeof spec[name] !== "string" || spec[name] === "")
      tell(
        name,
        `Tokens need ${name === "issuer" ? "an issuer" : "an audience"}`,
        "Give it as text, as the tokens have it.",
      );
  const known: readonly unknown[] = tokenAlgorithms;
  const algorithms = Array.isArray(spec["algorithms"]) ? spec["algorithms"] : [];
  if (algorithms.length === 0 || !algorithms.every((one) => known.includes(one)))
    tell("algorithms", "Tokens need algorithms that are known", `Give one or more of ${known.join(", ")}.`);
  const hasSecret = typeof spec["secretFile"] === "string";
  const hasKeys = typeof spec["jwks"] === "string";
  if (hasSecret === hasKeys)
    tell(
      hasSecret ? "secretFile" : "jwks",
      "Tokens are checked by a secret or by public keys",
      "Give secretFile or jwks, and not both.",
    );
  // A public key must never be taken for a secret: then everybody could sign.
  else if (hasSecret !== algorithms.includes("HS256") || (hasSecret && algorithms.length > 1))
    tell(
      "algorithms",
      "HS256 is for a secret, the other algorithms are for public keys",
      'With secretFile give ["HS256"], with jwks the others.',
    );
  const jwks = hasKeys ? String(spec["jwks"]) : undefined;
  if (jwks !== undefined && /^[a-z]+:\/\//i.test(jwks) && !isSafeUrl(jwks))
    tell("jwks", "Keys are fetched by https alone", "Give an https address, or a file.");
  if (spec["scopesClaim"] !== undefined && typeof spec["scopesClaim"] !== "string")
    tell("scopesClaim", "The claim of the scopes is a name", 'Leave it out for "scope".');
  throwIfErrors(diagnostics);
  const beside = (name: string): string => resolve(dirname(path), name);
  return {
    issuer: String(spec["issuer"]),
    audience: String(spec["audience"]),
    algorithms: algorithms as TokenAlgorithm[],
    ...(hasSecret ? { secret: await readSecret(beside(String(spec["secretFile"]))) } : {}),
    ...(jwks === undefined
      ? {}
      : {
          keySet: /^https?:/i.test(jwks)
            ? ({ kind: "url", place: jwks } as const)
            : ({ kind: "file", place: beside(jwks) } as const),
        }),
    scopesClaim: typeof spec["scopesClaim"] === "string" ? spec["scopesClaim"] : "scope",
  };
}

/** By https, or from this very machine. */
function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname))
  );
}

async function readSecret(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => failSettings(path, String(error)));
  const secret = Buffer.from(bytes.toString("utf8").trim(), "utf8");
  if (secret.length < shortestSecret)
    failSettings(path, `${secret.length} bytes`, `Give a secret of at least ${shortestSecret} bytes.`);
  return secret;
}

const failSettings = (
  place: string,
  value: string,
  cure = "Give a JSON file with the settings; docs/serving-operations.md lists them.",
): never => failInput("T2357", "The settings of the tokens cannot be used", { place, value, cure });
