import type { ColumnReader } from "../../data/index.ts";
import { findField } from "../../schema/index.ts";
import type { Check, CheckResult } from "../profile.ts";
import type { CheckSubject, Verdict } from "./check-definition.ts";
import { checkKinds } from "./check-kinds.ts";

/**
 * Looks whether each check holds, in the order given. A column that the data do not have is a check that does not hold. Of a column that
 * `isUnshown` no value is told.
 * @example
 * const results = await runChecks(reader, checks);
 * results.filter((one) => !one.holds).map((one) => one.text);
 */
export async function runChecks(
  reader: ColumnReader,
  checks: readonly Check[],
  isUnshown: (column: string) => boolean = () => false,
): Promise<CheckResult[]> {
  const results = new Map<Check, CheckResult>();
  /** Checks of one column together, so that it is read once. */
  for (const column of new Set(checks.map((check) => check.column))) {
    const subject = await readSubject(reader, column);
    for (const check of checks.filter((one) => one.column === column)) {
      const { holds, text, first }: Verdict = subject
        ? checkKinds[check.kind].run(subject, check.params)
        : noColumn(check);
      const told =
        first === undefined
          ? ""
          : column !== null && isUnshown(column)
            ? "; the column is private"
            : `, ${first}`;
      results.set(check, { check, holds, text: `${text}${told}.` });
    }
  }
  return checks.map((check) => results.get(check)!);
}

async function readSubject(reader: ColumnReader, column: string | null): Promise<CheckSubject | null> {
  if (column === null) return { rowCount: reader.rowCount, column: null };
  const field = findField(reader.schema, column);
  return field ? { rowCount: reader.rowCount, column: { field, vector: await reader.column(column) } } : null;
}

const noColumn = ({ column }: Check): Verdict => ({
  holds: false,
  text: `There is no column ${JSON.stringify(column)} in the data`,
});
