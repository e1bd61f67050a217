import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { similarNames, type Value } from "../schema/index.ts";

/** What one parameter may be. */
export interface ParamRule<T> {
  readonly byDefault: T;
  /** What is allowed, in plain words: `a number from 0 to 1`. */
  readonly wants: string;
  /** The real value, or undefined when it is not allowed. */
  readonly parse: (value: unknown) => T | undefined;
}

/** A rule for each parameter of a transform. */
export type ParamRules<Params> = { readonly [Name in keyof Params]: ParamRule<Params[Name]> };

/** Untrusted parameters to real ones, with defaults for those left out. Every mistake becomes a diagnostic (T1510 to T1512). */
export function normalizeParams<Params>(
  rules: ParamRules<Params>,
  params: unknown,
  place: string,
  diagnostics: Diagnostic[],
): Params {
  const names = Object.keys(rules) as (keyof Params & string)[];
  const given = params ?? {};
  if (!isRecord(given)) diagnostics.push(notAnObject(given, place));
  const entries = isRecord(given) ? given : {};
  for (const name of Object.keys(entries))
    if (!Object.hasOwn(rules, name)) diagnostics.push(unknownParam(name, names, place));
  const values = names.map((name) => [
    name,
    readParam(rules[name], entries[name], `${place}.${name}`, diagnostics),
  ]);
  return Object.freeze(Object.fromEntries(values)) as Params;
}

function readParam<T>(rule: ParamRule<T>, value: unknown, place: string, diagnostics: Diagnostic[]): T {
  if (value === undefined) return rule.byDefault;
  const parsed = rule.parse(value);
  if (parsed !== undefined) return parsed;
  diagnostics.push(
    errorDiagnostic("T1512", "This parameter is not allowed", {
      place,
      value: showValue(value),
      cure: `Give ${rule.wants}.`,
    }),
  );
  return rule.byDefault;
}

const notAnObject = (value: unknown, place: string): Diagnostic =>
  errorDiagnostic("T1510", "The parameters are not an object", {
    place,
    value: showValue(value),
    cure: "Write them as { name: value }.",
  });

function unknownParam(name: string, known: readonly string[], place: string): Diagnostic {
  const close = similarNames(name, known);
  const choice = known.length > 0 ? `It takes ${known.join(", ")}.` : "It takes none.";
  return errorDiagnostic("T1511", `There is no parameter ${JSON.stringify(name)}`, {
    place,
    cure: close.length > 0 ? `Did you mean ${close.join(" or ")}?` : choice,
  });
}

/** One of a few words. */
export const oneOf = <const Word extends string>(
  words: readonly Word[],
  byDefault: Word,
): ParamRule<Word> => ({
  byDefault,
  wants: `one of ${words.map((word) => JSON.stringify(word)).join(", ")}`,
  parse: (value) => words.find((word) => word === value),
});

/** A finite number within bounds, both included. */
export const numberFrom = (low: number, high: number, byDefault: number): ParamRule<number> => ({
  byDefault,
  wants: `a number from ${low} to ${high}`,
  parse: (value) => (isNumberWithin(value, low, high) ? value : undefined),
});

/** A number within bounds, both included, or null to leave something out. */
export const numberOrNull = (
  low: number,
  high: number,
  byDefault: number | null,
): ParamRule<number | null> => ({
  byDefault,
  wants: `a number from ${low} to ${high}, or null`,
  parse: (value) => (value === null || isNumberWithin(value, low, high) ? value : undefined),
});

/** A whole number within bounds, both included. */
export const wholeFrom = (low: number, high: number, byDefault: number): ParamRule<number> => ({
  byDefault,
  wants: `a whole number from ${low} to ${high}`,
  parse: (value) => (isNumberWithin(value, low, high) && Number.isInteger(value) ? value : undefined),
});

/** A whole number within bounds, both included, or null to leave it open. */
export const wholeOrNull = (low: number, high: number): ParamRule<number | null> => ({
  byDefault: null,
  wants: `a whole number from ${low} to ${high}, or null to leave it open`,
  parse: (value) =>
    value === null || (isNumberWithin(value, low, high) && Number.isInteger(value)) ? value : undefined,
});

