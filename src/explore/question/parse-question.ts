import { failInput, showValue } from "../../base/index.ts";

/** What is asked of a table, in a few words: "delay by airline". */
export interface Question {
  readonly outcome: string;
  /** `by`: groups of a column; `vs`: two columns together; `against`: a fixed value, or the same cases measured again. */
  readonly relation: "by" | "vs" | "against";
  /** A column, or for `against` also a number. */
  readonly other: string;
  /** The column that says which rows are the same case. */
  readonly pairedBy: string | null;
  /** The column whose rows are averaged to one of each group first. */
  readonly averagedBy?: string;
}

const forms =
  '"A by B", "A ~ B", "A vs B", "A against 0", "A against B", "A by B paired by C" or "A by B averaged by C"';
const words =
  /("[^"]*"|'[^']*')|(\s+(?:paired|averaged)\s+by\s+|(?:^|\s+)(?:by|vs\.?|versus|against)\s+|\s*~\s*)/gi;

/**
 * Reads a question: names of columns with `by` or `~`, `vs`, `against` between them. A name with such a word in it stands in
 * quotes. What stands before the first such word may be left out where there is a `target`. Throws T2850 for anything else.
 * @example
 * parseQuestion("delay by airline").relation // "by"
 */
export function parseQuestion(text: string, target?: string): Question {
  const split = splitQuestion(text);
  const { links } = split;
  const names = split.names.map((name, at) => (at === 0 && name === "" && target ? target : name));
  const [first, second, third] = names;
  const [link, pairing] = links;
  const isWhole = names.length === links.length + 1 && names.every((name) => name !== "");
  if (!isWhole || !first || !second || !link || isPairing(link) || names.length > 3) return failForm(text);
  const relation = link === "vs" || link === "against" ? link : "by";
  const question = { outcome: first, relation, other: second } as const;
  if (third === undefined) return { ...question, pairedBy: null };
  if (pairing === "averaged by" && relation !== "against")
    return { ...question, pairedBy: null, averagedBy: third };
  return pairing === "paired by" && relation === "by" ? { ...question, pairedBy: third } : failForm(text);
}

const isPairing = (link: string): boolean => link === "paired by" || link === "averaged by";

/** Whether a text is a question, perhaps without its first name. */
export function canReadQuestion(text: string): boolean {
  const { names, links } = splitQuestion(text);
  return links.length > 0 && names.length === links.length + 1 && names.slice(1).every((name) => name !== "");
}

/** The names and the words between them; quotes are taken off. */
function splitQuestion(text: string): {
  readonly names: readonly string[];
  readonly links: readonly string[];
} {
  const names = [""];
  const links: string[] = [];
  let end = 0;
  for (const { 0: found, 1: quoted, index } of text.matchAll(words)) {
    names[names.length - 1] += text.slice(end, index);
    end = index + found.length;
    if (quoted) names[names.length - 1] += quoted.slice(1, -1);
    else {
      links.push(linkOf(found));
      names.push("");
    }
  }
  names[names.length - 1] += text.slice(end);
  return { names: names.map((name) => name.trim()), links };
}

function linkOf(found: string): string {
  const word = found.trim().toLowerCase().replace(/\s+/g, " ");
  if (word === "~") return "by";
  return word.startsWith("v") ? "vs" : word;
}

const failForm = (text: string): never =>
  failInput("T2850", "The question cannot be read", {
    value: showValue(text),
    cure: `Ask ${forms}, with names of columns; a name with one of these words in it stands in quotes.`,
  });
