import { failInput } from "../../base/index.ts";
import { identifier, joinSql, sql, type Sql } from "../../compile/index.ts";
import { writeQuery } from "../../data/index.ts";
import { labelledPredictions } from "./join-labels.ts";
import { readLog, type ReadLog } from "./read-log.ts";

/**
 * Writes every prediction with its label, or all labels as they came, as CSV, Parquet or JSON lines, by the ending of the path: the
 * file is wholly there or not at all. Fails with T2916 for a log without predictions.
 */
export const exportLog = (
  folder: string,
  path: string,
  what: "predictions" | "labels",
): Promise<{ readonly rowCount: number }> =>
  readLog(folder, async (log) => ({
    rowCount: await writeQuery(
      log.engine,
      what === "labels" ? labelQuery(log) : predictionQuery(log, folder),
      path,
    ),
  }));

const labelQuery = ({ labels }: ReadLog): Sql =>
  sql`SELECT * FROM ${labels} ORDER BY ${joinSql(["recordedAt", "batch", "position"].map(identifier))}`;

function predictionQuery(log: ReadLog, folder: string): Sql {
  const predictions = labelledPredictions(log, log.labelledColumns);
  if (predictions) return sql`SELECT * FROM ${predictions} ORDER BY sequence`;
  return failInput("T2916", "The prediction log has no predictions yet", {
    place: folder,
    cure: "Export its labels with --labels, or wait for the first answer.",
  });
}
