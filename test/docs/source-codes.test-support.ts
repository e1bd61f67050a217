import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const source = join(import.meta.dirname, "../../src");

/** A place in the source that names a diagnostic's code. */
export interface CodeUse {
  readonly code: string;
  readonly file: string;
  /** The arguments of the call that builds the diagnostic, where the code stands in one directly. */
  readonly call: string | null;
}

const builders = /\b(?:failInput|failWork|errorDiagnostic)\(\s*$/;

/** All uses of codes in the source; tests, comments and comparisons are passed over. */
export function sourceCodes(): readonly CodeUse[] {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    // What exported modules are made of is a copy of other files.
    (name) => name.endsWith(".ts") && !/\.test(-support)?\.ts$|module-functions\.ts$/.test(name),
  );
  return files.flatMap((name) => {
    const text = withoutComments(readFileSync(join(source, name), "utf8"));
    const file = relative(source, join(source, name)).replaceAll("\\", "/");
    return [...text.matchAll(/(?<![!=]== )["` ](T\d{4})\b/g)].map(({ 1: code, index }) => ({
      code: code!,
      file,
      call: builders.test(text.slice(0, index)) ? argumentsFrom(text, index) : null,
    }));
  });
}

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

/** The text up to the parenthesis that closes the call. */
function argumentsFrom(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}
