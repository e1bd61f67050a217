import { rm } from "node:fs/promises";
import { join } from "node:path";
import { failInput } from "../../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import { parquetFiles, writeParquetFile, type Engine } from "../../data/index.ts";
import {
  dayToText,
  instantToText,
  parseValue,
  similarNames,
  type DataType,
  type Value,
} from "../../schema/index.ts";
import { labelledColumns, matchedLabels } from "./join-labels.ts";
import { damagedFolder, segmentFolder, syncFolder } from "./log-folder.ts";
import { openRelations } from "./log-relations.ts";
import {
  privateInputs,
  writeManifest,
  type Erasure,
  type Layout,
  type LogManifest,
  type Segment,
} from "./manifest.ts";
import type { LoggedField } from "./logged-field.ts";
import type { HiddenByType } from "./private-key.ts";
import { inputColumn } from "./row-reader.ts";
import { successorName } from "./seal-log.ts";

const erased = identifier("erased rows");
const erasedLabels = identifier("labels of erased rows");

/** What an entity has in an input column; rows are its own that agree in all of its columns. */
export interface EntityColumn {
  readonly column: string;
  /** As text: `"7"` stands for the number 7 where the column holds numbers. */
  readonly value: string;
}

/** A column of an entity whose rows are erased. */
export interface ErasedColumn extends EntityColumn {
  /** The keyed hashes of the value, where the column is private. */
  readonly hidden?: HiddenByType;
}

/**
 * Erases the rows of an entity and their labels from all segments; what is not sealed must have been sealed before. Segments are
 * written anew without them, the manifest takes the new ones for the old ones at once, and the old ones are removed. Damaged files
 * are removed too. Fails with T2909 for a column that no model of the log has.
 */
export async function eraseEntity(
  folder: string,
  engine: Engine,
  before: LogManifest,
  entity: readonly ErasedColumn[],
  now: number,
): Promise<{ readonly manifest: LogManifest; readonly erasure: Erasure }> {
  for (const { column } of entity) await checkColumn(folder, engine, before, column);
  const generation = before.generation + 1;
  await engine.run(sql`CREATE OR REPLACE TABLE ${erased} (sequence BIGINT, request VARCHAR, "row" BIGINT)`);
  const replaced = new Map<Segment, Segment | null>();
  const rewrite = async (segment: Segment, matches: Sql): Promise<number> => {
    const rows = relationOf(folder, segment);
    const [found] = await engine.rows(
      sql`SELECT count(*) AS n, count(*) FILTER (WHERE ${matches}) AS gone FROM ${rows}`,
    );
    const gone = Number(found?.["gone"]);
    if (gone === 0) return 0;
    const isAll = gone === Number(found?.["n"]);
    replaced.set(segment, isAll ? null : await rewritten(folder, engine, segment, matches, generation));
    return gone;
  };
  let predictions = 0;
  for (const segment of before.segments) {
    const matches = predictionMatch(before.layouts[segment.layout ?? ""], entity);
    if (segment.kind !== "predictions" || !matches) continue;
    await engine.run(
      sql`INSERT INTO ${erased} SELECT sequence, request, "row" FROM ${relationOf(folder, segment)} WHERE ${matches}`,
    );
    predictions += await rewrite(segment, matches);
  }
  let labels = 0;
  await findLabels(folder, engine, before);
  for (const segment of before.segments)
    if (segment.kind === "labels") labels += await rewrite(segment, labelMatch(entity, before));
  const erasure: Erasure = {
    time: now,
    column: entity[0]?.column ?? "",
    ...(entity.length > 1 ? { columns: entity.map(({ column }) => column) } : {}),
    predictions,
    labels,
    damagedFiles: before.damaged.length,
  };
  const manifest = await writeManifest(folder, before, {
    segments: before.segments.flatMap((segment) => {
      const successor = replaced.get(segment);
      return successor === undefined ? [segment] : successor === null ? [] : [successor];
    }),
    damaged: [],
    erasures: [...before.erasures, erasure],
  });
  for (const { file } of replaced.keys()) await rm(join(folder, segmentFolder, file), { force: true });
  for (const { file } of before.damaged) await rm(join(folder, damagedFolder, file), { force: true });
  await syncFolder(join(folder, segmentFolder));
  await syncFolder(join(folder, damagedFolder));
  return { manifest, erasure };
}

const relationOf = (folder: string, { file }: Segment): Sql =>
  parquetFiles([join(folder, segmentFolder, file)]);

