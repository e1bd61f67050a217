import {
  isLostArtifact,
  listRuns,
  listVersions,
  readRun,
  type RunRecord,
  type Store,
} from "../../project/index.ts";
import { command } from "../command.ts";
import { metricText, momentText, textTable } from "../text-table.ts";
import { withStore } from "../with-store.ts";

/** `tandem runs`: the runs and the registered versions of a project. */
export const runsCommand = command<{ json: boolean }, [string | undefined]>((context, _flags, folder) =>
  withStore(context, folder, async (store) => {
    const runs = await Promise.all(
      (await listRuns(store)).map(async (entry) => ({ ...entry, record: await recordOf(store, entry.id) })),
    );
    const versions = await listVersions(store);
    const runRows = runs.map(({ id, startedAt, record }) => [
      id,
      momentText(startedAt),
      ...(record ? resultCells(record) : ["record lost", "", "", ""]),
    ]);
    const versionRows = versions.map((entry) => [
      entry.name,
      String(entry.version),
      entry.aliases.join(", "),
      entry.runId,
      entry.packageHash.slice(0, 12),
    ]);
    const text =
      runs.length === 0
        ? "No runs yet. Start with `tandem run`."
        : `${textTable(["run", "started (UTC)", "winner", "metric", "test", "package"], runRows)}\n\n${textTable(["name", "version", "alias", "run", "package"], versionRows)}`;
    const document = {
      runs: runs.map(({ id, project, startedAt, record }) => ({
        id,
        project,
        startedAt: new Date(startedAt).toISOString(),
        winner: record?.winner ?? null,
        metric: record?.metric ?? null,
        packageHash: record?.packageHash ?? null,
      })),
      versions,
    };
    return { text, document };
  }),
);

/** The record of a run, or null when its file was removed or changed: the other runs are listed all the same. */
const recordOf = (store: Store, id: string): Promise<RunRecord | null> =>
  readRun(store, id).catch((error: unknown) => {
    if (isLostArtifact(error)) return null;
    throw error;
  });

function resultCells(run: RunRecord): string[] {
  const value = run.models
    .find(({ name }) => name === run.winner.model)
    ?.test.metrics.find(({ metric }) => metric === run.metric.name)?.value;
  return [
    run.winner.model,
    run.metric.name,
    value ? metricText(value.estimate) : "",
    run.packageHash.slice(0, 12),
  ];
}
