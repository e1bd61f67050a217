import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpName } from "../../src/ir/index.ts";
import { parseDataType, parseValue, type DataType, type Value } from "../../src/schema/index.ts";

export const groups = ["basic", "null", "edge"] as const;

/** One call with its arguments and what it must give. */
export interface Case {
  readonly types: readonly DataType[];
  readonly result: DataType;
  readonly args: readonly Value[];
  readonly wanted: Value;
}
/** In the files: `["Int, Int -> Int", [2, 3, 5], …]`: a signature, then rows of arguments and the result. */
type CaseFile = Record<string, Record<string, [string, ...Value[][]][]>>;

const folder = join(import.meta.dirname, "cases");
const files = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as CaseFile,
);
/** The cases of all operations, as they stand in the files. */
export const cases = Object.assign({}, ...files) as CaseFile;

const typeNamed = (text: string): DataType => {
  const type = parseDataType(text.trim());
  if (!type) throw new Error(`No type: ${text}`);
  return type;
};
/** Days and instants stand as text in the files. */
function readCell(value: Value, type: DataType): Value {
  if (value === null || (type !== "Day" && type !== "Instant")) return value;
  const read = parseValue(String(value), type);
  if (read === null) throw new Error(`No ${type}: ${String(value)}`);
  return read;
}

/** The cases of one operation in one group. */
export const casesOf = (op: OpName, group: string): Case[] =>
  (cases[op]?.[group] ?? []).flatMap(([signature, ...rows]) => {
    const [from = "", to = ""] = signature.split("->");
    const types = from.split(",").map(typeNamed);
    const result = typeNamed(to);
    return rows.map((row) => ({
      types,
      result,
      args: types.map((type, at) => readCell(row[at]!, type)),
      wanted: readCell(row[types.length]!, result),
    }));
  });
