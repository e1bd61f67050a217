import { isRecord } from "../../base/index.ts";
import { tableFromVectors, type Value } from "../../schema/index.ts";
import { createColumnBuilder } from "./column-builder.ts";
import { scanRecords } from "./json-records.ts";
import type { JsonPlan, PartRange, RejectedPart } from "./part-plan.ts";
import type { PartRows, PassedRecord } from "./part-rows.ts";
import { rejectedFor, type Mistake } from "./rejected-row.ts";
import { absentValue, valueOfJson, wrongValue } from "./read-value.ts";

type TextRange = Extract<PartRange, { kind: "text" }>;

/**
 * Reads the records of one part of a JSON file: each is kept, or rejected with its line and its reason. No record may have a
 * field that is called like an answer; `reserved` are their names.
 */
export function readJsonPart(plan: JsonPlan, range: TextRange, reserved: readonly string[] = []): PartRows {
  const { wanted } = plan;
  const known = new Set(plan.names);
  const held = fieldsOf([...plan.names, ...wanted.map(({ name }) => name)]);
  const builders = wanted.map(({ type }) => createColumnBuilder(type));
  const passed: PassedRecord[] = [];
  const lines: number[] = [];
  const rejected: RejectedPart[] = [];
  const leftOut = new Map<string, number>();
  const values: Value[] = wanted.map(() => null);

  const take = (source: string, line: number): void => {
    const record = parseRecord(source);
    const refused =
      typeof record === "string" ? record : (reservedField(record, reserved) ?? deepField(record, held));
    if (typeof record === "string" || refused !== undefined) {
      const reason = refused ?? "";
      return void rejected.push({ line, column: null, value: null, reason, others: [], text: source });
    }
    const wrong: Mistake[] = [];
    for (let at = 0; at < wanted.length; at++) {
      const column = wanted[at]!;
      const given = fieldOf(record, column.name);
      const value = valueOfJson(given, column);
      if (value === undefined)
        wrong.push({ column, value: JSON.stringify(given), reason: wrongValue(column) });
      else if (value === null && !column.nullable)
        wrong.push({ column, value: null, reason: absentValue(column) });
      else values[at] = value;
    }
    if (wrong.length > 0) return void rejected.push(rejectedFor(line, wrong, source));
    for (let at = 0; at < wanted.length; at++) builders[at]!.add(values[at]!);
    for (const name of Object.keys(record))
      if (!known.has(name) && !isFlattened(record[name], name, known))
        leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
    passed.push({ kind: "record", record, source });
    lines.push(line);
  };
  eachRecord(plan.shape, range, take);
  const vectors = wanted.map(({ name }, at) => [name, builders[at]!.finish()] as const);
  const table = { ...tableFromVectors(vectors), rowCount: passed.length };
  return { table, passed, lines, rejected, repaired: 0, leftOut };
}

function eachRecord(
  shape: JsonPlan["shape"],
  { text, line }: TextRange,
  take: (source: string, line: number) => void,
): void {
  if (shape === "lines") {
    let at = 0;
    for (let number = line; at < text.length; number++) {
      const found = text.indexOf("\n", at);
      const end = found < 0 ? text.length : found;
      const source = text.slice(at, end).trim();
      if (source !== "") take(source, number);
      at = end + 1;
    }
    return;
  }
  let [number, counted] = [line, 0];
  scanRecords(text, true, ({ start, end }) => {
    for (let at = text.indexOf("\n", counted); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) {
      number++;
      counted = at + 1;
    }
    take(text.slice(start, end), number);
  });
}

/** A value that is nested more deeply can be read, but not written again. */
const deepest = 500;

/** Why a record cannot be written again; fields that are not passed on may be nested as deeply as they are. */
function deepField(
  record: Readonly<Record<string, unknown>>,
  passed: ReadonlySet<string>,
): string | undefined {
  for (const name in record)
    if (passed.has(name) && !isShallow(record[name], 1))
      return `the field ${JSON.stringify(name)} is nested more than ${deepest} levels deep`;
  return undefined;
}

/** The fields of records that hold these columns: `a.b` is the member `b` of the field `a`. */
const fieldsOf = (columns: readonly string[]): ReadonlySet<string> =>
  new Set(
    columns.flatMap((name) => {
      const parts = name.split(".");
      return parts.map((_, at) => parts.slice(0, at + 1).join("."));
    }),
  );

const isShallow = (value: unknown, depth: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth < deepest && Object.values(value).every((member) => isShallow(member, depth + 1)));

/** A record out of its text, or why it is none. */
function parseRecord(source: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(source);
    return isRecord(value) ? value : "the value is no record with fields";
  } catch (error) {
    return `the record is no valid JSON: ${error instanceof Error ? error.message.replace(/, ?"[\s\S]*$/, "").slice(0, 120) : String(error)}`;
  }
}

function reservedField(
  record: Readonly<Record<string, unknown>>,
  reserved: readonly string[],
): string | undefined {
  const found = reserved.find((name) => Object.hasOwn(record, name));
  return found === undefined
    ? undefined
    : `the record has a field ${JSON.stringify(found)}, which is the name of an answer; no record at the beginning has it`;
}

/** A field by its name; `a.b` is the member `b` of the field `a`. */
export function fieldOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1)) {
    const outer = name.slice(0, dot);
    const inner = Object.hasOwn(record, outer) ? record[outer] : undefined;
    const member = name.slice(dot + 1);
    if (isRecord(inner) && Object.hasOwn(inner, member)) return inner[member];
  }
  return undefined;
}

/** The columns of a record: objects inside are flattened one level. */
export const columnsOfRecord = (record: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(record).flatMap(([name, value]) =>
    isRecord(value) ? Object.keys(value).map((member) => `${name}.${member}`) : [name],
  );

const isFlattened = (value: unknown, name: string, known: ReadonlySet<string>): boolean =>
  isRecord(value) && Object.keys(value).every((member) => known.has(`${name}.${member}`));
