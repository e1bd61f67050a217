import { failInput, isRecord, showValue } from "../../../base/index.ts";
import type { Schema } from "../../../schema/index.ts";
import { checkRowCount } from "../../routes/read-rows.ts";
import { pythonJson } from "../python-json.ts";
import { rowsOfList } from "./frame-rows.ts";

const expected = "an object by column, or a list of values in the order of the columns, on each line";

/** The rows of JSON lines: an object by column, or a list in the order of the schema, on each. Fails with T2304 and T2392. */
export function lineRows(text: string, schema: Schema): readonly unknown[] {
  const rows: unknown[] = [];
  for (const { line, place } of linesOf(text)) {
    const row = pythonJson(Buffer.from(line), expected, place);
    rows.push(isRecord(row) || Array.isArray(row) ? row : failLine("The line is no row", place, row));
    checkRowCount(rows.length, "lines");
  }
  if (rows.length === 0) return failLine("The request has no lines", "line 1", text);
  return rowsOfList(rows, schema, "line");
}

/** The lines with something in them, one by one: a body may be nothing but line ends. */
function* linesOf(text: string): Generator<{ readonly line: string; readonly place: string }> {
  let number = 0;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    const line = text.slice(from, to).trim();
    number += 1;
    from = to + 1;
    if (line !== "") yield { line, place: `line ${number}` };
  }
}

const failLine = (message: string, place: string, value: unknown): never =>
  failInput("T2392", message, { place, value: showValue(value), cure: `Send ${expected}.` });
