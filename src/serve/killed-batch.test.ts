import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../base/index.ts";
import { csvOf, mixedModel, mixedRows } from "./batch/mixed-model.test-support.ts";
import { scoreFile } from "./score-file.ts";

const options = { threads: 1, partBytes: 6000 } as const;
/** How often the process is killed: more on request, for a long night. */
const kills = Number(process.env["TANDEM_BATCH_KILLS"] ?? 3);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-killed-"));
  const dirty = csvOf(mixedRows(1500, "killed")).replaceAll(
    /\n([^\n]*1[^\n]*\n)(?=[^\n]*2)/g,
    "\nragged\n$1",
  );
  await writeFile(at("rows.csv"), dirty);
});
afterAll(() => rm(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

interface Ended {
  readonly killed: boolean;
  readonly heard: string;
}

/** Scores in a process of its own and kills it some time after so many parts. */
async function scoreAndKill(output: string, parts: number, delayMs: number): Promise<Ended> {
  const fixture = join(import.meta.dirname, "fixtures/score-file.ts");
  const args = [at("rows.csv"), output, String(options.threads), String(options.partBytes)];
  const child = spawn(process.execPath, ["--conditions=tandem-development", fixture, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let heard = "";
  let isSent = false;
  return new Promise((done) => {
    child.stdout.on("data", (text: Buffer) => {
      heard += text.toString();
      if (isSent || heard.split("\n").length <= parts) return;
      isSent = true;
      void setTimeout(delayMs).then(() => child.kill("SIGKILL"));
    });
    child.on("close", (_code, signal) => done({ killed: signal === "SIGKILL", heard }));
  });
}

/** Scores into a table in a process of its own and kills it while the rows are written. */
async function scoreIntoTable(from: string, output: string): Promise<Ended> {
  const fixture = join(import.meta.dirname, "fixtures/score-file.ts");
  const args = ["--conditions=tandem-development", fixture, from, output, "1", String(1 << 20)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  return new Promise((done) => {
    child.stdout.on("data", (text: Buffer) => {
      heard += text.toString();
      if (heard.includes("write")) child.kill("SIGKILL");
    });
    child.on("close", (_code, signal) => done({ killed: signal === "SIGKILL", heard }));
  });
}

it(
  "leaves no table behind when it is killed while it writes one, and writes it whole the next time",
  { timeout: 120_000 },
  async () => {
    const rowCount = 25_000;
    await writeFile(at("many.csv"), csvOf(mixedRows(rowCount, "many")));
    const output = `sqlite:${at("many.sqlite")}#scored`;
    const { killed } = await scoreIntoTable(at("many.csv"), output);
    const tables = (): unknown[] => {
      const database = new DatabaseSync(at("many.sqlite"));
      const found = database.prepare("SELECT name FROM sqlite_schema").all();
      const counted = found.map(({ name }) => [
        name,
        database.prepare(`SELECT count(*) AS n FROM "${String(name)}"`).get()?.["n"],
      ]);
      database.close();
      return counted;
    };
    expect([killed, tables()]).toEqual([true, []]);
    const scored = await scoreFile(
      mixedModel(),
      at("many.csv"),
      output,
      quietEffects(),
      {},
      { threads: 1, partBytes: 1 << 20 },
    );
    expect([scored.rowCount, scored.resumedRows, tables()]).toEqual([
      rowCount,
      rowCount,
      [["scored", rowCount]],
    ]);
    expect((await readdir(folder)).filter((name) => name.startsWith("many.sqlite"))).toEqual(["many.sqlite"]);
  },
);

describe("a scoring whose process is killed", () => {
  it(
    "goes on where it was, shows nothing that is not whole, and ends with the same bytes",
    { timeout: 120_000 + kills * 10_000 },
    async () => {
      const quiet = quietEffects(() => 0);
      const whole = await scoreFile(mixedModel(), at("rows.csv"), at("whole.csv"), quiet, {}, options);
      expect(whole.rejected.count).toBeGreaterThan(10);
      const random = createRandom("kills");
      let output = at("killed-0.csv");
      let count = 0;
      for (let round = 0; count < kills; round++) {
        const { killed, heard } = await scoreAndKill(
          output,
          1 + Math.floor(random.next() * 6),
          random.next() * 30,
        );
        if (killed) count++;
        if (existsSync(output)) {
          // It came to its end, or to the moment before its parts were removed.
          expect((await readFile(output)).equals(await readFile(at("whole.csv")))).toBe(true);
          output = at(`killed-${round + 1}.csv`);
        } else expect(heard).not.toContain("done");
      }
      const scored = await scoreFile(mixedModel(), at("rows.csv"), output, quiet, {}, options);
      expect(scored).toMatchObject({ rowCount: whole.rowCount, rejected: { count: whole.rejected.count } });
      expect((await readFile(output)).equals(await readFile(at("whole.csv")))).toBe(true);
      const listed = await readFile(output.replace(".csv", ".rejects.csv"));
      expect(listed.equals(await readFile(at("whole.rejects.csv")))).toBe(true);
      expect((await readdir(folder)).filter((name) => name === `${output}.parts`)).toEqual([]);
    },
  );
});
