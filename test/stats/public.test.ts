import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "tsdown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as stats from "../../src/stats/public.ts";

const root = join(import.meta.dirname, "../..");
let folder = "";
let bundle = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-stats-"));
  await build({
    config: false,
    cwd: root,
    entry: { stats: join(root, "src/stats/public.ts") },
    format: "iife",
    globalName: "stats",
    platform: "neutral",
    target: "es2024",
    outDir: folder,
    noExternal: [/./],
    dts: false,
    clean: false,
    logLevel: "silent",
  });
  const [file] = await readdir(folder);
  bundle = await readFile(join(folder, file!), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("tandem-ml/stats", () => {
  it("exports exactly the names that were decided", async () => {
    const names = Object.keys(stats).sort();
    await expect(`${names.join("\n")}\n`).toMatchFileSnapshot("../expected/public-stats.txt");
  });

  it("needs nothing of Node", () => {
    expect(bundle).not.toMatch(/\bnode:|\brequire\(|\bprocess\./);
  });

  it("runs where there is nothing but the language, and gives the same bits", () => {
    const context = createContext({});
    const call = `
      const first = [5.1, 6.2, 7.3, 8.4, 9.9], second = [1, 2, 3, 4.5, 9];
      JSON.stringify([stats.welchTTest(first, second), stats.mannWhitneyTest(first, second),
        stats.fisherExactTest([[3, 1, 2], [1, 3, 5]]), stats.shapiroWilkTest(first),
        stats.bootstrapInterval([first, second], "difference of means", { resamples: 999 })]);
    `;
    const there = JSON.parse(runInContext(`${bundle};${call}`, context) as string) as unknown;
    const first = [5.1, 6.2, 7.3, 8.4, 9.9];
    const second = [1, 2, 3, 4.5, 9];
    const here = [
      stats.welchTTest(first, second),
      stats.mannWhitneyTest(first, second),
      stats.fisherExactTest([
        [3, 1, 2],
        [1, 3, 5],
      ]),
      stats.shapiroWilkTest(first),
      stats.bootstrapInterval([first, second], "difference of means", { resamples: 999 }),
    ];
    expect(there).toEqual(JSON.parse(JSON.stringify(here)));
  });

  it("refuses bad input with a code, a place and a cure there too", () => {
    const caught = runInContext(
      `${bundle};let caught; try { stats.welchTTest([1], [2, 3]); } catch (error) { caught = error.diagnostics[0]; } JSON.stringify(caught);`,
      createContext({}),
    ) as string;
    expect(JSON.parse(caught)).toMatchObject({ code: "T2833", place: "first" });
  });
});
