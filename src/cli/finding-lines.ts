import type { PackageFinding } from "../project/index.ts";

/** What a new package changes for clients, a line for each. */
export const findingLines = (findings: readonly PackageFinding[]): readonly string[] =>
  findings.map(({ severity, text }) => `${severity.padEnd(6)}  ${text}`);
