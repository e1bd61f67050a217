import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fencesOf } from "./fences.test-support.ts";

const root = join(import.meta.dirname, "../..");
const tandem = ["--conditions=tandem-development", join(root, "src/cli/main.ts")];
const run = promisify(execFile);

/** The words of a command line; quotes keep blanks. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

describe("docs/guide/getting-started.md", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tandem-guide-"));
    await cp(join(root, "node_modules/vega-datasets/data/birdstrikes.csv"), join(folder, "birdstrikes.csv"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("leads from the file to an answer, command by command", { timeout: 240_000 }, async () => {
    const config = join(folder, "tandem.config.ts");
    const outputs = new Map<string, string>();
    let answer: unknown;
    let served: Awaited<ReturnType<typeof serve>> | undefined;
    for (const { info, code } of await fencesOf(join(root, "docs/guide/getting-started.md"))) {
      if (info === "ts tandem.config.ts") await writeFile(config, code);
      else if (info === "ts tandem.config.ts +") {
        const before = await readFile(config, "utf8");
        await writeFile(config, before.replace(/( *time: .*\n)/, `$1${code}`));
      } else if (info === "sh serve") served = await serve(folder);
      else if (info === "sh request") {
        const body = /-d '([\s\S]*)'/.exec(code)![1]!;
        const response = await fetch(`${served!.address}/predict`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        answer = await response.json();
      } else if (info === "sh")
        for (const line of code.trim().split("\n")) {
          const [name, ...args] = wordsOf(line);
          expect(name).toBe("tandem");
          const { stdout } = await run(process.execPath, [...tandem, ...args], { cwd: folder });
          outputs.set(line, stdout);
        }
    }
    served?.stop();
    expect(outputs.get("tandem profile")).toMatch(
      /Where Cost Repair is above 0, 85 % of the rows have damaged = true, against 11 % overall/,
    );
    expect(outputs.get("tandem run")).toMatch(/64 proof rows reproduced bit for bit/);
    expect(outputs.get("tandem run")).not.toMatch(/Where Cost Repair/);
    expect(await readFile(join(folder, "scored.csv"), "utf8")).toMatch(/^.*,prediction,probability\n/);
    expect(answer).toMatchObject({
      predictions: [{ prediction: false, probability: expect.any(Number) as number }],
    });
  });
});

/** Starts `tandem serve` on a free port; resolves when it answers. */
async function serve(cwd: string): Promise<{ readonly address: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, [...tandem, "serve", "--port", "0"], { cwd });
  let heard = "";
  const address = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer): void => {
      heard += chunk.toString();
      const found = /http:\/\/[\d.]+:\d+/.exec(heard);
      if (found) done(found[0]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", () => fail(new Error(`serve ended: ${heard}`)));
  });
  return { address, stop: () => child.kill("SIGINT") };
}
