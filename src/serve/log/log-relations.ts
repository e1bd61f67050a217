import { join } from "node:path";
import { identifier, integerLiteral, joinSql, sql, type Sql } from "../../compile/index.ts";
import { parquetFiles, type Engine } from "../../data/index.ts";
import { labelColumns, labelTable } from "./label-table.ts";
import { segmentFolder, writeAheadFiles } from "./log-folder.ts";
import type { Layout, LogManifest } from "./manifest.ts";
import { readWriteAhead } from "./read-write-ahead.ts";

/** The rows of one layout: segments and what is not sealed yet, as they are stored. */
interface LayoutRelation {
  readonly key: string;
  readonly layout: Layout;
  readonly relation: Sql;
}

/** A log as relations of an engine. */
export interface LogRelations {
  readonly layouts: readonly LayoutRelation[];
  /** All rows of all models, each once, in the order of the log; undefined while there are none. */
  readonly predictions: Sql | undefined;
  /** All labels, each once. */
  readonly labels: Sql;
  /** Acknowledged bytes in files that are not sealed yet, which cannot be read. */
  readonly damagedBytes: number;
}

/**
 * Puts a log in front of an engine: 1. what the write-ahead files hold as tables in memory, 2. beside it the segments, 3. each row
 * once, though its request was sent again: the first one stays.
 */
export async function openRelations(
  folder: string,
  engine: Engine,
  manifest: LogManifest,
): Promise<LogRelations> {
  const files = (await writeAheadFiles(folder)).filter((file) => !manifest.sealed.includes(file));
  const content = await readWriteAhead(folder, files);
  const parts = new Map<string, { layout: Layout; relations: Sql[] }>();
  const partOf = (key: string, layout: Layout): Sql[] => {
    const part = parts.get(key) ?? { layout, relations: [] };
    parts.set(key, part);
    return part.relations;
  };
  for (const [key, layout] of Object.entries(manifest.layouts)) {
    const segments = manifest.segments.filter((segment) => segment.layout === key);
    const paths = segments.map(({ file }) => join(folder, segmentFolder, file));
    if (paths.length > 0) partOf(key, layout).push(sql`SELECT * FROM ${parquetFiles(paths)}`);
  }
  for (const [at, { layout, stream, table }] of content.rows.entries()) {
    await engine.register(`written ahead ${at}`, table);
    partOf(layout, stream).push(sql`SELECT * FROM ${identifier(`written ahead ${at}`)}`);
  }
  const layouts = [...parts].map(([key, { layout, relations }]) => ({
    key,
    layout,
    relation: sql`(${joinSql(relations, sql` UNION ALL BY NAME `)})`,
  }));
  await engine.register("labels written ahead", labelTable(content.labels));
  return {
    layouts,
    predictions: onceEach(layouts),
    labels: labelRelation(folder, manifest),
    damagedBytes: content.damaged.reduce((sum, { byteCount }) => sum + byteCount, 0),
  };
}

function onceEach(layouts: readonly LayoutRelation[]): Sql | undefined {
  if (layouts.length === 0) return undefined;
  const all = joinSql(
    layouts.map(({ relation }) => sql`SELECT * FROM ${relation}`),
    sql` UNION ALL BY NAME `,
  );
  return sql`(SELECT * FROM (${all}) QUALIFY row_number() OVER (PARTITION BY request, "row" ORDER BY sequence) = 1)`;
}

function labelRelation(folder: string, { segments }: LogManifest): Sql {
  const columns = joinSql(Object.keys(labelColumns).map(identifier));
  const paths = segments
    .filter(({ kind }) => kind === "labels")
    .map(({ file }) => join(folder, segmentFolder, file));
  const all = joinSql(
    [
      sql`SELECT ${columns} FROM ${identifier("labels written ahead")}`,
      ...(paths.length > 0 ? [sql`SELECT ${columns} FROM ${parquetFiles(paths)}`] : []),
    ],
    sql` UNION ALL `,
  );
  return sql`(SELECT * FROM (${all}) QUALIFY row_number() OVER (PARTITION BY batch, position ORDER BY "recordedAt") = ${integerLiteral(1)})`;
}
