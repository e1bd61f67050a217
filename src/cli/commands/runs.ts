import { listRuns, listVersions, readRun } from "../../project/index.ts";
import { command } from "../command.ts";
import { metricText, momentText, textTable } from "../text-table.ts";
import { withStore } from "../with-store.ts";

/** `tandem runs`: the runs and the registered versions of a project. */
export const runsCommand = command<{ json: boolean }, [string | undefined]>((context, _flags, folder) =>
  withStore(context, folder, async (store) => {
    const runs = await Promise.all((await listRuns(store)).map(({ id }) => readRun(store, id)));
    const versions = await listVersions(store);
    const runRows = runs.map((run) => {
      const value = run.models
        .find(({ name }) => name === run.winner.model)
        ?.test.metrics.find(({ metric }) => metric === run.metric.name)?.value;
      return [
        run.id,
        momentText(Date.parse(run.startedAt)),
        run.winner.model,
        run.metric.name,
        value ? metricText(value.estimate) : "",
        run.packageHash.slice(0, 12),
      ];
    });
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
      runs: runs.map(({ id, project, startedAt, winner, metric, packageHash }) => ({
        id,
        project,
        startedAt,
        winner,
        metric,
        packageHash,
      })),
      versions,
    };
    return { text, document };
  }),
);
