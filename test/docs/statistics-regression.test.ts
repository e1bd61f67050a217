import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as stats from "../../src/stats/index.ts";
import { fencesOf } from "./fences.test-support.ts";

type Body = new (...parts: string[]) => (...values: unknown[]) => void;
const Body = Function as unknown as Body;

/** Lines that say what comes out, in the same line or in the next. */
const expectation = /^(.+?);?\s*\/\/ => (.+)$/gm;

const fences = (await fencesOf(join(import.meta.dirname, "../../docs/statistics-regression.md"))).filter(
  ({ info }) => info === "ts",
);

/** What a refusal says. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing was refused.");
}

describe("docs/statistics-regression.md", () => {
  it.each(fences)("says what its code gives: $code", ({ code }) => {
    const joined = code.replaceAll(/;\n\/\/ => /g, "; // => ");
    const body = stripTypeScriptTypes(joined.replaceAll(expectation, "compare($1, $2);"));
    const scope: Readonly<Record<string, unknown>> = { ...stats, refusalOf };
    const pairs: [unknown, unknown][] = [];
    const compare = (actual: unknown, expected: unknown): void => void pairs.push([actual, expected]);
    new Body(...Object.keys(scope), "compare", body)(...Object.values(scope), compare);
    expect(pairs.length).toBeGreaterThan(0);
    for (const [actual, expected] of pairs) expect(actual).toEqual(expected);
  });
});
