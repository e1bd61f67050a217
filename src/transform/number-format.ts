import type { Group } from "./aggregate.ts";

/** The signs of written numbers: the decimal sign, and what stands between groups of three digits ("" for nothing). */
export interface NumberSigns {
  readonly decimal: "." | ",";
  readonly thousands: "" | "," | "." | " " | "'" | "_";
}

/** What stands before or behind a number, and what the number is multiplied by for it. */
export interface Affix {
  readonly text: string;
  readonly times: number;
  /** True for percent: divided by 100, which is exact where times 0.01 is not. */
  readonly percent: boolean;
  /** The unit or currency in it, in small letters; "" for none. */
  readonly unit: string;
}

/** A text around its number. All digits are 9: it is a shape that many values have. */
export interface NumberText {
  readonly isInBrackets: boolean;
  readonly prefix: string;
  /** Sign, digits and what stands between them. */
  readonly core: string;
  readonly suffix: string;
}

/** All pairs of signs, the more usual ones first. */
export const allSigns: readonly NumberSigns[] = (
  [
    [".", ["", ",", " ", "'", "_"]],
    [",", ["", ".", " ", "'", "_"]],
  ] as const
).flatMap(([decimal, thousands]) => thousands.map((one) => ({ decimal, thousands: one })));

const pattern =
  /^(?<open>\()?\s*(?<prefix>[^\d()]*?)\s*(?<core>[-+]?(?:\d[\d.,' _]*|[.,]\d+)(?:[eE][-+]?\d+)?)\s*(?<suffix>[^\d()]*?)\s*(?<close>\))?$/;

/** Takes a text apart; undefined where there is not one number in it. */
export function takeApart(text: string): NumberText | undefined {
  const groups = pattern.exec(plainSigns(text))?.groups;
  if (!groups || (groups["open"] === undefined) !== (groups["close"] === undefined)) return undefined;
  const { prefix = "", core = "", suffix = "" } = groups;
  const isInBrackets = groups["open"] !== undefined;
  if ((isInBrackets || prefix.startsWith("-")) && /^[-+]/.test(core)) return undefined;
  return { isInBrackets, prefix, core: core.trimEnd(), suffix };
}

/** Other spaces and the real minus sign as the plain ones; the expression does the same. */
const plainSigns = (text: string): string =>
  otherSigns.reduce((plain, [from, to]) => plain.replaceAll(from, to), text).trim();

/** Characters that stand for plainer ones. */
export const otherSigns: readonly (readonly [string, string])[] = [
  ["\u00a0", " "],
  ["\u202f", " "],
  ["\u2009", " "],
  ["\u2212", "-"],
  ["\u2019", "'"],
];

/** The number that a core is under given signs; undefined where it does not follow them. */
export function numberOf(core: string, { decimal, thousands }: NumberSigns): number | undefined {
  const whole = thousands === "" ? "\\d+" : `(?:\\d+|\\d{1,3}(?:${escaped(thousands)}\\d{3})+)`;
  const point = escaped(decimal);
  const exact = new RegExp(`^[-+]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)(?:[eE][-+]?\\d{1,4})?$`);
  if (!exact.test(core)) return undefined;
  const plain = thousands === "" ? core : core.replaceAll(thousands, "");
  const value = Number(plain.replace(decimal, "."));
  return Number.isFinite(value) ? value : undefined;
}

const escaped = (sign: string): string => (sign === "." ? "\\." : sign);

/** The meanings of words that multiply; m is none of them, because it is a unit too. */
const multipliers: Readonly<Record<string, number>> = {
  k: 1e3,
  tsd: 1e3,
  thousand: 1e3,
  M: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  B: 1e9,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
};

/** What a text before or behind a number means; undefined where it has two units. */
function readAffix(text: string, units: Readonly<Record<string, number>> | null): Affix | undefined {
  let [times, percent, unit] = [1, false, ""];
  let rest = text;
  if (rest.startsWith("-") || rest.startsWith("+")) {
    if (rest.startsWith("-")) times = -1;
    rest = rest.slice(1).trim();
  }
  for (const word of rest.split(" ").filter((one) => one !== "")) {
    const multiplier = multiplierOf(word);
    if (units && Object.hasOwn(units, word)) times *= units[word]!;
    else if (word === "%") percent = true;
    else if (multiplier !== undefined) times *= multiplier;
    else if (unit !== "") return undefined;
    else unit = word.toLowerCase().replace(/\.$/, "");
  }
  return { text, times, percent, unit };
}

function multiplierOf(word: string): number | undefined {
  const known = (name: string): number | undefined =>
    Object.hasOwn(multipliers, name) ? multipliers[name] : undefined;
  return (
    known(word) ??
    (word.length > 1 || word === "K" ? known(word.toLowerCase().replace(/\.$/, "")) : undefined)
  );
}

/** How a column writes its numbers. */
export interface NumberFormat {
  readonly signs: NumberSigns;
  readonly prefixes: readonly Affix[];
  readonly suffixes: readonly Affix[];
  readonly hasBrackets: boolean;
  /** The unit or currency that was taken; "" for none. */
  readonly unit: string;
  /** Other units, whose values are not read, with their counts. */
  readonly otherUnits: readonly (readonly [string, number])[];
  /** Other signs that fit as many values but make other numbers of some of them. */
  readonly rival: { readonly signs: NumberSigns; readonly example: string; readonly count: number } | null;
}

/** A shape that may be a number, with its parts. */
interface Candidate {
  readonly text: NumberText;
  readonly before: Affix;
  readonly behind: Affix;
  readonly unit: string;
  readonly count: number;
}

/**
 * Chooses how a column writes its numbers by what fits most of its values. Of two units the more frequent is taken; signs that
 * fit equally many values go by the order of `allSigns`, and the rival is named.
 */
export function chooseNumberFormat(
  shapes: readonly Group[],
  units: Readonly<Record<string, number>> | null,
  allowed: readonly NumberSigns[],
): NumberFormat {
  const candidates = shapes.flatMap((shape) => candidateOf(shape, units));
  const unitCounts = countBy(candidates, ({ unit }) => unit).filter(([unit]) => unit !== "");
  const unit = units ? "" : (unitCounts[0]?.[0] ?? "");
  const usable = candidates.filter((one) => one.unit === "" || one.unit === unit);
  const counts = allowed.map((signs) => fitting(usable, signs));
  const most = Math.max(0, ...counts);
  const signs = allowed[counts.indexOf(most)] ?? allowed[0]!;
  const read = usable.filter(({ text }) => numberOf(text.core, signs) !== undefined);
  return {
    signs,
    prefixes: affixes(read.map(({ before }) => before)),
    suffixes: affixes(read.map(({ behind }) => behind)),
    hasBrackets: read.some(({ text }) => text.isInBrackets),
    unit,
    otherUnits: unitCounts.filter(([other]) => other !== unit),
    rival: findRival(
      usable,
      signs,
      allowed.filter((_, at) => counts[at] === most),
    ),
  };
}

/** A longer word beside a number is running text; "kilowatt-hours" has 14 letters. */
const longestUnit = 24;

function candidateOf({ value, count }: Group, units: Readonly<Record<string, number>> | null): Candidate[] {
  const text = takeApart(String(value));
  const before = text && readAffix(text.prefix, units);
  const behind = text && !/^[-+]/.test(text.suffix) ? readAffix(text.suffix, units) : undefined;
  if (!before || !behind || (before.unit !== "" && behind.unit !== "")) return [];
  if (Math.max(before.unit.length, behind.unit.length) > longestUnit) return [];
  return [{ text, before, behind, unit: before.unit || behind.unit, count }];
}

const fitting = (candidates: readonly Candidate[], signs: NumberSigns): number =>
  candidates.reduce(
    (sum, { text, count }) => sum + (numberOf(text.core, signs) === undefined ? 0 : count),
    0,
  );

function findRival(
  candidates: readonly Candidate[],
  signs: NumberSigns,
  tied: readonly NumberSigns[],
): NumberFormat["rival"] {
  for (const other of tied) {
    const differing = candidates.filter(
      ({ text }) => numberOf(text.core, other) !== numberOf(text.core, signs),
    );
    const first = differing[0];
    if (first)
      return {
        signs: other,
        example: first.text.core,
        count: differing.reduce((sum, { count }) => sum + count, 0),
      };
  }
  return null;
}

/** Different affixes, the longest first, so that none hides behind a shorter one. */
const affixes = (found: readonly Affix[]): readonly Affix[] =>
  [...new Map(found.filter(({ text }) => text !== "").map((one) => [one.text, one])).values()].sort(
    (left, right) => right.text.length - left.text.length || (left.text < right.text ? -1 : 1),
  );

/** Keys with the sum of their counts, the most frequent first, ties by key. */
function countBy<T extends { readonly count: number }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + item.count);
  return [...counts].sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1));
}
