import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { similarNames } from "../schema/index.ts";

/** How one parameter of a trainer is read: its default, what it may be in plain words, and the test. */
export interface ParameterRule<T> {
  readonly fallback: T;
  /** `a whole number from 2 to 131072`. */
  readonly allowed: string;
  accepts(value: unknown): value is T;
}

/** One rule per parameter. */
export type ParameterRules<P> = { readonly [Name in keyof P]: ParameterRule<P[Name]> };

/** A whole number within bounds, both included. */
export const wholeNumber = (fallback: number, from: number, to: number): ParameterRule<number> => ({
  fallback,
  allowed: `a whole number from ${from} to ${to}`,
  accepts: (value): value is number =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
});

/** A finite number at or above `from`, or above `above`; with `to`, at most that; with `below`, less than that. */
export const realNumber = (
  fallback: number,
  bounds: {
    readonly from?: number;
    readonly above?: number;
    readonly to?: number;
    readonly below?: number;
  },
): ParameterRule<number> => ({
  fallback,
  allowed: [
    "a number",
    bounds.from !== undefined ? `from ${bounds.from}` : `above ${bounds.above ?? "-infinity"}`,
    ...(bounds.to === undefined ? [] : [`to ${bounds.to}`]),
    ...(bounds.below === undefined ? [] : [`and below ${bounds.below}`]),
  ].join(" "),
  accepts: (value): value is number =>
    typeof value === "number" &&
    Number.isFinite(value) &&
    value >= (bounds.from ?? -Infinity) &&
    value > (bounds.above ?? -Infinity) &&
    value <= (bounds.to ?? Infinity) &&
    value < (bounds.below ?? Infinity),
});

/** One of some words. */
export const oneOf = <const Word extends string>(
  fallback: Word,
  words: readonly Word[],
): ParameterRule<Word> => ({
  fallback,
  allowed: `one of ${words.join(", ")}`,
  accepts: (value): value is Word => words.some((word) => word === value),
});

/** True or false. */
export const yesOrNo = (fallback: boolean): ParameterRule<boolean> => ({
  fallback,
  allowed: "true or false",
  accepts: (value): value is boolean => typeof value === "boolean",
});

/** Values by names of features; empty by default. */
export const byName = <T>(
  allowed: string,
  accepts: (value: unknown) => value is T,
): ParameterRule<Readonly<Record<string, T>>> => ({
  fallback: {},
  allowed: `an object with ${allowed} by the name of a feature`,
  accepts: (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every((one) => accepts(one)),
});

/** Lists of names of features; empty by default. */
export const nameLists = (): ParameterRule<readonly (readonly string[])[]> => ({
  fallback: [],
  allowed: "a list of lists of names of features",
  accepts: (value): value is readonly (readonly string[])[] =>
    Array.isArray(value) &&
    value.every(
      (names) => Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string"),
    ),
});

/** A number by its rule, or a word that stands for a choice made from the data; the word is the default. */
export const orWord = <const Word extends string>(
  word: Word,
  rule: ParameterRule<number>,
): ParameterRule<number | Word> => ({
  fallback: word,
  allowed: `${rule.allowed}, or "${word}"`,
  accepts: (value): value is number | Word => value === word || rule.accepts(value),
});

/** What other libraries call parameters, by their names there: our name, or in a sentence where it is said here. */
export interface PeerNames {
  readonly named: Readonly<Record<string, string>>;
  readonly elsewhere: Readonly<Record<string, string>>;
}

const noPeers: PeerNames = { named: {}, elsewhere: {} };

/**
 * The full parameters from what the user wrote: defaults where a parameter is absent. Every mistake becomes a diagnostic
 * (T1650 no object, T1651 unknown name, T1652 value outside its bounds); the default stands in for a wrong value.
 */
export function normalizeParameters<P>(
  rules: ParameterRules<P>,
  params: unknown,
  place: string,
  diagnostics: Diagnostic[],
  peers: PeerNames = noPeers,
): P {
  const names = Object.keys(rules) as (keyof P & string)[];
  const given = readGiven(params, place, diagnostics);
  for (const name of Object.keys(given)) {
    if (!names.some((known) => known === name)) diagnostics.push(unknownParameter(name, names, place, peers));
  }
  const entries = names.map((name) => {
    const rule = rules[name];
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) return [name, rule.fallback];
    if (rule.accepts(value)) return [name, value];
    diagnostics.push(
      errorDiagnostic("T1652", `${name} must be ${rule.allowed}`, {
        place: `${place}.${name}`,
        value: showValue(value),
        cure: `Change it, or leave it out for ${showValue(rule.fallback)}.`,
      }),
    );
    return [name, rule.fallback];
  });
  return Object.freeze(Object.fromEntries(entries)) as P;
}

function readGiven(params: unknown, place: string, diagnostics: Diagnostic[]): Record<string, unknown> {
  if (params === undefined || params === null) return {};
  if (isRecord(params)) return params;
  diagnostics.push(
    errorDiagnostic("T1650", "The parameters of a trainer must be an object", {
      place,
      value: showValue(params),
      cure: "Write them as { name: value }.",
    }),
  );
  return {};
}

function unknownParameter(
  name: string,
  names: readonly string[],
  place: string,
  { named, elsewhere }: PeerNames,
): Diagnostic {
  return errorDiagnostic("T1651", `There is no parameter ${showValue(name)}`, {
    place: `${place}.${name}`,
    cure: Object.hasOwn(named, name)
      ? `It is named ${named[name]} here.`
      : Object.hasOwn(elsewhere, name)
        ? elsewhere[name]!
        : similarCure(name, names),
  });
}

function similarCure(name: string, names: readonly string[]): string {
  const similar = similarNames(name, names);
  if (similar.length > 0) return `Did you mean ${similar.join(" or ")}?`;
  return names.length > 0 ? `The parameters are ${names.join(", ")}.` : "It has no parameters.";
}
