import { TandemError } from "../base/index.ts";

/** Numbers that an adversary would try: without spread, at the ends of float64, full of ties, of the wrong kind. */
export const adversaries: Readonly<Record<string, unknown>> = {
  none: [],
  one: [5],
  two: [1, 2],
  constant: [3, 3, 3, 3, 3],
  zeros: [0, 0, 0, 0, 0, 0, 0],
  ties: [1, 1, 1, 2, 2, 2, 2],
  nearly: [1, 1, 1, 1, 1 + 2 ** -52],
  big: [1e300, -1e300, 3e299],
  huge: [1.7e308, -1.7e308, 1.6e308],
  long: [1e308, 1, 2, 3, 4, 5, 6],
  tiny: [5e-324, 1e-323, 1.5e-323, 0],
  small: [5e-324, 1e-323, 2e-323, 3e-323, 0, 1e-322, 7e-323],
  far: [1e15, 1e15 + 1, 1e15 + 2, 1e15 + 3, 1e15 + 5, 1e15 + 6, 1e15 + 9],
  mixed: [1, "2", 3],
  words: ["1", "2", "3", "4", "5", "6", "7"],
  flags: [true, false, true, true, false, true, false],
  missing: [Number.NaN, null, 1, 2],
  gaps: [1, null, 3, undefined, 5, 6, 7],
  infinite: [1, Number.POSITIVE_INFINITY, 3],
  endless: [1, 2, 3, 4, Number.NEGATIVE_INFINITY, 6, 7],
  outlier: [1, 1, 1, 1, 1, 1, 1, 1, 1e9],
  negative: [-1, 2, -3, 4, -5, 6, -7],
  binary: [0, 0, 1, 0, 1, 1, 1],
  parted: [0, 0, 0, 0, 1, 1, 1],
  counts: [0, 3, 1, 2, 8, 4, 5],
  ascending: [1, 2, 3, 4, 5, 6, 7],
  fine: [1.2, 3.4, 2.2, 5.6, 4.1, 3.9, 2.8],
  text: "123",
  nothing: null,
};

/** Where a NaN stands, or a p-value or an interval that is none; undefined where all is well. */
export function faultOf(value: unknown, path = ""): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? `${path} is NaN` : undefined;
  if (typeof value === "string") return /NaN|undefined/.test(value) ? `${path}: ${value}` : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const { low, high, pValue } = value as Readonly<Record<string, unknown>>;
  if (typeof low === "number" && typeof high === "number" && !(low <= high)) return `${path} is no interval`;
  if (pValue !== undefined && !(typeof pValue === "number" && pValue > 0 && pValue <= 1))
    return `${path} has no p-value but ${JSON.stringify(pValue)}`;
  for (const [key, one] of Object.entries(value)) {
    const found = faultOf(one, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with the outcome of a call: neither an answer without fault nor a refusal with its cure; undefined where all is well. */
function faultOfCall(call: () => unknown, mayAskDistributions: boolean): string | undefined {
  try {
    return faultOf(call());
  } catch (error) {
    const isRefusal =
      error instanceof TandemError &&
      error.kind === "input" &&
      error.diagnostics.every(({ code, cure }) => /^T\d{4}$/.test(code) && (cure ?? "") !== "");
    // A distribution is asked by our own code: its refusals are no answer to an adversary.
    const isOurs =
      isRefusal && !mayAskDistributions && error.diagnostics.some(({ code }) => /^T281[5-9]$/.test(code));
    if (isRefusal && !isOurs) return undefined;
    const [message, ...places] = (
      error instanceof Error ? (error.stack ?? error.message) : String(error)
    ).split("\n");
    return `${message} ${places
      .slice(0, 3)
      .map((place) => place.trim())
      .join(" ")}`;
  }
}

/** Calls with each thing, or with each pair where it takes two: the different faults, each with the first case and how many there are. */
export function sweep(
  calls: readonly ((one: never, other: never) => unknown)[],
  things: Readonly<Record<string, unknown>>,
  mayAskDistributions = false,
): readonly string[] {
  const faults = new Map<string, { readonly first: string; count: number }>();
  for (const [at, call] of calls.entries())
    for (const [name, one] of Object.entries(things))
      for (const [otherName, other] of Object.entries(call.length < 2 ? { none: undefined } : things)) {
        const fault = faultOfCall(() => call(one as never, other as never), mayAskDistributions);
        if (fault === undefined) continue;
        const known = faults.get(fault);
        if (known) known.count++;
        else faults.set(fault, { first: `call ${at} of ${name}, ${otherName}`, count: 1 });
      }
  return [...faults].map(([fault, { first, count }]) => `${first} (${count} times): ${fault}`);
}
