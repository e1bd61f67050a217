import { open } from "node:fs/promises";
import { join } from "node:path";
import { compileTable } from "../../compile/index.ts";
import {
  openEngine,
  passedColumns,
  readCsvPart,
  readJsonPart,
  readParquetPart,
  tableOfPart,
  textOfPart,
  writeAnswers,
  writeParquetPart,
  writeTable,
  type Engine,
  type CsvPlan,
  type JsonPlan,
  type ParquetPlan,
  type PartPlan,
  type PartRange,
  type RejectedPart,
  type TableFormat,
} from "../../data/index.ts";
import type { Program } from "../../ir/index.ts";
import { tableFromVectors, type Schema, type Table } from "../../schema/index.ts";
import { collectAnswers } from "./collect-answers.ts";
import { rejectLines } from "./rejects-file.ts";

type RowRange = Extract<PartRange, { kind: "rows" }>;
type TextRange = Extract<PartRange, { kind: "text" }>;

/** What scores parts: plain data, so that every thread is given it alike. */
export interface PartWork {
  readonly plans: readonly PartPlan[];
  /** What is computed for each row; null where rows are only read, and their places are written behind them. */
  readonly program: Program | null;
  readonly schema: Schema;
  /** The names that the answers have in the output. */
  readonly answerNames: Readonly<Record<string, string>>;
  readonly format: TableFormat;
  /** The folder of the parts. */
  readonly folder: string;
  readonly memoryMb: number;
}

/** A part of a file. */
export interface PartPlace {
  /** The number of the file among those that are scored, and of the part in it, from 0. */
  readonly file: number;
  readonly part: number;
}

/** A part to be scored. */
export interface PartTask extends PartPlace {
  readonly range: PartRange;
}

/** What became of a part. */
export interface ScoredPart {
  readonly rowCount: number;
  readonly rejectedCount: number;
  readonly rejects: readonly RejectedPart[];
  readonly repaired: number;
  readonly notFinite: Readonly<Record<string, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
}

/** Scores parts one after the other; it opens an engine when the first part needs one. */
export interface PartScorer {
  score(task: PartTask): Promise<ScoredPart>;
  close(): Promise<void>;
}

/** As many rejected rows of a part are told in words; its file has all of them. */
const toldRejects = 20;

/** The name of a part's file. */
export const partName = ({ file, part }: PartPlace, format: TableFormat): string =>
  `part-${file}-${String(part).padStart(6, "0")}.${format}`;

/** The name of the file with the rejected rows of a part. */
export const partRejectsName = (place: PartPlace): string =>
  partName(place, "csv").replace(/csv$/, "rejects");

/** True for a part whose file has the answers alone, since its row group is copied: one of which no row is left out. */
export const isCopied = (plan: PartPlan, rejectedCount: number): boolean =>
  plan.kind === "parquet" && plan.copied !== null && rejectedCount === 0;