async function rewritten(
  folder: string,
  engine: Engine,
  segment: Segment,
  matches: Sql,
  generation: number,
): Promise<Segment> {
  const file = successorName(segment, generation);
  const kept = sql`SELECT * FROM ${relationOf(folder, segment)} WHERE NOT coalesce(${matches}, false)`;
  const written = await writeParquetFile(engine, kept, join(folder, segmentFolder, file));
  await syncFolder(join(folder, segmentFolder));
  return { ...segment, file, ...written };
}

/** The condition that a prediction is the entity's; undefined where its model lacks a column or a value is none of its type. */
function predictionMatch(layout: Layout | undefined, entity: readonly ErasedColumn[]): Sql | undefined {
  const matches = entity.map(({ column, value, hidden }) => {
    const field = layout?.inputs.find(({ name }) => name === column);
    const literal = field && literalOf(field, value, hidden);
    return literal && sql`${identifier(inputColumn(column))} = ${literal}`;
  });
  const whole = matches.flatMap((match) => match ?? []);
  return whole.length < matches.length ? undefined : sql`(${joinSql(whole, sql` AND `)})`;
}

function literalOf(field: LoggedField, text: string, hidden: HiddenByType | undefined): Sql | undefined {
  if (field.isPrivate) return hidden && textLiteral(hidden[field.type]);
  const value = parseValue(text, field.type);
  return value === null ? undefined : valueLiteral(value, field.type);
}

function valueLiteral(value: Exclude<Value, null>, type: DataType): Sql {
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "boolean") return sql`${value}`;
  if (type === "Day") return sql`CAST(${textLiteral(dayToText(value))} AS DATE)`;
  if (type === "Instant")
    return sql`CAST(${textLiteral(instantToText(value).replace("Z", ""))} AS TIMESTAMP)`;
  return sql`${value}`;
}

/** The labels that belong to erased rows, by whatever they name them. */
async function findLabels(folder: string, engine: Engine, manifest: LogManifest): Promise<void> {
  const relations = await openRelations(folder, engine, manifest);
  const matched = matchedLabels(relations, await labelledColumns(engine, relations));
  await engine.run(
    sql`CREATE OR REPLACE TABLE ${erasedLabels} AS SELECT batch, position FROM ${matched} WHERE sequence IN (SELECT sequence FROM ${erased})`,
  );
}

/**
 * Labels of erased rows, and labels of the entity itself. A label names one column: it is about the entity where that is all there is of
 * it, and else may be about another one that shares the value.
 */
function labelMatch(entity: readonly ErasedColumn[], manifest: LogManifest): Sql {
  const [only, ...others] = entity;
  const values = only && labelValues(only, manifest).map(textLiteral);
  const named =
    values && others.length === 0
      ? sql` OR ("column" = ${textLiteral(only.column)} AND "value" IN (${joinSql(values)})) IS TRUE`
      : sql``;
  return sql`(((request, "row") IN (SELECT (request, "row") FROM ${erased})) IS TRUE
    OR ((batch, position) IN (SELECT (batch, position) FROM ${erasedLabels})) IS TRUE${named})`;
}

/** What labels of an entity may hold: its value, or its hash by a type that a model has had its column in, or none yet. */
function labelValues({ column, value, hidden }: ErasedColumn, manifest: LogManifest): readonly string[] {
  if (!hidden) return [value];
  const inputs = [
    ...Object.values(manifest.layouts).flatMap((layout) => layout.inputs),
    ...privateInputs(manifest),
  ];
  const types = inputs.filter(({ name }) => name === column).map(({ type }) => type);
  return [value, hidden.Text, ...types.map((type) => hidden[type])];
}

async function checkColumn(
  folder: string,
  engine: Engine,
  { layouts, segments }: LogManifest,
  column: string,
): Promise<void> {
  const known = [...new Set(Object.values(layouts).flatMap(({ inputs }) => inputs.map(({ name }) => name)))];
  if (known.includes(column)) return;
  for (const segment of segments) {
    if (segment.kind !== "labels") continue;
    const [found] = await engine.rows(
      sql`SELECT count(*) AS n FROM ${relationOf(folder, segment)} WHERE "column" = ${textLiteral(column)}`,
    );
    if (Number(found?.["n"]) > 0) return;
  }
  const similar = similarNames(column, known);
  failInput("T2909", `No model in this prediction log has an input ${JSON.stringify(column)}`, {
    place: "column",
    value: JSON.stringify(column),
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((name) => JSON.stringify(name)).join(" or ")}?`
        : known.length > 0
          ? `They have ${known.slice(0, 20).join(", ")}.`
          : "The log has no rows yet, so there is nothing to erase.",
  });
}
