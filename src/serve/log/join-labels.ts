import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import type { Engine } from "../../data/index.ts";
import type { LogRelations } from "./log-relations.ts";
import { inputColumn, storedType } from "./row-reader.ts";
import type { LoggedField } from "./logged-field.ts";

/** The input columns by which labels name an entity. */
export async function labelledColumns(engine: Engine, { labels }: LogRelations): Promise<readonly string[]> {
  const rows = await engine.rows(
    sql`SELECT DISTINCT "column" AS name FROM ${labels} WHERE "column" IS NOT NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}

/**
 * Which label belongs to which prediction: one row for each label that finds its prediction, with the prediction's `sequence`. A
 * label by request and row finds that row; a label by an entity finds the last prediction with that value that was answered at or
 * before the label's time, and before the log heard of the label, so that later predictions do not draw it to them.
 */
export function matchedLabels(relations: LogRelations, labelledColumns: readonly string[]): Sql {
  const { predictions, labels } = relations;
  if (!predictions) return sql`(SELECT NULL::BIGINT AS sequence, * FROM ${labels} LIMIT 0)`;
  const byRow = sql`SELECT p.sequence, l.* FROM ${labels} l JOIN ${predictions} p ON p.request = l.request AND p."row" = l."row"`;
  const byEntity = labelledColumns.flatMap((column) => {
    // Model by model, for each may have the column in another type.
    const candidates = relations.layouts.flatMap(({ layout: { inputs }, relation }) => {
      const field = inputs.find(({ name }) => name === column);
      if (!field) return [];
      return [
        sql`SELECT p.sequence, p.time AS "answered at", l.* FROM ${labels} l JOIN ${relation} p
          ON l."column" = ${textLiteral(column)} AND ${sameValue(field)} AND p.time <= least(l.time, l."recordedAt")
          WHERE p.sequence IN (SELECT sequence FROM ${predictions})`,
      ];
    });
    if (candidates.length === 0) return [];
    return [
      sql`SELECT * EXCLUDE ("answered at") FROM (${joinSql(candidates, sql` UNION ALL `)})
        QUALIFY row_number() OVER (PARTITION BY batch, position ORDER BY "answered at" DESC, sequence DESC) = 1`,
    ];
  });
  return sql`(${joinSql([byRow, ...byEntity], sql` UNION ALL `)})`;
}

function sameValue(field: LoggedField): Sql {
  const column = sql`p.${identifier(inputColumn(field.name))}`;
  switch (storedType(field)) {
    case "Text":
      return sql`${column} = l."value"`;
    case "Int":
    case "Float":
      return sql`CAST(${column} AS DOUBLE) = TRY_CAST(l."value" AS DOUBLE)`;
    case "Boolean":
      return sql`${column} = TRY_CAST(l."value" AS BOOLEAN)`;
    case "Day":
      return sql`${column} = TRY_CAST(l."value" AS DATE)`;
    case "Instant":
      return sql`${column} = TRY_CAST(replace(l."value", 'Z', '') AS TIMESTAMP)`;
  }
}

/**
 * Every prediction once, with its label: the one known last (then heard of last, then by batch and place), `labelKnownAt`, and
 * `labels`, how many there are. A prediction without has null and 0.
 */
export function labelledPredictions(
  relations: LogRelations,
  labelledColumns: readonly string[],
): Sql | undefined {
  const { predictions } = relations;
  if (!predictions) return undefined;
  const matched = matchedLabels(relations, labelledColumns);
  return sql`(SELECT p.*, l.label, l."knownAt" AS "labelKnownAt", coalesce(l.labels, 0) AS labels FROM ${predictions} p LEFT JOIN (
    SELECT *, count(*) OVER (PARTITION BY sequence) AS labels FROM ${matched}
    QUALIFY row_number() OVER (PARTITION BY sequence ORDER BY "knownAt" DESC, "recordedAt" DESC, batch DESC, position DESC) = 1
  ) l ON l.sequence = p.sequence)`;
}
