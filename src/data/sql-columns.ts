import { errorDiagnostic, throwIfErrors, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { identifier, joinSql, sql, type Sql } from "../compile/index.ts";
import { duplicateNames } from "./csv-header.ts";
import type { Engine } from "./engine.ts";
import { nestedColumn, type StagedColumn } from "./staged.ts";

/** A column of a statement's answer as DESCRIBE tells it. */
export interface DescribedColumn {
  readonly name: string;
  readonly engineType: string;
}

const held =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL.*|VARCHAR|DATE|TIMESTAMP.*|TIME.*|UUID|ENUM.*|JSON|"NULL")$/;

/**
 * The columns of a statement's answer. A type that no column can hold is refused with the way round (T1466), a name that
 * stands twice too (T1426); times of day and JSON become text, with a warning (T1467, T1442).
 */
export function sqlColumns(described: readonly DescribedColumn[]): {
  columns: StagedColumn[];
  diagnostics: Diagnostic[];
} {
  const diagnostics = [
    ...duplicateNames(
      described.map(({ name }) => name),
      "sql",
    ),
    ...described.flatMap(remark),
  ];
  throwIfErrors(diagnostics);
  const columns = described.map(({ name, engineType }): StagedColumn => ({
    column: name,
    name,
    content: "typed",
    engineType,
  }));
  return { columns, diagnostics };
}

function remark({ name, engineType }: DescribedColumn): Diagnostic[] {
  const place = `column "${name}"`;
  if (!held.test(engineType) || engineType.endsWith("]"))
    return [
      errorDiagnostic("T1466", `The SQL gives ${engineType.slice(0, 60)}, which no column can hold`, {
        place,
        cure: cureFor(engineType),
      }),
    ];
  if (engineType === "JSON") return [nestedColumn(name, engineType)];
  if (!/^TIME( |$|_)/.test(engineType)) return [];
  return [
    warningDiagnostic("T1467", "Times of day are kept as text", {
      place,
      cure: "Take numbers from them: hour(…), or epoch(…) for the seconds since midnight.",
    }),
  ];
}

function cureFor(engineType: string): string {
  if (engineType === "INTERVAL")
    return "Give a number: date_diff('second', earlier, later) between two moments, or epoch(interval) for its seconds.";
  if (engineType.endsWith("]"))
    return "Make rows of it with unnest(…), take one element with […], or one text with array_to_string(…, ',').";
  if (engineType.startsWith("STRUCT")) return "Take its fields: column.field AS name.";
  if (engineType.startsWith("MAP")) return "Take values by key: column['key'] AS name.";
  if (/^(BLOB|BIT|GEOMETRY)/.test(engineType)) return "Leave it out, or write it as text: hex(…).";
  return "Change it with CAST(… AS VARCHAR) or CAST(… AS DOUBLE).";
}

/** Warns of numbers that no Float or Int holds exactly: long decimals, and whole numbers beyond 2^53 (T1468). */
export async function inexactNumbers(
  engine: Engine,
  relation: Sql,
  described: readonly DescribedColumn[],
): Promise<Diagnostic[]> {
  const wide = described.filter(
    ({ engineType }) =>
      /^(U?BIGINT|U?HUGEINT|BIGNUM)$/.test(engineType) ||
      Number(/^DECIMAL\((\d+)/.exec(engineType)?.[1]) > 15,
  );
  if (wide.length === 0) return [];
  const counts = wide.map(({ name, engineType }, at) => {
    const column = identifier(name);
    const isInexact = engineType.startsWith("DECIMAL")
      ? sql`TRY_CAST(CAST(${column} AS DOUBLE) AS ${decimalType(engineType)}) IS DISTINCT FROM ${column}`
      : sql`NOT (${column} BETWEEN -9007199254740991::BIGINT AND 9007199254740991::BIGINT)`;
    return sql`count(*) FILTER (${isInexact}) AS ${identifier(String(at))}`;
  });
  const [row = {}] = await engine.rows(sql`SELECT ${joinSql(counts)} FROM ${relation}`);
  return wide.flatMap(({ name, engineType }, at) => {
    const count = Number(row[String(at)] ?? 0);
    if (count === 0) return [];
    const isDecimal = engineType.startsWith("DECIMAL");
    return [
      warningDiagnostic(
        "T1468",
        isDecimal
          ? `${count} decimal numbers have more digits than a Float holds, and were rounded`
          : `${count} whole numbers lie beyond 2^53, so the column is kept as text`,
        {
          place: `column "${name}"`,
          value: engineType,
          cure: isDecimal
            ? "Round them in the SQL: round(…, 2), or CAST(… AS DOUBLE) to say that this is meant."
            : "CAST(… AS DOUBLE) where its size matters; leave it as text where it names something.",
        },
      ),
    ];
  });
}

// Rebuilt from its two numbers, since nothing but typed parts enters SQL.
function decimalType(engineType: string): Sql {
  const [, width = "38", scale = "0"] = /^DECIMAL\((\d+),(\d+)\)$/.exec(engineType) ?? [];
  return { kind: "sql", text: `DECIMAL(${Number(width)},${Number(scale)})` };
}
