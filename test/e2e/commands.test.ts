import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  fewStrikes,
  main,
  node,
  root,
  smallConfig,
  smallProject,
  startTandem,
  tandem,
  tandemJson,
  temporaryFolder,
  type RunDocument,
} from "./tandem.test-support.ts";

const commands = [
  "init",
  "profile",
  "run",
  "compare",
  "predict",
  "serve",
  "compatible",
  "promote",
  "rollback",
  "runs",
  "show",
  "test",
];

describe("the command line", () => {
  it.each(commands)("has help with an example for %s", async (command) => {
    const { code, stdout, stderr } = await tandem(root, command, "--help");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^ {2}\\$ tandem ${command}`, "m"));
    expect(stdout).toContain("--json");
  });

  it("lists every command in its help", async () => {
    const { code, stdout } = await tandem(root, "--help");
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} {2,}[A-Z]`, "m"));
  });

  it("tells its version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(await tandem(root, "--version")).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    [["rnu"], "T2401", "`run`"],
    [["run", "--modle", "logistic"], "T2402", "--model"],
    [["promote", "--alias", "champoin"], "T2402", "champion"],
    [["run", "--threads", "two"], "T2402", "whole number"],
    [["predict"], "T2402", "file"],
    [["runs", "here", "there"], "T2402", "there"],
  ])("refuses %j with exit code 2 and a suggestion", async (args, code, suggestion) => {
    const text = await tandem(root, ...args);
    expect([text.code, text.stdout]).toEqual([2, ""]);
    expect(text.stderr).toMatch(new RegExp(`^error ${code} `));
    expect(text.stderr).toContain(suggestion);
    expect(text.stderr).toContain("--help");
    const json = await tandem(root, ...args, "--json");
    expect(json.code).toBe(2);
    const { error } = JSON.parse(json.stdout) as { error: { diagnostics: readonly { code: string }[] } };
    expect(error.diagnostics[0]!.code).toBe(code);
  });

  it("starts within 2.5 times the start of bare Node", () => {
    const measure = (args: readonly string[]): number => {
      const started = performance.now();
      const { status } = spawnSync(node, args, { stdio: "ignore" });
      expect(status).toBe(0);
      return performance.now() - started;
    };
    const bare: number[] = [];
    const help: number[] = [];
    // In turns, so that other work on the machine slows both alike.
    for (let turn = 0; turn < 10; turn++) {
      bare.push(measure(["-e", "0"]));
      help.push(measure([main, "--help"]));
    }
    // The least of each: a stall of the machine only ever adds to some.
    const ratio = Math.min(...help) / Math.min(...bare);
    console.log(`tandem --help starts in ${ratio.toFixed(2)} times the start of bare Node`);
    expect(ratio).toBeLessThan(2.5);
  });
});

