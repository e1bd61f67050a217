import { errorDiagnostic, throwIfErrors, type Diagnostic } from "../../base/index.ts";
import type { Field } from "../../schema/index.ts";
import type { WantedColumn } from "./part-plan.ts";
import { guessMoment, type MomentGuess } from "./read-moment.ts";

/**
 * The wanted columns with how their texts are read; `show` gives values of days and instants to the guesses. Fails with T2948
 * where day and month cannot be told apart.
 */
export async function wantedColumns(
  wanted: readonly Field[],
  path: string,
  show: (guesses: ReadonlyMap<string, MomentGuess>) => Promise<void>,
): Promise<readonly WantedColumn[]> {
  const guesses = new Map(
    wanted.flatMap(({ name, type }) =>
      type === "Day" || type === "Instant" ? [[name, guessMoment(type)] as const] : [],
    ),
  );
  if (guesses.size > 0) await show(guesses);
  const columns = wanted.map((field) => ({
    ...field,
    format: guesses.get(field.name)?.format(),
    trims: false,
  }));
  throwIfErrors(
    columns
      .filter(({ name, format }) => guesses.has(name) && format === undefined)
      .map(({ name }) => unsureDays(name, path)),
  );
  return columns;
}

const unsureDays = (name: string, path: string): Diagnostic =>
  errorDiagnostic("T2948", `No day of the column ${JSON.stringify(name)} shows which number is the month`, {
    place: path,
    cure: "Write the days as YYYY-MM-DD.",
  });
