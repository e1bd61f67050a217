import { failInput } from "../base/index.ts";
import { commentSql, compileReadableDuckdb, identifier, resolveProgram, sql } from "../compile/index.ts";
import { geographyAlgorithms, mathematicsAlgorithms, typeOf, type Program } from "../ir/index.ts";
import type { ModelPackage } from "../project/index.ts";
import type { DataType } from "../schema/index.ts";

/** How a package is written as SQL. */
export interface SqlExportOptions {
  /** The engine that runs it; only `duckdb` is written. */
  readonly dialect?: string;
  /** The table, view or file that has the rows; default `rows`. */
  readonly relation?: string;
  /** Columns of it that come out unchanged before the answers: a key, an order. */
  readonly keep?: readonly string[];
}

/** Why the other dialects that a person may ask for are refused. */
const refusals: Readonly<Record<string, string>> = {
  postgres: "it stops at a division by zero and at an overflow, where a model answers with a missing value",
  mysql: "it compares text by a collation and not by code point",
  sqlite: "it has no type for days, and no test for what is not finite",
  mssql: "it stops at a division by zero and at an overflow, where a model answers with a missing value",
  bigquery: "it stops at a division by zero and at an overflow, where a model answers with a missing value",
  snowflake: "it stops at a division by zero, where a model answers with a missing value",
  spark: "it orders NaN above all numbers, and no test has proven the same bits",
};

/**
 * A package as one SELECT for DuckDB that a person can review: a heading that says what it is, stages with the names of
 * what they do, and the same bits as the package gives. Fails with T2581 for another dialect, T2582 where the columns kept
 * and the answers share a name, and with T1304 where DuckDB cannot compute an operation exactly.
 * @example
 * exportSql(content, { relation: "birds", keep: ["id"] })
 */
export function exportSql(content: ModelPackage, options: SqlExportOptions = {}): string {
  const { dialect = "duckdb", relation = "rows", keep = [] } = options;
  checkDialect(dialect);
  checkKept(content.program, keep);
  const statement = compileReadableDuckdb(content.program, { relation: identifier(relation), keep });
  return sql`${commentSql(heading(content, relation, keep))}\n${statement};\n`.text;
}

function checkDialect(dialect: string): void {
  if (dialect === "duckdb") return;
  const reason = Object.hasOwn(refusals, dialect)
    ? refusals[dialect]
    : "nothing has proven that it gives the same answers";
  failInput("T2581", `There is no export for the SQL dialect "${dialect}": ${reason}`, {
    cure: "Export for duckdb, which reads tables of most other databases, or export js and call it beside the database.",
  });
}

function checkKept({ outputs }: Program, keep: readonly string[]): void {
  const names = new Set(Object.keys(outputs).map((name) => name.toLowerCase()));
  const twice = keep.find((name) => names.has(name.toLowerCase()));
  const again = keep.find(
    (name, at) => keep.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < at,
  );
  const wrong = twice ?? again;
  if (wrong !== undefined)
    failInput("T2582", `The statement would have two columns with the name ${JSON.stringify(wrong)}`, {
      place: "--keep",
      cure: "Keep each column once, and none that has the name of an answer.",
    });
}

const engineTypes: Readonly<Record<DataType, string>> = {
  Boolean: "BOOLEAN",
  Int: "BIGINT",
  Float: "DOUBLE",
  Text: "VARCHAR",
  Day: "DATE",
  Instant: "TIMESTAMP",
};

/** Operations that a statement spells out, because the engine's own would not give the same bits. */
const spelt = new Set([...Object.keys(mathematicsAlgorithms), ...Object.keys(geographyAlgorithms)]);

/** Whether some stages spell functions out. */
function speltWords(program: Program): string[] {
  const used = new Set<string>();
  for (const expr of resolveProgram(program).uses.keys())
    if (expr.kind === "call" && spelt.has(expr.op)) used.add(expr.op);
  const names = [...used].toSorted().join(" and ");
  return names === ""
    ? []
    : [`Some stages spell ${names} out in plain arithmetic, so that every engine gives the same bits.`];
}

function heading(
  { name, hash, card, program }: ModelPackage,
  relation: string,
  keep: readonly string[],
): string[] {
  return [
    `${name}: ${card.question}`,
    `The ${card.model} model of the package with the hash`,
    `  ${hash}`,
    "as one statement for DuckDB. It gives the answers of the package to the bit, in the order of the rows.",
    ...speltWords(program),
    "",
    `Reads from ${identifier(relation).text}:`,
    ...program.input.fields.map(
      ({ name: column, type, nullable }) =>
        `  ${identifier(column).text} ${engineTypes[type]}${nullable ? "" : " NOT NULL"}`,
    ),
    ...keep.map((column) => `  ${identifier(column).text}, handed through`),
    "Gives:",
    ...Object.entries(program.outputs).map(
      ([column, expr]) => `  ${identifier(column).text} ${engineTypes[typeOf(expr)]}`,
    ),
    "",
    "Numbers end in e0 because they are DOUBLE, not DECIMAL; `+ 0e0` makes a zero with a sign a plain one.",
    "Written by `tandem export sql`. Write it anew instead of changing it.",
  ];
}
