import type { ModelPackage } from "../project/index.ts";

/** What stands at the top of an exported source file. No text of a model can end a line of it. */
export const headingLines = ({ name, hash, card }: ModelPackage, words: readonly string[]): string =>
  [`${name}: ${card.question}`, `The ${card.model} model of the package with the hash`, `  ${hash}`, ...words]
    .map((line) => `// ${line.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`)
    .join("");
