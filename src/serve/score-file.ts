import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatDiagnostic, type Effects } from "../base/index.ts";
import { formatOfPath, isTableAddress, openEngine, type PartFile, type TableFormat } from "../data/index.ts";
import { isWriteFailure, withFiles, writeFailure } from "../project/index.ts";
import { openFiles } from "./batch/open-files.ts";
import type { DonePart } from "./batch/part-journal.ts";
import { partRejectsName } from "./batch/score-part.ts";
import { runBatch, type ScoreOptions } from "./batch/run-batch.ts";
import { stageEvents, type ReadRows } from "./batch/stage-events.ts";
import { refusePlace } from "./batch/refuse-place.ts";
import { deliver, readOutput, refuseOutput, type Output } from "./batch/table-output.ts";
import {
  droppedWarning,
  failWithoutAnswers,
  fileWarnings,
  summarize,
  type ScoredFile,
} from "./batch/summary.ts";
import { checkEventFiles, fileFields } from "./join-event-files.ts";
import type { Predictor } from "./runtime.ts";

/**
 * Scores every row of one file or of several and writes their columns with the answers behind them, as CSV, Parquet or JSON lines.
 * The rows are read, scored and written part by part, so they need not fit into memory. Columns are read in the types that
 * the model learnt with; a row that cannot be read or scored goes to `….rejects.csv` beside the output with its line and its
 * reason. A column that the model needs and the file has not fails before anything is written (T2221). What is done stays when the
 * work is stopped (T2945), and the same call goes on from there. `events` are the files of the events by source, for a
 * model with event features: each row gets those as of its own time. Rows may come from tables of databases and become a new one: an
 * address such as `sqlite:shop.sqlite#orders` stands in place of a path. Other errors: T2940-T2944, T2949, T2020, T2990-T2998, those of the files.
 * @example
 * const { rowCount, rejected } = await scoreFile(model, "june.parquet", "scored.parquet", quietEffects());
 */
export async function scoreFile(
  predictor: Predictor,
  path: string | readonly string[],
  output: string,
  effects: Effects,
  events: Readonly<Record<string, string>> = {},
  options: ScoreOptions = {},
): Promise<ScoredFile> {
  checkEventFiles(predictor.content.eventFeatures, events);
  const target = readOutput(output, options);
  const request = {
    predictor,
    paths: typeof path === "string" ? [path] : path,
    output: target,
    format: formatOfPath(target.path),
    effects,
    options,
  };
  await refusePlace(target, request.paths);
  await refuseOutput(target, effects, partsFolder(target));
  try {
    const scored = predictor.content.eventFeatures
      ? await scoreWithEvents(request, events)
      : await scoreRows(request);
    failWithoutAnswers(scored, request.paths[0]!);
    return scored;
  } catch (error) {
    throw isWriteFailure(error) ? writeFailure(error, target.path) : error;
  }
}

/** Where the parts of an output stand until it is whole. */
const partsFolder = ({ path }: Output): string => `${path}.parts`;

interface Request {
  readonly predictor: Predictor;
  readonly paths: readonly string[];
  readonly output: Output;
  readonly format: TableFormat;
  readonly effects: Effects;
  readonly options: ScoreOptions;
}

const defaultMemoryMb = 1024;

async function scoreRows(request: Request): Promise<ScoredFile> {
  const { predictor, paths, options, effects, format } = request;
  const ofTables = paths.some(isTableAddress) ? await mkdtemp(join(tmpdir(), "tandem-tables-")) : undefined;
  const engine = await openEngine({
    threads: 1,
    memoryLimitMb: options.memoryMb ?? defaultMemoryMb,
    ...(ofTables === undefined ? {} : { temporaryFolder: ofTables }),
  });
  try {
    const work = { engine, effects, folder: ofTables ?? tmpdir(), format, isJoined: false };
    const files = await openFiles(paths, predictor.schema.fields, work, options);
    return await scoreOpened(request, files, { parts: [], files: [], warnings: [] });
  } finally {
    await engine.close();
    if (ofTables !== undefined) await rm(ofTables, { recursive: true, force: true });
  }
}

/** What was read before the scoring: its parts, and the files of their rejected rows. */
interface ReadBefore {
  readonly parts: readonly DonePart[];
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

async function scoreOpened(
  { predictor, output, format, effects, options }: Request,
  files: readonly [PartFile, ...PartFile[]],
  before: ReadBefore,
): Promise<ScoredFile> {
  const { parts, journal, rejects } = await runBatch({
    files,
    program: predictor.content.program,
    schema: predictor.schema,
    package: predictor.hash,
    format,
    output: output.path,
    folder: partsFolder(output),
    rejectsBefore: before.files,
    effects,
    options,
  });
  try {
    if (parts.some(({ bytes }) => bytes > 0)) await deliver(output, files, journal, effects, options);
  } catch (error) {
    await journal.close();
    throw error;
  }
  const warnings = [...droppedWarning(journal.anew), ...fileWarnings(files), ...before.warnings];
  await journal.remove();
  return summarize(output.name, parts, before.parts, journal.found, rejects, warnings);
}

/** Reads all rows, joins the events to them, and scores what came of it. */
function scoreWithEvents(request: Request, events: Readonly<Record<string, string>>): Promise<ScoredFile> {
  const { predictor, effects } = request;
  const features = predictor.content.eventFeatures!;
  return withFiles(effects, async (more, engine, folder) => {
    const reading = { engine, effects, folder, format: "parquet", isJoined: true } as const;
    const files = await openFiles(request.paths, fileFields(predictor), reading, request.options);
    const { rows, before } = await readRows(request, files, folder);
    const wanted = predictor.schema.fields;
    const work = { engine, more, folder, effects };
    const { file, warnings } = await stageEvents(rows, features, events, wanted, work);
    return scoreOpened(request, [file], {
      ...before,
      warnings: [...fileWarnings(files), ...warnings.map(formatDiagnostic)],
    });
  });
}

/** Writes the rows that can be read into one Parquet file. */
async function readRows(
  { predictor, effects, options, paths }: Request,
  files: readonly [PartFile, ...PartFile[]],
  folder: string,
): Promise<{ rows: ReadRows; before: Omit<ReadBefore, "warnings"> }> {
  const path = join(folder, "rows.parquet");
  const fields = fileFields(predictor);
  const { parts, journal } = await runBatch({
    files,
    program: null,
    schema: { fields },
    package: predictor.hash,
    format: "parquet",
    output: path,
    folder: join(folder, "rows"),
    rejectsBefore: [],
    effects,
    options,
  });
  await journal.close();
  const rejected = parts.filter(({ rejectBytes }) => rejectBytes > 0);
  const rowCount = parts.reduce((sum, { scored }) => sum + scored.rowCount, 0);
  const scored = summarize(path, parts, [], [], null, []);
  failWithoutAnswers(scored, paths[0]!);
  return {
    rows: {
      path,
      rowCount,
      fields,
      names: options.columns ? [...new Set(options.columns)] : files[0].plan.names,
      paths: files.map(({ plan }) => plan.path),
      identity: files.map(({ identity }) => identity).join(" "),
    },
    before: { parts, files: rejected.map((part) => join(journal.folder, partRejectsName(part))) },
  };
}
