import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../src/base/index.ts";
import { csv, defineProject, loadPackage, runProject, scoreFile, type Predictor } from "../src/index.ts";
import { csvOf, mixedModel, mixedRows } from "../src/serve/batch/mixed-model.test-support.ts";
import { serveModel } from "./serving.test-support.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-both-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const stored = async (name: string): Promise<Predictor> =>
  loadPackage(await readFile(join(import.meta.dirname, `formats/0.1.0/${name}.tandem.json`), "utf8"));

/** Reviews whose words say whether they are good. */
async function reviewModel(): Promise<Predictor> {
  const random = createRandom("reviews");
  const pick = (words: readonly string[]): string => words[Math.floor(random.next() * words.length)]!;
  const good = ["great", "tasty", "fresh", "loved it", "will buy again", "Wunderschön"];
  const bad = ["stale", "bland", "broken box", "never again", "too salty", "pas bon"];
  const lines = Array.from({ length: 400 }, () => {
    const isGood = random.next() < 0.5;
    const text = Array.from({ length: 6 }, () => pick(random.next() < 0.8 === isGood ? good : bad)).join(
      ", ",
    );
    return `"${text}",${Math.floor(random.next() * 100)},${isGood ? "yes" : "no"}`;
  });
  await writeFile(join(folder, "reviews.csv"), `review,stars,good\n${lines.join("\n")}\n`);
  const recipe = [{ transform: "text-vocabulary", columns: ["review"], params: { maxTokens: 20 } }] as const;
  const project = defineProject({
    name: "reviews",
    data: csv("reviews.csv"),
    predict: "good",
    models: [{ trainer: "logistic", recipe }],
  });
  const { packagePath } = await runProject(project, { folder });
  return loadPackage(await readFile(packagePath, "utf8"));
}

const strikes = join(import.meta.dirname, "formats/strikes.csv");
const mixed = join(folder, "mixed.csv");
await writeFile(mixed, csvOf(mixedRows(900, "both")));

const models: readonly (readonly [
  name: string,
  load: () => Promise<Predictor>,
  file: string,
  least: number,
])[] = [
  ["boosted trees", () => stored("boosting-binary"), strikes, 100],
  ["a logistic model of several classes", () => stored("logistic-multiclass"), strikes, 100],
  ["a ridge regression", () => stored("ridge-regression"), strikes, 100],
  ["all types of columns", () => Promise.resolve(mixedModel()), mixed, 900],
  ["words of texts", reviewModel, join(folder, "reviews.csv"), 400],
];

/** The answers of a service to rows, a few hundred at a time. */
async function askService(model: Predictor, rows: readonly object[]): Promise<Record<string, unknown>[]> {
  const server = await serveModel(() => Promise.resolve(model));
  const answers: Record<string, unknown>[] = [];
  for (let at = 0; at < rows.length; at += 300) {
    const { status, body } = await server.ask("/predict", { rows: rows.slice(at, at + 300) });
    expect(status, body).toBe(200);
    answers.push(...(JSON.parse(body) as { predictions: Record<string, unknown>[] }).predictions);
  }
  await server.close();
  return answers;
}

describe("a file scored by tandem predict and the same rows sent to POST /predict", () => {
  it.each(models)("have the same bits in every row: %s", async (_name, load, file, least) => {
    const model = await load();
    const output = join(folder, "scored.jsonl");
    const options = { threads: 1, partBytes: 8000 };
    const scored = await scoreFile(
      model,
      file,
      output,
      quietEffects(() => 0),
      {},
      options,
    );
    expect(scored.rowCount).toBeGreaterThanOrEqual(least);
    const lines = (await readFile(output, "utf8")).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const pick = (record: Record<string, unknown>, names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, record[name]]));
    const fields = model.schema.fields.map(({ name }) => name);
    const answers = await askService(
      model,
      records.map((record) => pick(record, fields)),
    );
    const outputs = Object.keys(model.content.program.outputs);
    expect(records.map((record) => pick(record, outputs))).toEqual(
      answers.map((answer) => pick(answer, outputs)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(pick(answer, outputs)))).size).toBeGreaterThan(10);
  });
});
