import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql, type Sql } from "../../compile/index.ts";
import type { Value } from "../../schema/index.ts";
import type { AnsweredRow, LiveVersion } from "../prediction-service.ts";
import { loadPackage } from "../runtime.ts";
import { labelledPredictions } from "./join-labels.ts";
import { readLog } from "./read-log.ts";

/** A bundle of this code stands elsewhere, and is told where they are. */
const packages =
  process.env["TANDEM_TEST_PACKAGES"] ?? join(import.meta.dirname, "../../../test/formats/0.1.0");

/** A model of an earlier release, as a version that answers. */
export function liveVersion(name = "boosting-binary", version = "1", arm = "champion"): LiveVersion {
  const predictor = loadPackage(readFileSync(join(packages, `${name}.tandem.json`), "utf8"));
  return {
    version,
    arm,
    predictor,
    schema: predictor.schema,
    answer: (rows, place = "rows") => rows.map((row, at) => predictor.predict(row, `${place}[${at}]`)),
  };
}

/** The rows of a request with their answers; each is a proof row of the model, with the changes. */
export function answeredRows(
  version: LiveVersion,
  request: string,
  changes: readonly Readonly<Record<string, unknown>>[] = [{}],
  time = 1_700_000_000_000,
): AnsweredRow[] {
  const { proof } = version.predictor.content;
  return changes.map((change, index) => {
    const row = { ...proof[index % proof.length]!.input, ...change };
    return {
      request,
      index,
      time,
      latency: 0.25,
      version,
      row,
      output: version.predictor.predict(row).output,
    };
  });
}

/** The rows of a query over a log's predictions with their labels. */
function queryLog(folder: string, query: (predictions: Sql) => Sql): Promise<Record<string, Value>[]> {
  return readLog(folder, async (log) => {
    const predictions = labelledPredictions(log, log.labelledColumns);
    return predictions ? log.engine.rows(query(predictions)) : [];
  });
}

/** All rows in the order of the log. */
export const logRows = (folder: string): Promise<Record<string, Value>[]> =>
  queryLog(folder, (predictions) => sql`SELECT * FROM ${predictions} ORDER BY sequence`);
