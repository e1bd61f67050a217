import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, textLiteral } from "../compile/index.ts";
import { openEngine } from "../data/index.ts";

const run = promisify(execFile);
const rows = { few: 30_000, many: 160_000 } as const;
/** Memory of JavaScript's objects in MiB: less than the rows take. */
const heapMb = 64;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-memory-"));
  const engine = await openEngine();
  for (const [name, count] of Object.entries(rows))
    for (const format of ["csv", "parquet"])
      await engine.run(
        sql`COPY (SELECT range * 0.37 AS n, range % 1000 AS k, range % 3 = 0 AS flag, 'word ' || (range % 1000) AS word,
            DATE '2024-01-01' + CAST(range % 1000 AS INTEGER) AS day, TIMESTAMP '2024-01-01 00:00:00' + to_seconds(range) AS at,
            repeat('passed on ', 96) AS note FROM range(${count}::BIGINT))
          TO ${textLiteral(join(folder, `${name}.${format}`))} ${format === "csv" ? sql`(FORMAT csv, HEADER true)` : sql`(FORMAT parquet)`}`,
      );
  await engine.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** The highest memory of a process that scores a file, in MiB. */
async function peakMb(file: string): Promise<number> {
  const fixture = join(import.meta.dirname, "fixtures/score-file.ts");
  const args = [join(folder, file), join(folder, `out-${file}`), "1", String(1 << 20)];
  const flags = ["--conditions=tandem-development", `--max-old-space-size=${heapMb}`];
  const { stdout } = await run(process.execPath, [...flags, fixture, ...args], { maxBuffer: 1 << 24 });
  return Number(/at most (\d+) kB/.exec(stdout)![1]) / 1024;
}

describe("the memory of a scoring", () => {
  it.each(["csv", "parquet"])("does not grow with the file (%s)", async (kind) => {
    const [few, many] = [await peakMb(`few.${kind}`), await peakMb(`many.${kind}`)];
    expect(many).toBeLessThan(few * 1.3);
    expect(many).toBeLessThan(500);
    if (kind === "csv")
      expect((await stat(join(folder, "many.csv"))).size).toBeGreaterThan(heapMb * (1 << 20));
  });
});