/** Makes ready what scores parts: on this thread, in the order of the calls. */
export function openPartScorer(work: PartWork): PartScorer {
  const { plans, program, schema, answerNames, format, folder } = work;
  const score = program ? compileTable(program) : undefined;
  // A field of a later record hides an answer only where all fields are passed on.
  const reservedIn = (plan: JsonPlan): string[] =>
    plan.passes.length < plan.names.length ? [] : Object.values(answerNames);
  let opened: Promise<Engine> | undefined;
  const engineOf = (): Promise<Engine> =>
    (opened ??= openEngine({ threads: 1, memoryLimitMb: work.memoryMb }));
  const answersOf = (table: Table, file: number, lines: () => readonly number[]): Table => {
    if (!score) return placesOf(file, lines());
    const answers = score({ schema, rowCount: table.rowCount, columns: table.columns });
    const columns = [...answers.columns].map(([name, vector]) => [answerNames[name]!, vector] as const);
    const fields = answers.schema.fields.map((field) => ({ ...field, name: answerNames[field.name]! }));
    return { rowCount: table.rowCount, schema: { fields }, columns: new Map(columns) };
  };
  const scoreTable = async (task: PartTask, plan: ParquetPlan, range: RowRange): Promise<ScoredPart> => {
    const engine = await engineOf();
    const collected = collectAnswers();
    const keeps = new Uint8Array(range.rowCount);
    const rejected: RejectedPart[] = [];
    const notFinite = new Map<string, number>();
    let read = 0;
    await readParquetPart(engine, plan, range, (rows) => {
      keeps.set(rows.keeps, read);
      read += rows.keeps.length;
      if (rows.table.rowCount > 0) collected.add(answersOf(rows.table, task.file, rows.lines));
      for (const row of rows.rejected) rejected.push(row);
      for (const [name, count] of rows.notFinite) notFinite.set(name, (notFinite.get(name) ?? 0) + count);
    });
    const answers = collected.finish();
    if (answers.rowCount > 0) {
      const path = join(folder, partName(task, format));
      if (isCopied(plan, rejected.length)) await writeAnswers(engine, answers, path);
      else await writeParquetPart(engine, plan, range, { keeps, answers, path, format });
      await flush(path);
    }
    await writeRejects(folder, task, plan.path, rejected);
    return told(answers.rowCount, rejected, { repaired: 0, notFinite, leftOut: new Map() });
  };
  const scoreText = async (
    task: PartTask,
    plan: CsvPlan | JsonPlan,
    range: TextRange,
  ): Promise<ScoredPart> => {
    const read = plan.kind === "csv" ? readCsvPart(plan, range) : readJsonPart(plan, range, reservedIn(plan));
    const rows = passedColumns(plan, read);
    const { table, rejected, repaired, leftOut } = rows;
    if (table.rowCount > 0) {
      const answers = answersOf(table, task.file, () => rows.lines);
      const path = join(folder, partName(task, format));
      if (format === "parquet") {
        await writeTable(await engineOf(), tableOfPart(plan.passes, rows, answers), path);
        await flush(path);
      } else await writeFlushed(path, textOfPart(plan.passes, rows, answers, format));
    }
    await writeRejects(folder, task, plan.path, rejected);
    return told(table.rowCount, rejected, { repaired, notFinite: new Map(), leftOut });
  };
  const scoreTask = async (task: PartTask): Promise<ScoredPart> => {
    const plan = plans[task.file]!;
    if (plan.kind === "parquet" && task.range.kind === "rows") return scoreTable(task, plan, task.range);
    if (plan.kind !== "parquet" && task.range.kind === "text") return scoreText(task, plan, task.range);
    throw new TypeError("A part of a Parquet file is a range of rows, and one of another file a text");
  };
  return {
    score: scoreTask,
    close: async () => (await opened)?.close(),
  };
}

/** The columns that say where a row stood, for rows that are only read. */
export const placeColumns = { line: "tandem line", file: "tandem file" } as const;

function placesOf(file: number, lines: readonly number[]): Table {
  const numbers = (values: Float64Array) => ({ kind: "numbers", type: "Int", values }) as const;
  return tableFromVectors([
    [placeColumns.line, numbers(Float64Array.from(lines))],
    [placeColumns.file, numbers(new Float64Array(lines.length).fill(file))],
  ]);
}

const told = (
  rowCount: number,
  rejected: readonly RejectedPart[],
  rest: {
    readonly repaired: number;
    readonly notFinite: ReadonlyMap<string, number>;
    readonly leftOut: ReadonlyMap<string, number>;
  },
): ScoredPart => ({
  rowCount,
  rejectedCount: rejected.length,
  rejects: rejected.slice(0, toldRejects),
  repaired: rest.repaired,
  notFinite: Object.fromEntries(rest.notFinite),
  leftOut: Object.fromEntries(rest.leftOut),
});

async function writeRejects(
  folder: string,
  place: PartPlace,
  file: string,
  rejected: readonly RejectedPart[],
): Promise<void> {
  if (rejected.length > 0)
    await writeFlushed(join(folder, partRejectsName(place)), rejectLines(file, rejected));
}

/** A part counts only when it is on the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
}
