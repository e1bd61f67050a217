import { compareText, opTable } from "../ir/index.ts";

/** A spelling and how many rows have it. */
export interface Spelling {
  readonly text: string;
  readonly count: number;
}

/** A spelling that is put on another one, and why. */
export interface Merge {
  readonly from: Spelling;
  readonly onto: string;
  readonly reason: "spelling" | "plural" | "typing error";
}

/** What may be merged beside spellings that differ in case, blanks, punctuation and accents. */
export interface MergeLimits {
  readonly plurals: boolean;
  readonly typingErrors: boolean;
}

/** Spellings of one key, the most frequent first. */
interface Group {
  readonly key: string;
  readonly spellings: readonly Spelling[];
  readonly count: number;
}

/**
 * Finds spellings of the same thing, most frequent first, ties by text. Those with one key are one group; a plural joins its
 * singular or the other way round, a rare group with one typing error joins the frequent one, in both cases the more
 * frequent one gives the name.
 */
export function findMerges(
  spellings: readonly Spelling[],
  { plurals, typingErrors }: MergeLimits,
): readonly Merge[] {
  const groups = groupByKey(spellings);
  const merges = groups.flatMap((group) => ontoFirst(group, group.spellings[0]!.text, "spelling").slice(1));
  /** Groups that lost their name, and groups that gave one: these lose theirs no more, so no merge ends on a name that is gone. */
  const joined = new Set<Group>();
  const named = new Set<Group>();
  const join = (group: Group, other: Group, reason: Merge["reason"]): void => {
    joined.add(group);
    named.add(other);
    const onto = other.spellings[0]!.text;
    for (const from of group.spellings) {
      const at = merges.findIndex((merge) => merge.from === from);
      if (at >= 0) merges.splice(at, 1);
      merges.push({ from, onto, reason });
    }
  };
  const byKey = new Map(groups.map((group) => [group.key, group]));
  if (plurals)
    for (const group of groups) {
      const other = otherNumber(group.key)
        .map((key) => byKey.get(key))
        .find((one) => one && !joined.has(one));
      if (other && comesBefore(other, group) && !named.has(group)) join(group, other, "plural");
    }
  if (typingErrors)
    for (const [group, other] of typingErrorPairs(groups))
      if (!joined.has(group) && !joined.has(other) && !named.has(group)) join(group, other, "typing error");
  return merges.sort(
    (left, right) => right.from.count - left.from.count || compareText(left.from.text, right.from.text),
  );
}

const ontoFirst = ({ spellings }: Group, onto: string, reason: Merge["reason"]): Merge[] =>
  spellings.map((from) => ({ from, onto, reason }));

function groupByKey(spellings: readonly Spelling[]): readonly Group[] {
  const sorted = spellings.toSorted(
    (left, right) => right.count - left.count || compareText(left.text, right.text),
  );
  const groups = Map.groupBy(sorted, ({ text }) => spellingKey(text));
  return [...groups]
    .map(([key, same]) => ({ key, spellings: same, count: same.reduce((sum, { count }) => sum + count, 0) }))
    .sort((left, right) => (comesBefore(left, right) ? -1 : 1));
}

const comesBefore = (left: Group, right: Group): boolean =>
  left.count > right.count || (left.count === right.count && compareText(left.key, right.key) < 0);

/** So few letters and digits are a code: only case, blanks and points may differ. */
const shortLength = 3;

/**
 * What spellings of the same thing have in common: small letters without accents, words parted by one blank. Signs that part
 * words count as blanks; between digits all signs stay, and so do +, #, %, & and a sign at an end (A- is not A).
 */
export function spellingKey(text: string): string {
  const small = String(opTable.removeAccents.evaluate(text)).toLowerCase().trim();
  const letters = small.replaceAll(/[^\p{L}\p{N}]/gu, "");
  if (Array.from(letters).length <= shortLength) return small.replaceAll(/[\s.]+/g, "");
  return small
    .replaceAll(/^[("']+|[)"'.,;:]+$/g, "")
    .replaceAll(/(?<![\p{N}\s])['’`.]+(?![\p{N}\s])/gu, "")
    .replaceAll(separators, (signs, at: number, whole: string) =>
      isMinus(signs, whole[at + signs.length]) ? " -" : " ",
    )
    .replaceAll(/[\s_]+/g, " ");
}

/** Signs between words, or between a word and a number. */
const separators = /(?<=[\p{L}\s])[-_./,;:"()\s]+(?=[\p{L}\p{N}])|(?<=\p{N})[-_./,;:"()\s]+(?=\p{L})/gu;

/** A hyphen behind a blank and before a digit makes the number negative. */
const isMinus = (signs: string, next: string | undefined): boolean =>
  /\s-$/.test(signs) && /\d/.test(next ?? "");

/** The keys of the singular and the plural of a key, in English; none for codes and numbers. */
function otherNumber(key: string): readonly string[] {
  if (key.length < 4 || /\p{N}/u.test(key)) return [];
  const plural = [`${key}s`, `${key}es`, ...(key.endsWith("y") ? [`${key.slice(0, -1)}ies`] : [])];
  const singular = [
    ...(/[^su]s$/.test(key) && key.length > 4 ? [key.slice(0, -1)] : []),
    ...(key.endsWith("es") && key.length > 5 ? [key.slice(0, -2)] : []),
    ...(key.endsWith("ies") && key.length > 5 ? [`${key.slice(0, -3)}y`] : []),
  ];
  return [...singular, ...(/[su]$/.test(key) ? plural.slice(1) : plural)];
}

/** A typing error is so much rarer than what was meant. */
const errorRatio = 5;
/** A word with fewer letters has too many neighbours that are words themselves. */
const leastErrorLength = 6;
/** Only so many of the most frequent groups are compared with each other. */
const mostCompared = 3000;

/** Rare groups, each with the most frequent one that is a typing error away. */
function* typingErrorPairs(groups: readonly Group[]): Generator<readonly [Group, Group]> {
  const wordsOf = new Map(groups.slice(0, mostCompared).map((group) => [group, group.key.split(" ")]));
  const blocks = Map.groupBy(wordsOf, ([{ key }, words]) => `${words.length} ${key[0] ?? ""}`);
  for (const block of blocks.values())
    for (const [at, [group, words]] of block.entries()) {
      const found = block
        .slice(0, at)
        .find(([other, others]) => other.count >= errorRatio * group.count && isOneErrorAway(words, others));
      if (found) yield [group, found[0]];
    }
}

/** One letter of one long word was left out, added, changed or swapped with the next; never its first, and no digit. */
function isOneErrorAway(words: readonly string[], others: readonly string[]): boolean {
  const different = words.flatMap((word, at) => (word === others[at] ? [] : [[word, others[at]!] as const]));
  const [pair] = different;
  if (!pair || different.length > 1) return false;
  const [left, right] = pair;
  if (/\p{N}/u.test(left + right) || left[0] !== right[0]) return false;
  return Math.min(left.length, right.length) >= leastErrorLength && isOneEditAway(left, right);
}

function isOneEditAway(left: string, right: string): boolean {
  const [long, short] = left.length >= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  if (long.length > short.length) return long.slice(at + 1) === short.slice(at);
  const isSwap =
    long[at] === short[at + 1] && long[at + 1] === short[at] && long.slice(at + 2) === short.slice(at + 2);
  return isSwap || long.slice(at + 1) === short.slice(at + 1);
}
