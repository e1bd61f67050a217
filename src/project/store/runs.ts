import { failInput } from "../../base/index.ts";
import type { RunRecord } from "../run-record.ts";
import type { Store } from "./store.ts";

/** The ids of the runs of a project folder, the newest first. */
export async function listRuns(
  store: Store,
): Promise<readonly { readonly id: string; readonly project: string; readonly startedAt: number }[]> {
  const rows = await store.database
    .selectFrom("run")
    .select(["id", "project", "startedAt"])
    .orderBy("startedAt", "desc")
    .orderBy("id")
    .execute();
  return rows;
}

/** The record of a run: by its id or the start of it, or `latest`. Fails with T2022 when there is none, T2026 when several begin so. */
export async function readRun(store: Store, id: string): Promise<RunRecord> {
  const runs = await store.database
    .selectFrom("run")
    .select(["id", "recordHash"])
    .orderBy("startedAt", "desc")
    .execute();
  const found =
    id === "latest" ? runs.slice(0, 1) : runs.filter((run) => run.id === id || run.id.startsWith(id));
  if (found.length === 1)
    return JSON.parse((await store.objects.get(found[0]!.recordHash)).toString("utf8")) as RunRecord;
  if (found.length > 1)
    failInput("T2026", `${found.length} runs begin with "${id}"`, {
      value: found.map((run) => run.id).join(", "),
      cure: "Give more of the id.",
    });
  return failInput("T2022", runs.length === 0 ? "There is no run yet" : `There is no run "${id}"`, {
    place: store.folder,
    cure:
      runs.length === 0
        ? "Run `tandem run` first."
        : `The newest is ${runs[0]!.id}; \`tandem runs\` lists them.`,
  });
}
