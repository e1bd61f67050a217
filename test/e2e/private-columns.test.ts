import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { startTandem, tandem, tandemJson, temporaryFolder, type RunDocument } from "./tandem.test-support.ts";

const people = ["Lakisha", "Tamika", "Emily", "Meredith", "Jamal", "Brendan", "Ebony", "Allison"];
const idOf = (at: number): string => `applicant-${at}-zq`;

/** Who was called back, by first name, years of experience and whether the answer came by mail. */
function applications(): string {
  const lines = Array.from({ length: 400 }, (_, at) => {
    const person = at % people.length;
    const years = (at * 7) % 30;
    return `${idOf(at % 150)},${people[person]},${years},${(person % 3) + years / 10 + (at % 2) > 2.4}`;
  });
  return `applicant,firstname,years,called\n${lines.join("\n")}\n`;
}

const config = (marks: string): string => `import { csv, defineProject } from "tandem-ml";

export default defineProject({
  name: "applications",
  data: csv("applications.csv"),
  predict: "called",
  id: ["applicant"],
  models: ["baseline", { trainer: "boosting", params: { numIterations: 10 } }],${marks}
});
`;

let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "applications.csv"), applications());
  writeFileSync(join(folder, "tandem.config.ts"), config('\n  private: ["applicant", "firstname"],'));
});

/** The files below a folder that hold one of some texts, but for Parquet files, which stand for themselves. */
function filesWith(place: string, texts: readonly string[], endings = /./): string[] {
  return readdirSync(place, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(place, name);
    if (!statSync(path).isFile() || !endings.test(name)) return false;
    const bytes = readFileSync(path);
    return texts.some((text) => bytes.includes(text));
  });
}

async function serve(...options: readonly string[]) {
  const running = startTandem(folder, "serve", "--port", "0", "--record", ...options);
  while (!/http:[^ ]+/.test(running.said())) {
    if (running.child.exitCode !== null) throw new Error(running.said());
    await setTimeout(20);
  }
  const address = /http:\/\/[0-9.]+:[0-9]+/.exec(running.said())![0];
  return {
    said: running.said,
    predict: (rows: readonly object[], id: string): Promise<Response> =>
      fetch(`${address}/predict`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": id },
        body: JSON.stringify({ rows }),
      }),
    stop: async () => {
      running.child.kill("SIGTERM");
      await running.finished;
    },
  };
}

interface Answered {
  readonly predictions: readonly { readonly probability: number }[];
}

interface Kept {
  readonly request: string;
  readonly "input.firstname": string;
  readonly "input.years": number;
}

async function kept(): Promise<readonly Kept[]> {
  const output = join(folder, "kept.jsonl");
  await tandem(folder, "log", "export", output);
  const lines = readFileSync(output, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Kept);
}

describe("columns that a project marks private", () => {
  it("stand nowhere in clear from the run to the log, and their entity is erased", async () => {
    const run = await tandemJson<RunDocument>(folder, "run");
    expect(run.package.provenRows).toBeGreaterThan(10);
    await tandem(folder, "profile");
    await tandem(folder, "promote");
    const names = [...people, "-zq"];
    const isRows = (name: string): boolean =>
      readFileSync(join(folder, ".tandem", name))
        .subarray(0, 4)
        .toString() === "PAR1";
    const holding = filesWith(join(folder, ".tandem"), names);
    expect(holding.length).toBe(1);
    expect(holding.filter((name) => !isRows(name))).toEqual([]);
    expect(filesWith(join(folder, ".tandem"), ["firstname"]).length).toBeGreaterThan(3);

    const service = await serve();
    const rows = people.map((firstname, at) => ({ firstname, years: at }));
    const answer = await service.predict(rows, "r-1");
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as Answered).predictions).toHaveLength(people.length);
    // The model sees the names themselves: people of the same experience get different answers.
    const same = await service.predict(
      people.map((firstname) => ({ firstname, years: 15 })),
      "r-2",
    );
    const { predictions } = (await same.json()) as Answered;
    expect(new Set(predictions.map(({ probability }) => probability)).size).toBeGreaterThan(1);
    await service.stop();
    expect(filesWith(join(folder, ".tandem/log"), names)).toEqual([]);
    expect(filesWith(join(folder, ".tandem/log"), ["firstname"]).length).toBeGreaterThan(0);
    expect(service.said()).toContain("of firstname as a keyed hash only");
    expect(service.said()).not.toContain("Lakisha");
    expect(statSync(join(folder, ".tandem/private.key")).mode & 0o777).toBe(0o600);
    const before = await kept();
    expect(before).toHaveLength(16);
    expect(before[0]!["input.firstname"]).toBe(before[8]!["input.firstname"]);
    expect(before[0]!["input.firstname"]).toMatch(/^[0-9a-f]{64}$/);

    const entity = ["firstname", "Lakisha", "years", "15"];
    const erased = await tandemJson<{ predictions: number }>(folder, "log", "erase", ...entity);
    expect(erased.predictions).toBe(1);
    expect((await kept()).map(({ request }) => request)).toHaveLength(15);
    expect(await tandem(folder, "log", "erase", "firstname")).toMatchObject({ code: 2 });
    const odd = await tandem(folder, "log", "erase", "firstname", "Lakisha", "years");
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining("T2954")]);
  });

  it("stay hidden in the log when a later version does not mark them", async () => {
    writeFileSync(join(folder, "tandem.config.ts"), config(""));
    await tandemJson(folder, "run");
    await tandem(folder, "promote");
    const service = await serve();
    expect((await service.predict([{ firstname: "Tamika", years: 4 }], "r-3")).status).toBe(200);
    await service.stop();
    expect(filesWith(join(folder, ".tandem/log"), people)).toEqual([]);
    expect((await kept()).at(-1)).toMatchObject({
      request: "r-3",
      "input.firstname": expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const lost = await serve("--private-key", "elsewhere.key").catch((error: unknown) => String(error));
    expect(lost).toMatch(/T2911.*is not there/);
  });

  it("are tested without a value of theirs, on a page with charts too", async () => {
    const own = temporaryFolder();
    const pay = (at: number): string => `${30_000 + ((at * 7919) % 9000)}.${10 + (at % 90)}`;
    const rows = Array.from({ length: 80 }, (_, at) => `${pay(at)},${at % 23},${at % 3 === 0}`);
    writeFileSync(join(own, "pay.csv"), `pay,years,left\n${rows.join("\n")}\n`);
    writeFileSync(
      join(own, "tandem.config.ts"),
      config('\n  private: ["pay"],')
        .replace("applications.csv", "pay.csv")
        .replace("called", "left")
        .replace('\n  id: ["applicant"],', ""),
    );
    const page = join(own, "page.html");
    const { code, stdout } = await tandem(own, "test", "pay vs years", "--json", "--html", page);
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ picture: null })]);
    const told = stdout + readFileSync(page, "utf8");
    expect(told).toContain("is private, so no chart shows its values");
    expect(rows.map((row) => row.split(",")[0]!).filter((value) => told.includes(value))).toEqual([]);
  });
});
