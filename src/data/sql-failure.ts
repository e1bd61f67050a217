import { TandemError, errorDiagnostic } from "../base/index.ts";
import { similarNames } from "../schema/index.ts";

interface Told {
  readonly message: string;
  readonly cure: string;
}

/** Turns one kind of the engine's message into our words. */
interface Rule {
  readonly pattern: RegExp;
  readonly tell: (match: RegExpExecArray, columns: readonly string[]) => Told;
}

const rules: readonly Rule[] = [
  {
    pattern: /Referenced column "([^"]*)" (?:was )?not found/,
    tell: ([, name = ""], columns) => ({
      message: `There is no column "${name}"`,
      cure: didYouMean(name, columns) ?? `The inputs have ${columns.slice(0, 20).join(", ")}.`,
    }),
  },
  {
    pattern: /(?:does not have a column named|Table "[^"]*" does not have a column named) "([^"]*)"/,
    tell: ([, name = ""], columns) => ({
      message: `There is no column "${name}" in this input`,
      cure: didYouMean(name, columns) ?? `The inputs have ${columns.slice(0, 20).join(", ")}.`,
    }),
  },
  {
    pattern: /Referenced table "([^"]*)" not found/,
    tell: ([, name = ""]) => ({
      message: `"${name}" is no input and no alias of this statement`,
      cure: "Name it in FROM or JOIN, or correct the spelling.",
    }),
  },
  {
    pattern: /Ambiguous reference to column name "([^"]*)"/,
    tell: ([, name = ""]) => ({
      message: `Several inputs have a column "${name}"`,
      cure: `Say which: input."${name}".`,
    }),
  },
  {
    pattern: /column "([^"]*)" must appear in the GROUP BY clause/,
    tell: ([, name = ""]) => ({
      message: `"${name}" stands beside an aggregate, but not in GROUP BY`,
      cure: `Add it to GROUP BY, or take one value: min("${name}").`,
    }),
  },
  {
    pattern: /Function with name "?([^\s"]+)"? (?:does not exist|is not)(?:[\s\S]*Did you mean "([^"]*)")?/,
    tell: ([, name = "", meant]) => ({
      message: `There is no function ${name}()`,
      cure: meant ? `Did you mean ${meant}()?` : "DuckDB's documentation lists its functions.",
    }),
  },
  {
    pattern: /No function matches the given name and argument types '([^']*)'/,
    tell: ([, call = ""]) => ({
      message: `${call} does not exist for these types`,
      cure: "Change the type of an argument with CAST(… AS …).",
    }),
  },
  {
    pattern: /Conversion Error: ([^\n]*)/,
    tell: ([, what = ""]) => ({
      message: `A value cannot be changed into another type: ${plain(what)}`,
      cure: "Use TRY_CAST(… AS …), which gives NULL for such values.",
    }),
  },
  {
    pattern: /Out of Range Error: ([^\n]*)/,
    tell: ([, what = ""]) => ({
      message: `A number leaves the range of its type: ${plain(what)}`,
      cure: "Compute with CAST(… AS DOUBLE).",
    }),
  },
  {
    pattern: /More than one row returned by a subquery/,
    tell: () => ({
      message: "A subquery that stands for one value gives several rows",
      cure: "Take one of them: max(…), or LIMIT 1 after ORDER BY.",
    }),
  },
];

/**
 * What the engine says about a user's statement, in our words and with its line (T1465). `columns` are those of the inputs.
 * Failures of the machine (memory, disk, a stop) pass unchanged.
 */
export function sqlFailure(error: unknown, columns: readonly string[]): unknown {
  if (!(error instanceof TandemError) || error.diagnostics[0]?.code !== "T1401") return error;
  const text = error.cause instanceof Error ? error.cause.message : error.message;
  const told = tellFailure(text, columns);
  // The statement stands in brackets that have a line of their own.
  const line = /\nLINE (\d+):/.exec(text)?.[1];
  return new TandemError(
    [
      errorDiagnostic("T1465", told.message, {
        place: line === undefined ? "sql" : `sql, line ${Math.max(1, Number(line) - 1)}`,
        cure: told.cure,
      }),
    ],
    "input",
    { cause: error },
  );
}

function tellFailure(text: string, columns: readonly string[]): Told {
  for (const { pattern, tell } of rules) {
    const match = pattern.exec(text);
    if (match) return tell(match, columns);
  }
  const first = (text.split("\n")[0] ?? "").replace(/^[A-Za-z ]*Error: /, "");
  return {
    message: `The SQL cannot be carried out: ${plain(first)}`,
    cure: "Mend the statement; it can be tried in DuckDB's own shell.",
  };
}

const plain = (text: string): string => text.trim().replace(/[.!]$/, "").slice(0, 200);

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const similar = similarNames(name, known);
  return similar.length > 0 ? `Did you mean ${similar.map((one) => `"${one}"`).join(" or ")}?` : undefined;
}
