import { hashJson, type Effects } from "../../base/index.ts";
import type { Environment, PartFile, TableFormat } from "../../data/index.ts";
import type { Program } from "../../ir/index.ts";
import { availableThreads } from "../../kernel/index.ts";
import type { Schema } from "../../schema/index.ts";
import { joinParts } from "./join-parts.ts";
import { openPartJournal, type DonePart, type PartJournal } from "./part-journal.ts";
import { placeColumns } from "./score-part.ts";
import { answerNames } from "./answer-names.ts";
import { scoreParts } from "./score-parts.ts";

/** How a file is scored and written; nothing of it changes an answer. */
export interface ScoreOptions extends TableOptions {
  /** Threads that score beside the one that reads; default: as many as the machine runs at once. */
  readonly threads?: number;
  /** Memory of the data engines in MiB; default 1024. */
  readonly memoryMb?: number;
  /**
   * Bytes of a part, about: smaller parts lose less work when the scoring is stopped, and need less memory. Default: 4 MiB of text, or
   * 122,880 rows of columns.
   */
  readonly partBytes?: number;
  /** The columns of the file that are written before the answers, in this order; default: all. */
  readonly columns?: readonly string[];
}

/** How tables of databases are read. */
interface TableOptions {
  /** The columns that order the rows of tables, no two rows alike in all of them; default: the primary key. */
  readonly order?: readonly string[];
  /** The variables of the process, where passwords and addresses of databases stand: `process.env`. */
  readonly environment?: Environment;
  /** Where answers that become a table of a server are put together; default: here. */
  readonly folder?: string;
}

/** What is to be done with which files. */
export interface BatchWork {
  readonly files: readonly [PartFile, ...PartFile[]];
  /** Null where the rows are only read. */
  readonly program: Program | null;
  readonly schema: Schema;
  readonly format: TableFormat;
  /** Whose answers they are: a hash. */
  readonly package: string;
  readonly output: string;
  /** The folder of the parts until the output is whole. */
  readonly folder: string;
  /** Lists of rejected rows that come before those of the parts. */
  readonly rejectsBefore: readonly string[];
  readonly effects: Effects;
  readonly options: ScoreOptions;
}

/** All parts of a batch, done and put together. */
export interface BatchDone {
  readonly parts: readonly DonePart[];
  readonly journal: PartJournal;
  /** Where the rejected rows are listed, or null where there are none. */
  readonly rejects: string | null;
}

const leastMemoryMb = 128;

/** Does all parts of some files that are not done yet and puts all together. The caller then removes the journal. */
export async function runBatch(work: BatchWork): Promise<BatchDone> {
  const { files, program, schema, format, output, folder, effects } = work;
  const { threads = availableThreads(), memoryMb = 1024 } = work.options;
  const plans = files.map(({ plan }) => plan);
  const names = files[0].plan.passes;
  const answers = program ? answerNames(Object.keys(program.outputs), names) : {};
  const key = {
    package: work.package,
    input: hashJson(files.map(({ identity }) => identity)),
    options: hashJson({ plans: plans.map((plan) => ({ ...plan, fullPath: "" })), format }),
  };
  const journal = await openPartJournal(folder, output, key, format);
  try {
    const scoring = {
      plans,
      program,
      schema,
      answerNames: answers,
      format,
      folder,
      memoryMb: Math.max(leastMemoryMb, Math.floor(memoryMb / Math.max(1, threads))),
    };
    const columns = [...names, ...Object.values(program ? answers : placeColumns)];
    const joining = { folder, plans, columns, output, format, rejectsBefore: work.rejectsBefore };
    let rejects: string | null = null;
    const parts = await scoreParts(files, scoring, journal, threads, effects, async (done) => {
      rejects = await joinParts(done, joining);
    });
    return { parts, journal, rejects };
  } catch (error) {
    await journal.close();
    throw error;
  }
}
