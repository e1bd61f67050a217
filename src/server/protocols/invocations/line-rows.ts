import { failInput, isRecord, showValue } from "../../../base/index.ts";
import type { Schema } from "../../../schema/index.ts";
import { checkRowCount } from "../../routes/read-rows.ts";
import { pythonJson } from "../python-json.ts";
import { rowsOfList } from "./frame-rows.ts";

const expected = "an object by column, or a list of values in the order of the columns, on each line";

/** The rows of JSON lines: an object by column, or a list in the order of the schema, on each. Fails with T2304 and T2392. */
export function lineRows(text: string, schema: Schema): readonly unknown[] {
  const lines = text
    .split("\n")
    .map((line, at) => ({ line: line.trim(), place: `line ${at + 1}` }))
    .filter(({ line }) => line !== "");
  if (lines.length === 0) return failLine("The request has no lines", "line 1", text);
  checkRowCount(lines.length, "lines");
  const rows = lines.map(({ line, place }) => {
    const row = pythonJson(Buffer.from(line), expected, place);
    return isRecord(row) || Array.isArray(row) ? row : failLine("The line is no row", place, row);
  });
  return rowsOfList(rows, schema, "line");
}

const failLine = (message: string, place: string, value: unknown): never =>
  failInput("T2392", message, { place, value: showValue(value), cure: `Send ${expected}.` });
