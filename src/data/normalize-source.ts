import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { dataTypes, parseDataType, similarNames, type DataType } from "../schema/index.ts";
import { normalizeSqlSource } from "./normalize-sql-source.ts";
import type { CsvOptions, PlainSource, Source } from "./source.ts";

type Kind = Source["kind"];

const extensions: Readonly<Record<string, PlainSource["kind"]>> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  data: "csv",
  json: "json",
  jsonl: "json",
  ndjson: "json",
  parquet: "parquet",
};

const fieldsOf: Readonly<Record<Kind, readonly string[]>> = {
  csv: ["kind", "path", "options"],
  json: ["kind", "path", "options"],
  parquet: ["kind", "path"],
  table: ["kind", "rows"],
  sql: ["kind", "text", "inputs"],
};

const encodings: readonly string[] = ["utf-8", "utf-16le", "utf-16be", "latin-1", "windows-1252"];

/** Collects what is wrong, with the place of each mistake. */
export type Report = (
  code: string,
  message: string,
  place: string,
  value: unknown,
  cure: string,
) => undefined;

/**
 * A source from outside made real: a path (its ending says the kind), an array of rows, or an object with a `kind`.
 * Undefined when something is wrong; every mistake is then in `diagnostics` (T1410-T1413, T1460).
 * @example
 * normalizeSource("data.csv", "data", []) // { kind: "csv", path: "data.csv", options: {} }
 */
export function normalizeSource(spec: unknown, place: string, diagnostics: Diagnostic[]): Source | undefined {
  const before = diagnostics.length;
  const report: Report = (code, message, where, value, cure) => {
    diagnostics.push(errorDiagnostic(code, message, { place: where, value: showValue(value), cure }));
    return undefined;
  };
  const source = readSource(spec, place, report);
  return diagnostics.length === before ? source : undefined;
}

function readSource(spec: unknown, place: string, report: Report): Source | undefined {
  if (typeof spec === "string") return sourceOfPath(spec, place, report);
  if (Array.isArray(spec)) return tableSource(spec, place, report);
  if (!isRecord(spec))
    return report(
      "T1410",
      "A source is a path, an array of rows, or an object with a kind",
      place,
      spec,
      'Write, say, "data.csv".',
    );
  const kind = Object.keys(fieldsOf).find((name): name is Kind => name === spec["kind"]);
  if (!kind)
    return report(
      "T1411",
      "There is no source of this kind",
      `${place}.kind`,
      spec["kind"],
      knownNames(spec["kind"], Object.keys(fieldsOf)),
    );
  unknownFields(spec, fieldsOf[kind], place, report);
  if (kind === "table") return tableSource(spec["rows"], `${place}.rows`, report);
  if (kind === "sql")
    return normalizeSqlSource(spec, place, report, (input, where) => readSource(input, where, report));
  const path = spec["path"];
  if (typeof path !== "string" || path === "")
    return report(
      "T1413",
      "A path is a text that is not empty",
      `${place}.path`,
      path,
      "Write the file's path, relative to the project's folder.",
    );
  const optionsPlace = `${place}.options`;
  const options = spec["options"] ?? {};
  if (!isRecord(options))
    return report("T1413", "Options are an object", optionsPlace, options, "Write { } or leave them out.");
  switch (kind) {
    case "csv":
      return { kind, path, options: csvOptions(options, optionsPlace, report) };
    case "json":
      return { kind, path, options: jsonOptions(options, optionsPlace, report) };
    case "parquet":
      return { kind, path };
  }
}

function sourceOfPath(path: string, place: string, report: Report): Source | undefined {
  const kind = extensions[/\.([^./\\]+?)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? ""];
  if (kind === "csv") return { kind, path, options: {} };
  if (kind === "json") return { kind, path, options: {} };
  if (kind === "parquet") return { kind, path };
  return report(
    "T1411",
    "The path's ending does not say what the file is",
    place,
    path,
    `Name its kind, as in { kind: "csv", path: ${showValue(path)} }; known endings are ${Object.keys(extensions).join(", ")}.`,
  );
}

