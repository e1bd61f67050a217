import type { Json } from "../../base/index.ts";
import { parseValue, type DataType, type Field, type Value, type Vector } from "../../schema/index.ts";
import { formatCount, formatNumber, formatShare, formatValue } from "../format.ts";
import type { CheckKind } from "../profile.ts";
import type { CheckDefinition, CheckSubject, Verdict } from "./check-definition.ts";
import { countMissing, countOffenders, type Offenders } from "./count-offenders.ts";

const fitsAll = (): null => null;

/** Every kind of check. */
export const checkKinds: Readonly<Record<CheckKind, CheckDefinition>> = {
  "no-missing": {
    title: "No value of the column is missing.",
    needsColumn: true,
    params: {},
    needsParams: false,
    refuses: fitsAll,
    run: (subject) => onColumn(subject, ({ name }, vector) => noMissing(name, vector)),
  },
  "missing-share": {
    title: "At most this share of the column is missing.",
    needsColumn: true,
    params: { max: "share" },
    needsParams: true,
    refuses: fitsAll,
    run: (subject, { max }) =>
      onColumn(subject, ({ name }, vector) => missingShare(name, vector, subject.rowCount, Number(max))),
  },
  range: {
    title: "Every value that is there lies between min and max, both included.",
    needsColumn: true,
    params: { min: "value", max: "value" },
    needsParams: true,
    refuses: ({ type }) =>
      type === "Text" || type === "Boolean" ? `a range needs numbers or times, not ${type}` : null,
    run: (subject, params) => onColumn(subject, (field, vector) => inRange(field, vector, params)),
  },
  "in-set": {
    title: "Every value that is there is one of the values.",
    needsColumn: true,
    params: { values: "values" },
    needsParams: true,
    refuses: fitsAll,
    run: (subject, { values }) =>
      onColumn(subject, (field, vector) => inSet(field, vector, Array.isArray(values) ? values : [])),
  },
  unique: {
    title: "No value that is there comes twice.",
    needsColumn: true,
    params: {},
    needsParams: false,
    refuses: fitsAll,
    run: (subject) => onColumn(subject, unique),
  },
  type: {
    title: "The column has this type.",
    needsColumn: true,
    params: { type: "type" },
    needsParams: true,
    refuses: fitsAll,
    run: (subject, { type }) =>
      onColumn(subject, (field) => ({
        holds: field.type === type,
        text: `${quote(field.name)} has the type ${field.type}${field.type === type ? "" : `, not ${JSON.stringify(type)}`}`,
      })),
  },
  "row-count": {
    title: "The table has between min and max rows, both included.",
    needsColumn: false,
    params: { min: "count", max: "count" },
    needsParams: true,
    refuses: fitsAll,
    run: ({ rowCount }, { min, max }) => rowCountBetween(rowCount, min, max),
  },
};

const quote = (name: string): string => JSON.stringify(name);

function onColumn({ column }: CheckSubject, run: (field: Field, vector: Vector) => Verdict): Verdict {
  if (column === null) return { holds: false, text: "The check names no column" };
  return run(column.field, column.vector);
}

function noMissing(name: string, vector: Vector): Verdict {
  const { count, firstRow } = countMissing(vector);
  if (firstRow === null) return { holds: true, text: `${quote(name)} has no missing value` };
  return {
    holds: false,
    text: `${formatCount(count, "value")} of ${quote(name)} ${count === 1 ? "is" : "are"} missing, the first in row ${formatNumber(firstRow)}`,
  };
}

function missingShare(name: string, vector: Vector, rowCount: number, max: number): Verdict {
  const { count } = countMissing(vector);
  const share = rowCount === 0 ? 0 : count / rowCount;
  return {
    holds: share <= max,
    text: `${formatShare(share)} of ${quote(name)} ${share <= max ? "is" : "are"} missing, ${share <= max ? "at most" : "more than"} ${formatShare(max)}${share <= max ? " may be" : ""}`,
  };
}

function inRange(field: Field, vector: Vector, { min, max }: Readonly<Record<string, Json>>): Verdict {
  const low = paramValue(min, field.type);
  const high = paramValue(max, field.type);
  const isBelow = (value: Value): boolean => low !== null && value !== null && value < low;
  const isAbove = (value: Value): boolean => high !== null && value !== null && value > high;
  const found = countOffenders(vector, (value) => isBelow(value) || isAbove(value));
  const show = (value: Value): string => formatValue(value, field.type);
  const [from, to] = [low, high].map((value) => (value === null ? null : show(value)));
  const good =
    from && to ? `lies between ${from} and ${to}` : from ? `is ${from} or more` : `is ${to} or less`;
  const bad = from && to ? `outside of ${from} to ${to}` : from ? `below ${from}` : `above ${to}`;
  return verdict(field, found, good, bad);
}

function inSet(field: Field, vector: Vector, values: readonly Json[]): Verdict {
  const allowed = new Set(values.map((value) => paramValue(value, field.type)));
  const found = countOffenders(vector, (value) => !allowed.has(value));
  return verdict(
    field,
    found,
    `is one of the ${formatNumber(allowed.size)} values allowed`,
    `not one of the ${formatNumber(allowed.size)} values allowed`,
  );
}

function unique(field: Field, vector: Vector): Verdict {
  const seen = new Set<Value>();
  const found = countOffenders(vector, (value) => seen.size === seen.add(value).size);
  return verdict(field, found, "comes once only", "there already in an earlier row");
}

function verdict(field: Field, { count, present, first }: Offenders, good: string, bad: string): Verdict {
  const name = quote(field.name);
  if (first === null) return { holds: true, text: `Every value of ${name} ${good}` };
  return {
    holds: false,
    text: `${formatNumber(count)} of ${formatCount(present, "value")} of ${name} ${count === 1 ? "is" : "are"} ${bad}`,
    first: `the first is ${formatValue(first.value, field.type)} in row ${formatNumber(first.row)}`,
  };
}

function rowCountBetween(rowCount: number, min: Json | undefined, max: Json | undefined): Verdict {
  const isFew = typeof min === "number" && rowCount < min;
  const isMany = typeof max === "number" && rowCount > max;
  const rows = `The table has ${formatCount(rowCount, "row")}`;
  if (isFew) return { holds: false, text: `${rows}, fewer than ${formatNumber(min)}` };
  if (isMany) return { holds: false, text: `${rows}, more than ${formatNumber(max)}` };
  return { holds: true, text: rows };
}

/** A parameter as a value of the column: days and instants stand in JSON as ISO text. Null where it is not there. */
export function paramValue(param: Json | undefined, type: DataType): Value {
  if (param === undefined || param === null || typeof param === "object") return null;
  if (typeof param === "string") return parseValue(param, type);
  return type === "Text" ? null : param;
}