/** A finite number, or null to leave it open. */
export const anyNumberOrNull: ParamRule<number | null> = {
  byDefault: null,
  wants: "a finite number, or null to learn it from the data",
  parse: (value) =>
    value === null || isNumberWithin(value, -Number.MAX_VALUE, Number.MAX_VALUE) ? value : undefined,
};

/** Different numbers in ascending order, or null to leave them open. */
export const ascendingNumbersOrNull: ParamRule<readonly number[] | null> = {
  byDefault: null,
  wants: "a list of different numbers in ascending order",
  parse: (value) => {
    if (value === null) return null;
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const numbers = value.filter((one) => isNumberWithin(one, -Number.MAX_VALUE, Number.MAX_VALUE));
    const ascends = numbers.every((one, at) => at === 0 || one > numbers[at - 1]!);
    return ascends && numbers.length === value.length ? Object.freeze(numbers) : undefined;
  },
};

/** Numbers by name, or null to leave them open. */
export const numbersByNameOrNull: ParamRule<Readonly<Record<string, number>> | null> = {
  byDefault: null,
  wants: "an object of finite numbers by name",
  parse: (value) => {
    if (value === null) return null;
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value).flatMap(([name, number]) =>
      isNumberWithin(number, -Number.MAX_VALUE, Number.MAX_VALUE) ? [[name, number] as const] : [],
    );
    return entries.length === Object.keys(value).length && entries.length > 0
      ? Object.freeze(Object.fromEntries(entries))
      : undefined;
  },
};

/** True or false. */
export const trueOrFalse = (byDefault: boolean): ParamRule<boolean> => ({
  byDefault,
  wants: "true or false",
  parse: (value) => (typeof value === "boolean" ? value : undefined),
});

/** A text that is not empty. */
export const someText = (byDefault: string): ParamRule<string> => ({
  byDefault,
  wants: "a text that is not empty",
  parse: (value) => (typeof value === "string" && value !== "" && value.isWellFormed() ? value : undefined),
});

/** A text that is not empty, or null to leave it open. */
export const someTextOrNull: ParamRule<string | null> = {
  byDefault: null,
  wants: "a text that is not empty, or null",
  parse: (value) => (value === null ? null : someText("").parse(value)),
};

/** One value, or null to leave it open. Days and instants are given as ISO text. */
export const anyValueOrNull: ParamRule<Value> = {
  byDefault: null,
  wants: "a text, a finite number, true or false",
  parse: (value) => (value === null || isValue(value) ? value : undefined),
};

/** A list of values without repeats, or null to leave it open. */
export const valuesOrNull: ParamRule<readonly Value[] | null> = {
  byDefault: null,
  wants: "a list of different texts, numbers or booleans",
  parse: (value) => {
    if (value === null) return null;
    if (!Array.isArray(value) || value.length === 0 || !value.every(isValue)) return undefined;
    return new Set(value).size === value.length ? Object.freeze([...value]) : undefined;
  },
};

/** Some words out of a few, without repeats, in the order given; null for all that fit. */
export const someOf = <const Word extends string>(
  words: readonly Word[],
): ParamRule<readonly Word[] | null> => ({
  byDefault: null,
  wants: `a list of ${words.map((word) => JSON.stringify(word)).join(", ")}`,
  parse: (value) => {
    if (value === null) return null;
    if (!Array.isArray(value) || value.length === 0) return undefined;
    const found = value.map((one) => words.find((word) => word === one));
    if (found.includes(undefined) || new Set(found).size < found.length) return undefined;
    return Object.freeze(found.filter((word) => word !== undefined));
  },
});

const isNumberWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === "number" && value >= low && value <= high;

const isValue = (value: unknown): value is string | number | boolean =>
  typeof value === "boolean" ||
  (typeof value === "string" && value.isWellFormed()) ||
  isNumberWithin(value, -Number.MAX_VALUE, Number.MAX_VALUE);
