import {
  canonicalJson,
  failInput,
  sha256Hex,
  showValue,
  TandemError,
  type Json,
} from "../../../base/index.ts";

/**
 * The key under which an objective or a metric of the user's own holds its functions. A symbol: so they travel with the
 * parameters of a model, and never enter JSON. What stands in a definition, a step's key and a record is the name and the
 * hash of their source text.
 */
export const functionsKey = Symbol("functions");

/** What is written down of the user's own functions. */
export interface OwnFunctions<Functions> {
  readonly name: string;
  /** SHA-256 of the source text of the functions and of the constants. */
  readonly source: string;
  readonly [functionsKey]: Functions;
}

/** What tells the user's own functions apart. */
interface Identity {
  readonly name: unknown;
  readonly constants?: Json | undefined;
}

/** The name and the hash of functions; T2636 where there is no name, or a part is no function that shows its source. */
export function identifyFunctions(
  made: string,
  { name, constants }: Identity,
  functions: Readonly<Record<string, unknown>>,
  required: readonly string[],
): { readonly name: string; readonly source: string } {
  if (typeof name !== "string" || name.trim() === "")
    return failInput("T2636", `${made} needs a name`, {
      place: "name",
      value: showValue(name),
      cure: 'Give a text: `name: "asymmetric error"`.',
    });
  for (const [part, value] of Object.entries(functions)) {
    if (value === undefined && !required.includes(part)) continue;
    if (typeof value !== "function" || /\{\s*\[native code\]\s*\}\s*$/.test(String(value)))
      return failInput("T2636", `${part} of ${made} must be a function that is written out`, {
        place: part,
        value: showValue(typeof value === "function" ? String(value) : value),
        cure: "Give an arrow function; one made by bind() hides its source, by which a run knows whether it changed.",
      });
  }
  const source = Object.entries(functions).map(([part, value]) => [part, String(value)]);
  return { name, source: sha256Hex(canonicalJson({ source, constants: constants ?? null })) };
}

/** Calls a function of the user's; T2637 where it throws. */
export function callOwn<T>(part: string, name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TandemError) throw error;
    return failInput(
      "T2637",
      `${part} of ${JSON.stringify(name)} threw: ${error instanceof Error ? error.message : String(error)}`,
      { place: part, cure: "Mend the function; the arrays that it gets have one number per row." },
      { cause: error },
    );
  }
}

/** A number that must be finite; T2639 otherwise. */
export function ownNumber(part: string, name: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return failInput("T2639", `${part} of ${JSON.stringify(name)} gave no finite number`, {
    place: part,
    value: showValue(value),
    cure: "Return a finite number; look at divisions by 0 and logarithms of 0.",
  });
}
