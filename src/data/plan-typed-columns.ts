import { identifier, joinSql, sql, type Sql } from "../compile/index.ts";
import type { DataType } from "../schema/index.ts";
import type { ColumnPlan } from "./column-plan.ts";
import type { Engine } from "./engine.ts";
import { wantedType, type StagedColumn, type StagedSource } from "./staged.ts";

/** How values of an engine type become values of ours. */
interface TypeRule {
  readonly type: DataType;
  /** The value, or null where it cannot be held. */
  readonly value: (column: Sql) => Sql;
  /** True where whole numbers can be too large, so that the column must stay text. */
  readonly isWide?: boolean;
}

const narrow: TypeRule = { type: "Int", value: (column) => sql`CAST(${column} AS BIGINT)` };
const wide: TypeRule = {
  type: "Int",
  value: (column) => sql`TRY_CAST(${column} AS BIGINT)`,
  isWide: true,
};
const float: TypeRule = {
  type: "Float",
  value: (column) =>
    sql`CASE WHEN isfinite(CAST(${column} AS DOUBLE)) THEN CAST(${column} AS DOUBLE) + 0e0 END`,
};
const instant: TypeRule = {
  type: "Instant",
  value: (column) =>
    sql`CASE WHEN isfinite(CAST(${column} AS TIMESTAMP)) AND CAST(${column} AS TIMESTAMP) BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'
      THEN date_trunc('milliseconds', CAST(${column} AS TIMESTAMP)) END`,
};
const day: TypeRule = {
  type: "Day",
  value: (column) =>
    sql`CASE WHEN ${column} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN ${column} END`,
};
const asText: TypeRule = { type: "Text", value: (column) => sql`CAST(${column} AS VARCHAR)` };
const asJson: TypeRule = { type: "Text", value: (column) => sql`CAST(to_json(${column}) AS VARCHAR)` };

/** The rule for an engine type by the name the engine gives it; undefined for bytes, which no column can hold. */
export function typeRule(engineType: string): TypeRule | undefined {
  const name = engineType.toUpperCase();
  if (isNested(name)) return asJson;
  if (name.startsWith("DECIMAL")) return float;
  if (name.startsWith("TIMESTAMP")) return instant;
  if (["TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"].includes(name)) return narrow;
  if (["BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM"].includes(name)) return wide;
  if (name === "FLOAT" || name === "DOUBLE") return float;
  if (name === "BOOLEAN") return { type: "Boolean", value: (column) => column };
  if (name === "DATE") return day;
  if (name === "BLOB" || name === "BIT" || name.startsWith("GEOMETRY")) return undefined;
  return asText;
}

/** True for lists, structures and maps: they are kept as JSON text. */
export const isNested = (engineType: string): boolean =>
  /(\[\d*\]$|^STRUCT|^MAP|^UNION|^JSON$|^VARIANT)/i.test(engineType);

/** Plans the columns whose values have a type already: what cannot be held is counted, what is too wide becomes text. */
export async function planTypedColumns(
  engine: Engine,
  staged: StagedSource,
  columns: readonly StagedColumn[],
): Promise<ColumnPlan[]> {
  if (columns.length === 0) return [];
  const rules = columns.map(({ engineType }) => typeRule(engineType) ?? asText);
  const counts = columns.flatMap(({ column }, at) => {
    const source = identifier(column);
    const { type, value, isWide } = rules[at]!;
    // A plain count of what is there costs half of a count with a filter.
    return [
      sql`count(${source}) AS ${identifier(`${at} present`)}`,
      ...(type === "Text" ? [] : [sql`count(${value(source)}) AS ${identifier(`${at} held`)}`]),
      ...(isWide ? [sql`count(*) FILTER (NOT (${isSafe(source)})) AS ${identifier(`${at} wide`)}`] : []),
    ];
  });
  const [row = {}] = await engine.rows(
    sql`SELECT count(*) AS total, ${joinSql(counts)} FROM ${staged.relation}`,
  );
  const number = (name: string): number => Number(row[name] ?? 0);
  return columns.map((column, at) => {
    const beyond = number(`${at} wide`);
    const rule = planRule(rules[at]!, beyond, wantedType(staged, column.name));
    const present = number(`${at} present`);
    const missing = number("total") - present;
    const failed = rule.type === "Text" ? 0 : present - number(`${at} held`);
    return {
      name: column.name,
      type: rule.type,
      expression: rule.value(identifier(column.column)),
      isAmbiguous: false,
      reading: {
        name: column.name,
        type: rule.type,
        reason: reasonFor(column, rule, beyond, staged),
        read: number("total") - missing - failed,
        missing,
        missingTexts: [],
        failed,
        failedSamples: [],
      },
    };
  });
}

function planRule(rule: TypeRule, beyond: number, wanted: DataType | undefined): TypeRule {
  if (wanted === "Text") return rule === asJson ? asJson : asText;
  if (wanted === "Float" && rule.type === "Int") return float;
  return beyond > 0 ? asText : rule;
}

function reasonFor(column: StagedColumn, rule: TypeRule, beyond: number, staged: StagedSource): string {
  if (wantedType(staged, column.name) === rule.type) return "the type was given";
  if (beyond > 0 && rule.type === "Text")
    return `${beyond.toLocaleString("en-US")} values are whole numbers beyond 2^53, which a number cannot hold exactly`;
  if (isNested(column.engineType)) return "nested values are kept as JSON text";
  return `the source says so (${column.engineType})`;
}

const isSafe = (column: Sql): Sql =>
  sql`${column} BETWEEN -9007199254740991::BIGINT AND 9007199254740991::BIGINT`;