function tableSource(rows: unknown, place: string, report: Report): Source | undefined {
  if (!Array.isArray(rows))
    return report("T1413", "Rows are an array of objects", place, rows, "Write [{ name: value, … }, …].");
  const wrong = rows.findIndex((row) => !isRecord(row));
  if (wrong >= 0)
    return report(
      "T1413",
      "A row is an object",
      `${place}[${wrong}]`,
      rows[wrong],
      "Write { name: value, … }.",
    );
  return { kind: "table", rows: rows as Record<string, unknown>[] };
}

const csvFields = ["delimiter", "quote", "header", "encoding", "missing", "names", "types"] as const;

function csvOptions(spec: Record<string, unknown>, place: string, report: Report): CsvOptions {
  unknownFields(spec, csvFields, place, report);
  const take = <T>(
    name: (typeof csvFields)[number],
    read: (value: unknown) => T | undefined,
    what: string,
    cure: string,
  ) => {
    const value = spec[name];
    if (value === undefined) return {};
    const found = read(value);
    if (found === undefined) report("T1413", what, `${place}.${name}`, value, cure);
    return { [name]: found };
  };
  return {
    ...take("delimiter", oneCharacter, "A delimiter is one character", 'Write, say, ";".'),
    ...take(
      "quote",
      (value) => (value === "" ? "" : oneCharacter(value)),
      "A quote is one character, or empty for none",
      'Write, say, "\'".',
    ),
    ...take(
      "header",
      (value) => (typeof value === "boolean" ? value : undefined),
      "A header is there or not",
      "Write true or false.",
    ),
    ...take(
      "encoding",
      (value) => encodings.find((name) => name === value),
      "This encoding is not known",
      knownNames(spec["encoding"], encodings),
    ),
    ...take(
      "missing",
      textArray,
      "Texts for missing values are an array of texts",
      'Write, say, ["NA", "-999"].',
    ),
    ...take("names", textArray, "Names are an array of texts", 'Write, say, ["age", "income"].'),
    ...typesOption(spec, place, report),
  };
}

function jsonOptions(spec: Record<string, unknown>, place: string, report: Report) {
  unknownFields(spec, ["types"], place, report);
  return typesOption(spec, place, report);
}

function typesOption(
  spec: Record<string, unknown>,
  place: string,
  report: Report,
): { types?: Record<string, DataType> } {
  const { types } = spec;
  if (types === undefined) return {};
  if (!isRecord(types)) {
    report(
      "T1413",
      "Types are an object from column to type",
      `${place}.types`,
      types,
      'Write, say, { zip: "Text" }.',
    );
    return {};
  }
  const read: Record<string, DataType> = {};
  for (const [name, value] of Object.entries(types)) {
    const type = parseDataType(value);
    if (type) read[name] = type;
    else
      report("T1413", "There is no such type", `${place}.types.${name}`, value, knownNames(value, dataTypes));
  }
  return { types: read };
}

function unknownFields(
  spec: Record<string, unknown>,
  known: readonly string[],
  place: string,
  report: Report,
): void {
  for (const name of Object.keys(spec))
    if (!known.includes(name))
      report(
        "T1412",
        `There is no option "${name}" here`,
        `${place}.${name}`,
        spec[name],
        knownNames(name, known),
      );
}

const oneCharacter = (value: unknown): string | undefined =>
  typeof value === "string" && value.length === 1 && value !== "\n" && value !== "\r" ? value : undefined;

const textArray = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((item): item is string => typeof item === "string") ? value : undefined;

function knownNames(name: unknown, known: readonly string[]): string {
  const similar = typeof name === "string" ? similarNames(name, known) : [];
  return similar.length > 0
    ? `Did you mean ${similar.map((one) => `"${one}"`).join(" or ")}?`
    : `Known are ${known.join(", ")}.`;
}
