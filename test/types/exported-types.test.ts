import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportClient, exportModule } from "../../src/export/index.ts";
import { parsePackage, type ModelPackage } from "../../src/project/index.ts";
import { fencesOf } from "../docs/fences.test-support.ts";

const root = join(import.meta.dirname, "../..");
const packageOf = (name: string): ModelPackage =>
  parsePackage(readFileSync(join(root, `test/formats/0.1.0/${name}.tandem.json`), "utf8"), name);

/** The same package after its column "speed" was renamed in the project. */
function renamed(content: ModelPackage): ModelPackage {
  return JSON.parse(JSON.stringify(content).replaceAll('"speed"', '"Speed IAS in knots"')) as ModelPackage;
}

const caller = (
  client: string,
): string => `import { createClient, PredictError, type Row } from "./${client}.ts";

const client = createClient("http://localhost:8080", { timeoutMs: 500 });
const row: Row = { day: "2024-01-31", size: "small" };
export async function ask(knots: number | null): Promise<number> {
  try {
    const answer = await client.predict({ day: "2024-01-31", size: "small", speed: knots });
    const { model } = await client.predictBatch([row], { signal: AbortSignal.timeout(9) });
    const sure: boolean = answer.prediction;
    return sure && model.name === "strikes" ? answer.probability : 0;
  } catch (error) {
    if (error instanceof PredictError && error.kind === "refused")
      throw new Error(error.diagnostics.map(({ code, message }) => code + message).join());
    throw error;
  }
}
`;

const module = (
  line: string,
): string => `import { model, predict, predictBatch, schema, verify } from "./size.js";

export const answers = predictBatch([{ hit: true }, { hit: false, sky: null, speed: 3 }]);
const size: "large" | "medium" | "small" | null = predict({ hit: true, sky: "clear" }).prediction;
const names: ("hit" | "sky" | "speed")[] = schema.fields.map(({ name }) => name);
export const all = [size, names, verify().rowCount, model.hash];
${line}
`;

const files: Readonly<Record<string, string>> = {
  "right.ts": caller("client"),
  "stale.ts": caller("renamed"),
  "module.ts": module(""),
  "module-missing.ts": module("predict({ sky: null });"),
  "module-retyped.ts": module('predict({ hit: "yes" });'),
  "module-label.ts": module('if (size === "tiny") verify();'),
};

describe("the types of exports", () => {
  const folder = mkdtempSync(join(tmpdir(), "tandem-exported-types-"));
  let errors = "";

  beforeAll(async () => {
    const guide = (await fencesOf(join(root, "docs/guide/exports.md"))).find(
      ({ info }) => info === "ts caller",
    )!;
    const boosting = packageOf("boosting-binary");
    const { javascript, declarations } = exportModule(packageOf("logistic-multiclass"));
    const exported = {
      "client.ts": exportClient(boosting),
      "renamed.ts": exportClient(renamed(boosting)),
      "size.js": javascript,
      "size.d.ts": declarations,
    };
    for (const [name, text] of Object.entries({ ...exported, ...files, "guide.ts": guide.code }))
      writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    errors = compile();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Compiles as strictly as this repository, and only with what browsers have. */
  function compile(): string {
    const compilerOptions = { rootDir: "/", types: [], lib: ["ES2024", "DOM"] };
    const options = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    try {
      execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { cwd: folder, encoding: "utf8" });
      return "";
    } catch (error) {
      return String((error as { readonly stdout: unknown }).stdout);
    }
  }

  const errorsOf = (name: string): readonly string[] =>
    errors.split("\n").filter((line) => line.startsWith(`${name}.ts(`));

  it("let a caller compile against the client of its model", () => {
    expect([
      ...errorsOf("client"),
      ...errorsOf("renamed"),
      ...errorsOf("right"),
      ...errorsOf("guide"),
    ]).toEqual([]);
  });

  it("stop a caller that sends a column which was renamed, and show its name", () => {
    expect(errorsOf("stale")).toEqual([
      expect.stringMatching(/^stale\.ts\(7,\d+\).*'speed' does not exist in type 'Row'/),
    ]);
  });

  it("let a caller compile against an exported module", () => {
    expect(errorsOf("module")).toEqual([]);
  });

  it("ask for the columns that must be there, in their types, and know the classes", () => {
    expect(errorsOf("module-missing")[0]).toMatch(/Property 'hit' is missing/);
    expect(errorsOf("module-retyped")[0]).toMatch(/Type 'string' is not assignable to type 'boolean'/);
    expect(errorsOf("module-label")[0]).toMatch(/no overlap/);
  });
});
