import { join } from "node:path";
import type { Diagnostic, Json } from "../../base/index.ts";
import { sql, textLiteral, type Sql } from "../../compile/index.ts";
import { openDataset, writeTable, type ColumnReader, type Engine } from "../../data/index.ts";
import { pointInTimeJoin, type FeatureSet } from "../../feature/index.ts";
import { tableFromVectors } from "../../schema/index.ts";
import { featureFields } from "../feature-fields.ts";
import type { Collected } from "./collect-step.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";

/** Event features of every row: the object that holds their columns as Parquet, and what was remarkable about the events. */
export interface BuiltFeatures {
  readonly rowCount: number;
  readonly columnsHash: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Raised when the same definitions over the same events would give other values. */
const joinVersion = 1;

/** Joins the event features to the rows; not again when neither rows, events nor definitions have changed. */
export async function featuresStep(
  context: RunContext,
  engine: Engine,
  set: FeatureSet,
  rows: StepResult<Collected>,
  events: ReadonlyMap<string, StepResult<Collected>>,
): Promise<StepResult<BuiltFeatures>> {
  const { store, effects, workFolder } = context;
  const read = [...events].filter(([name]) => set.tables.some(({ source }) => source === name));
  const inputs: Json = {
    set: set as unknown as Json,
    rows: rows.hash,
    events: Object.fromEntries(read.map(([name, { hash }]) => [name, hash])),
  };
  const pathOf = ({ output }: StepResult<Collected>): string => store.objects.pathOf(output.rowsHash);
  const build = async (): Promise<BuiltFeatures> => {
    const reader = openDataset(engine, rows.output.snapshot, pathOf(rows));
    const tables = Object.fromEntries(
      read.map(([name, collected]): [string, Sql] => [
        name,
        sql`read_parquet(${textLiteral(pathOf(collected))})`,
      ]),
    );
    const joined = await pointInTimeJoin(engine, set, { rows: reader, tables }, { effects });
    const writeTo = join(workFolder, "features.parquet");
    await writeTable(engine, tableFromVectors([...joined.columns]), writeTo);
    return {
      rowCount: joined.rowCount,
      columnsHash: await store.objects.putFile(writeTo),
      diagnostics: joined.diagnostics,
    };
  };
  return runStep(context, "features", joinVersion, inputs, build, ({ columnsHash }) =>
    store.objects.holds(columnsHash),
  );
}

/** Event features as columns to read beside those of the data. */
export const openFeatures = (
  { store }: RunContext,
  engine: Engine,
  set: FeatureSet,
  { rowCount, columnsHash }: BuiltFeatures,
): ColumnReader =>
  openDataset(
    engine,
    { schema: { fields: featureFields(set) }, rowCount },
    store.objects.pathOf(columnsHash),
  );