describe("the work on one project", () => {
  let folder: string;
  let first: RunDocument;
  let second: RunDocument;

  beforeAll(async () => {
    folder = smallProject();
    first = await tandemJson<RunDocument>(folder, "run");
    writeFileSync(join(folder, "tandem.config.ts"), smallConfig(2));
    second = await tandemJson<RunDocument>(folder, "run");
  });

  it("prints one JSON document and nothing else for every command", async () => {
    writeFileSync(join(folder, "rows.csv"), fewStrikes());
    const other = temporaryFolder();
    writeFileSync(join(other, "rows.csv"), fewStrikes());
    const lines: readonly (readonly [string, readonly string[]])[] = [
      [other, ["init", "rows.csv", "--predict", "Effect Amount of damage"]],
      [folder, ["profile"]],
      [folder, ["profile", "rows.csv"]],
      [folder, ["test", "Cost Repair by Phase of flight", "rows.csv"]],
      [folder, ["test", "damaged vs Wildlife Size"]],
      [folder, ["test", "by Wildlife Size", "Speed IAS in knots by damaged", "--html", "answers.html"]],
      [folder, ["compare"]],
      [folder, ["predict", "rows.csv"]],
      [folder, ["promote", "1"]],
      [folder, ["compatible", first.package.path, first.package.path]],
      [folder, ["export", "sql", first.package.path]],
      [folder, ["export", "js", first.package.path]],
      [folder, ["export", "client", first.package.path]],
      [folder, ["promote", "2"]],
      [folder, ["rollback"]],
      [folder, ["runs"]],
      [folder, ["show"]],
      [folder, ["show", first.package.path]],
    ];
    for (const [where, args] of lines) {
      const { code, stdout, stderr } = await tandem(where, ...args, "--json");
      expect([args, code, stderr]).toEqual([args, 0, ""]);
      expect(stdout.endsWith("\n"), args.join(" ")).toBe(true);
      expect(stdout.trimEnd().split("\n"), args.join(" ")).toHaveLength(1);
      expect(typeof JSON.parse(stdout)).toBe("object");
    }
  });

  it("prints one JSON document with the mistakes when the input is bad", async () => {
    const { code, stdout, stderr } = await tandem(folder, "predict", "nowhere.csv", "--json");
    const { error } = JSON.parse(stdout) as {
      error: { kind: string; diagnostics: readonly { code: string; cure: string }[] };
    };
    expect([code, error.kind]).toEqual([2, "input"]);
    expect(error.diagnostics[0]!.cure).not.toBe("");
    expect(stderr).toContain(error.diagnostics[0]!.code);
  });

  it("ends with 1, and prints the whole result, when a check does not hold", async () => {
    const checked = smallProject();
    const config = smallConfig().replace("seed: 1,", 'checks: [{ kind: "row-count", min: 5000 }],');
    writeFileSync(join(checked, "tandem.config.ts"), config);
    const text = await tandem(checked, "run");
    expect([text.code, text.stderr]).toEqual([1, ""]);
    expect(text.stdout).toContain("CHECK DOES NOT HOLD");
    const json = await tandem(checked, "run", "--json");
    expect(json.code).toBe(1);
    const { checks } = JSON.parse(json.stdout) as { checks: readonly { holds: boolean }[] };
    expect(checks.map(({ holds }) => holds)).toEqual([false]);
  });

  it("compares two runs by what went in and by what came out", async () => {
    const { differences, verdict } = await tandemJson<{
      differences: readonly { what: string; older: string; newer: string }[];
      verdict: { comparable: boolean; text: string };
    }>(folder, "compare", first.run, second.run);
    expect(differences).toContainEqual({ what: "seed", older: "1", newer: "2" });
    expect(verdict.text).not.toBe("");
    expect((await tandem(folder, "compare", "nothing")).code).toBe(2);
  });

  it("lists both runs and both versions, the newest first", async () => {
    const { runs, versions } = await tandemJson<{
      runs: readonly { id: string }[];
      versions: readonly { version: number }[];
    }>(folder, "runs");
    expect(runs.map(({ id }) => id)).toEqual([second.run, first.run]);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it("shows a run by the start of its id", async () => {
    expect(await tandemJson(folder, "show", first.run)).toMatchObject({ kind: "run", id: first.run });
    const { stdout } = await tandem(folder, "show", second.run);
    expect(stdout).toContain(`Run ${second.run}`);
    expect(stdout).toContain("What was chosen, and why");
  });

  it("moves the champion forward and back, and scores with it", async () => {
    const moved = smallProject();
    await tandemJson(moved, "run");
    writeFileSync(join(moved, "tandem.config.ts"), smallConfig(2));
    await tandemJson(moved, "run");
    const champion = async (): Promise<number> =>
      (await tandemJson<{ model: { version: number } }>(moved, "predict", "strikes.csv")).model.version;
    expect(await champion()).toBe(2);
    expect(await tandemJson(moved, "promote", "1")).toMatchObject({ from: null, to: 1 });
    expect(await champion()).toBe(1);
    expect(await tandemJson(moved, "promote", "2")).toMatchObject({ from: 1, to: 2 });
    expect(await tandemJson(moved, "rollback")).toMatchObject({ from: 2, to: 1 });
    expect(await champion()).toBe(1);
    const again = await tandem(moved, "rollback");
    expect([again.code, again.stderr.split(" ")[1]]).toEqual([2, "T2024"]);
    const wrong = await tandem(moved, "promote", "9");
    expect([wrong.code, wrong.stderr.split(" ")[1]]).toEqual([2, "T2023"]);
    const { code, stdout } = await tandem(moved, "run");
    expect(code).toBe(0);
    expect(stdout).toMatch(/champion/);
  });

  it("serves with its start line on standard error and one document at the end", async () => {
    const { child, finished, said } = startTandem(folder, "serve", "--port", "0", "--json");
    await expect.poll(said, { timeout: 30_000 }).toContain('"address":');
    // Behind it comes the log, a document on each line.
    const told = (): unknown[] =>
      said()
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
    expect(told()).toContainEqual(
      expect.objectContaining({ model: expect.objectContaining({ name: "strikes" }) }),
    );
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await finished;
    expect([code, stderr]).toEqual([0, said()]);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: true });
  });
});
