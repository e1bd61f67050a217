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
}

const forms = '"A by B", "A ~ B", "A vs B", "A against 0", "A against B" or "A by B paired by C"';
const words = /("[^"]*"|'[^']*')|(\s+paired\s+by\s+|\s+(?:by|vs\.?|versus|against)\s+|\s*~\s*)/gi;

/**
 * Reads a question: names of columns with `by` or `~`, `vs`, `against` between them. A name with such a word in it stands in
 * quotes. Throws T2850 for anything else.
 * @example
 * parseQuestion("delay by airline").relation // "by"
 */
export function parseQuestion(text: string): Question {
  const { names, links } = splitQuestion(text);
  const [first, second, third] = names;
  const [link, pairing] = links;
  const isWhole = names.length === links.length + 1 && names.every((name) => name !== "");
  if (!isWhole || !first || !second || !link || link === "paired by" || names.length > 3)
    return failForm(text);
  if (third !== undefined && pairing !== "paired by") return failForm(text);
  const relation = link === "vs" || link === "against" ? link : "by";
  if (third !== undefined && relation !== "by") return failForm(text);
  return { outcome: first, relation, other: second, pairedBy: third ?? null };
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
