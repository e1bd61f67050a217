import { tableFromVectors, type Value } from "../../schema/index.ts";
import { lineBreaks, readRow } from "../csv-rows.ts";
import { rowFlag, scanRows, type ScannedRow } from "../csv-scanner.ts";
import { createColumnBuilder } from "./column-builder.ts";
import type { CsvPlan, PartRange, RejectedPart } from "./part-plan.ts";
import type { PartRows, PassedFields } from "./part-rows.ts";
import { rejectedFor, type Mistake } from "./rejected-row.ts";
import { readPlainPart } from "./read-plain-part.ts";
import { absentValue, valueOfText, wrongValue } from "./read-value.ts";

type TextRange = Extract<PartRange, { kind: "text" }>;

/** Reads the rows of one part of a text file: each is kept, or rejected with its line and its reason. */
export const readCsvPart = (plan: CsvPlan, range: TextRange): PartRows =>
  readPlainPart(plan, range) ?? readAnyPart(plan, range);

/** Reads the rows one by one, whatever they are. */
export function readAnyPart(plan: CsvPlan, range: TextRange): PartRows {
  const { dialect, wanted, width, names } = plan;
  const { text } = range;
  const missing = new Set(plan.missing);
  const places = wanted.map(({ name }) => names.indexOf(name));
  const builders = wanted.map(({ type }) => createColumnBuilder(type));
  const values: Value[] = wanted.map(() => null);
  const passed: PassedFields[] = [];
  const lines: number[] = [];
  const rejected: RejectedPart[] = [];
  const isStrict =
    dialect.delimiter === "," && dialect.quote === '"' && dialect.escape === '"' && !dialect.skipsSpace;
  let line = range.line;
  let before = range.isFirst ? plan.rowsBefore : 0;
  let repaired = 0;
  let blanks = 0;

  const keep = (fields: readonly string[], source: string | null, whole: string): void => {
    const wrong: Mistake[] = [];
    for (let at = 0; at < wanted.length; at++) {
      const column = wanted[at]!;
      const field = fields[places[at]!]!;
      const value = valueOfText(field, column, missing);
      if (value === undefined) wrong.push({ column, value: field, reason: wrongValue(column) });
      else if (value === null && !column.nullable)
        wrong.push({ column, value: null, reason: absentValue(column) });
      else values[at] = value;
    }
    if (wrong.length > 0) return void rejected.push(rejectedFor(line, wrong, whole));
    for (let at = 0; at < wanted.length; at++) builders[at]!.add(values[at]!);
    passed.push({ kind: "fields", fields, source });
    lines.push(line);
  };
  const take = (row: ScannedRow, source: string): void => {
    if (row.flags === 0 && row.fields === width && !dialect.skipsSpace)
      return keep(source.split(dialect.delimiter), isStrict ? source : null, source);
    const outcome = readRow(source, row, dialect, width);
    if (typeof outcome === "string")
      return void rejected.push({
        line,
        column: null,
        value: null,
        reason: outcome,
        others: [],
        text: source,
      });
    if (outcome.isRepaired) repaired++;
    const isPlain = isStrict && (row.flags & ~rowFlag.quoted) === 0;
    keep(outcome.fields, isPlain ? source : null, source);
  };
  scanRows(text, 0, true, dialect, (row) => {
    if (row.flags & rowFlag.blank) {
      // In a file of one column a blank line is a missing value, unless only blank lines follow.
      if (width === 1 && before === 0) blanks++;
    } else if (before > 0) before--;
    else {
      for (; blanks > 0; blanks--) keep([""], null, "");
      take(row, text.slice(row.start, row.end));
    }
    line += 1 + (row.flags & rowFlag.quoted ? lineBreaks(text, row, dialect.newline) : 0);
  });
  if (!range.isLast) for (; blanks > 0; blanks--) keep([""], null, "");
  const vectors = wanted.map(({ name }, at) => [name, builders[at]!.finish()] as const);
  const table = { ...tableFromVectors(vectors), rowCount: passed.length };
  return { table, passed, lines, rejected, repaired, leftOut: new Map() };
}
