import { sql } from "../../compile/index.ts";
import { labelledPredictions, matchedLabels } from "./join-labels.ts";
import type { DamagedFile, Erasure } from "./manifest.ts";
import { readLog, type ReadLog } from "./read-log.ts";

/** The answers of one version for one part of the traffic. Moments are milliseconds since 1970. */
export interface LoggedVersion {
  readonly name: string;
  readonly model: string;
  readonly version: string;
  readonly arm: string;
  readonly rows: number;
  readonly requests: number;
  readonly labelled: number;
  readonly from: number;
  readonly to: number;
}

/** How labels and predictions fit together. */
interface LabelCounts {
  readonly labels: number;
  readonly matched: number;
  readonly unmatched: number;
  /** Predictions that have a label which was not taken back. */
  readonly labelledPredictions: number;
  /** Predictions with labels that differ; the one known last counts. */
  readonly conflicts: number;
}

/** What is in a log. */
export interface LogSummary {
  readonly rows: number;
  readonly versions: readonly LoggedVersion[];
  readonly labels: LabelCounts;
  readonly segments: { readonly count: number; readonly rows: number; readonly bytes: number };
  readonly damaged: readonly DamagedFile[];
  readonly damagedBytes: number;
  readonly erasures: readonly Erasure[];
}

/** Counts what is in a log: by version, and labels by whether they find their predictions. */
export const summarizeLog = (folder: string): Promise<LogSummary> => readLog(folder, summarize);

async function summarize(log: ReadLog): Promise<LogSummary> {
  const { manifest } = log;
  const versions = await countVersions(log);
  return {
    rows: versions.reduce((sum, { rows }) => sum + rows, 0),
    versions,
    labels: await countLabels(log),
    segments: {
      count: manifest.segments.length,
      rows: manifest.segments.reduce((sum, { rowCount }) => sum + rowCount, 0),
      bytes: manifest.segments.reduce((sum, { byteCount }) => sum + byteCount, 0),
    },
    damaged: manifest.damaged,
    damagedBytes: log.damagedBytes + manifest.damaged.reduce((sum, { byteCount }) => sum + byteCount, 0),
    erasures: manifest.erasures,
  };
}

async function countVersions(log: ReadLog): Promise<LoggedVersion[]> {
  const labelled = labelledPredictions(log, log.labelledColumns);
  if (!labelled) return [];
  const rows = await log.engine
    .rows(sql`SELECT name, model, version, arm, count(*) AS "rows", count(DISTINCT request) AS requests,
    count(label) AS labelled, min(time) AS "from", max(time) AS "to" FROM ${labelled} GROUP BY ALL ORDER BY min(sequence)`);
  return rows.map((row) => ({
    name: String(row["name"]),
    model: String(row["model"]),
    version: String(row["version"]),
    arm: String(row["arm"]),
    rows: Number(row["rows"]),
    requests: Number(row["requests"]),
    labelled: Number(row["labelled"]),
    from: Number(row["from"]),
    to: Number(row["to"]),
  }));
}

async function countLabels(log: ReadLog): Promise<LabelCounts> {
  const count = async (query: ReturnType<typeof sql>): Promise<number> =>
    Number((await log.engine.rows(query))[0]?.["n"]);
  const labels = await count(sql`SELECT count(*) AS n FROM ${log.labels}`);
  const matched = matchedLabels(log, log.labelledColumns);
  const found = await count(sql`SELECT count(DISTINCT (batch, position)) AS n FROM ${matched}`);
  const conflicts = await count(
    sql`SELECT count(*) AS n FROM (SELECT sequence FROM ${matched} GROUP BY sequence HAVING count(DISTINCT coalesce('=' || label, '')) > 1)`,
  );
  const labelled = labelledPredictions(log, log.labelledColumns);
  return {
    labels,
    matched: found,
    unmatched: labels - found,
    labelledPredictions: labelled ? await count(sql`SELECT count(label) AS n FROM ${labelled}`) : 0,
    conflicts,
  };
}
