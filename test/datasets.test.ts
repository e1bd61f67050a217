import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../src/base/index.ts";
import {
  guessTarget,
  profileFile,
  proposeProject,
  runProject,
  type RunRecord,
} from "../src/project/index.ts";

/** Tables that are not part of the project. In CI they must be there; elsewhere these tests are skipped, visibly. */
const shared = join(import.meta.dirname, "../../shared/data");
const hasTables = existsSync(shared) || process.env["CI"] !== undefined;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tandem-datasets-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What `init` and `run` do with a file and the name of its target. */
async function initAndRun(
  file: string,
  target: string,
): Promise<{ proposal: ReturnType<typeof proposeProject>; record: RunRecord }> {
  const path = join(shared, file);
  const data = await profileFile(path, quietEffects(), (profile) => guessTarget(profile, target).name);
  const proposal = proposeProject(data, {
    name: target,
    source: path,
    predict: { name: target, reason: "" },
  });
  const { record } = await runProject(
    { name: target, data: { kind: "csv", path, options: {} }, predict: target, id: proposal.id },
    { folder: join(folder, target), effects: quietEffects() },
  );
  return { proposal, record };
}

const alertsOf = ({ profile }: RunRecord): string[] => profile.alerts.map(({ text }) => text);

const scoreOf = (record: RunRecord, model: string): number =>
  record.models
    .find(({ name }) => name === model)!
    .test.metrics.find(({ metric }) => metric === record.metric.name)!.value!.estimate;

// scikit-learn 1.9.1 and LightGBM 4.7.0 on the same test rows (bench/datasets.ts): Titanic, AUC: LightGBM 0.857, logistic 0.853;
// penguins, log-loss: 0.045, 0.023; cars, RMSE: 3.0, ridge 3.5. The bounds leave room for noise.
describe.runIf(hasTables)("tables as they are, with nothing but the target", () => {
  it("predicts who survived the Titanic, leaving names and numbers out", async () => {
    const { proposal, record } = await initAndRun("titanic/train.csv", "Survived");
    expect([...proposal.id].sort()).toEqual(["Name", "PassengerId", "Ticket"]);
    expect(record.target).toMatchObject({ task: { kind: "binary" }, positive: "1" });
    const alerts = alertsOf(record);
    expect(alerts).toContain("Cabin is missing in 687 of 891 rows (77 %).");
    expect(alerts).toContain("Age is missing in 177 of 891 rows (20 %).");
    expect(alerts).toContain(
      "Pclass takes 3 whole numbers only (1, 2, 3): amounts, or codes for categories?",
    );
    expect(record.profile.alerts.filter(({ severity }) => severity === "high")).toEqual([]);
    expect(record.profile.alerts.find(({ kind }) => kind === "duplicate-rows")?.severity).toBe("low");
    expect(record.models.flatMap(({ features }) => features.map(({ from }) => from))).not.toContain("Name");
    expect(record.diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    expect(scoreOf(record, "boosting")).toBeGreaterThan(0.83);
    expect(scoreOf(record, "logistic")).toBeGreaterThan(0.81);
  });

  it("tells three kinds of penguins apart", async () => {
    const { record } = await initAndRun("penguins/penguins.csv", "species");
    expect(record.target.task.kind).toBe("multiclass");
    expect(record.snapshot.columns.find(({ name }) => name === "sex")).toMatchObject({ missing: 11 });
    expect(record.metric.name).toBe("log-loss");
    expect(scoreOf(record, "logistic")).toBeLessThan(0.08);
    expect(scoreOf(record, "boosting")).toBeLessThan(0.15);
    expect(scoreOf(record, "baseline")).toBeGreaterThan(0.9);
  });

  it("predicts how far a car goes, with horsepower missing in places and the name left out", async () => {
    const { proposal, record } = await initAndRun("auto-mpg/mpg.csv", "mpg");
    expect(proposal.id).toEqual(["name"]);
    expect(record.snapshot.columns.find(({ name }) => name === "horsepower")).toMatchObject({ missing: 6 });
    expect(record.target.task.kind).toBe("regression");
    expect(scoreOf(record, "boosting")).toBeLessThan(3.6);
    expect(scoreOf(record, "ridge")).toBeLessThan(4);
    expect(record.winner.model).not.toBe("baseline");
  });
});
