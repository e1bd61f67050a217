import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** The fields of an interface or of all interfaces of a source file, as they are written in it. */
function fieldsOf(path: string, name?: string): readonly string[] {
  const text = read(path).replace(/\/\*[\s\S]*?\*\//g, "");
  const from = name === undefined ? 0 : text.search(new RegExp(`(interface|type) ${name}\\b`));
  if (from < 0) throw new Error(`${path} has no ${name}`);
  const part = name === undefined ? text : text.slice(from, text.indexOf("\n}", from));
  return [...part.matchAll(/readonly (\w+)\??:/g)].map(([, field]) => field!);
}

/** The words that a page writes as code, within its text. */
function namesOf(page: string): ReadonlySet<string> {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, "");
  return new Set([...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code!.match(/\w+/g) ?? []));
}

type Part = readonly [path: string, name?: string];

/** Which pages describe which types. */
const pages: Readonly<Record<string, readonly Part[]>> = {
  "docs/formats/program.md": [["src/ir/expr.ts"], ["src/ir/program.ts"]],
  "docs/formats/package.md": [["src/project/model-package.ts"]],
  "docs/formats/run.md": [
    ["src/project/run-record.ts"],
    ["src/model/evaluation.ts", "Interval"],
    ["src/model/evaluation.ts", "MetricValue"],
    ["src/model/evaluation.ts", "IntervalMethod"],
    ["src/model/evidence/hypothesis.ts"],
    ["src/model/evidence/test-outcome.ts", "TestOutcome"],
    ["src/model/evidence/test-outcome.ts", "EffectSize"],
    ["src/model/evaluation.ts", "PairedDifference"],
    ["src/model/evaluation.ts", "CalibrationBin"],
    ["src/model/evaluation.ts", "ConfusionMatrix"],
    ["src/model/evaluation.ts", "Evaluation"],
    ["src/explain/explanation.ts"],
    ["src/transform/transform.ts", "RecipeStep"],
    ["src/transform/transform.ts", "RecipeAction"],
    ["src/transform/transform.ts", "Recipe"],
  ],
  "docs/formats/snapshot.md": [
    ["src/data/snapshot.ts"],
    ["src/schema/schema.ts", "Field"],
    ["src/base/diagnostic.ts", "Diagnostic"],
  ],
  "docs/formats/profile.md": [["src/explore/profile.ts"]],
  "docs/formats/config.md": [
    ["src/project/define-project.ts", "ProjectSpec"],
    ["src/project/define-project.ts", "ColumnsContext"],
    ["src/project/define-project.ts", "ModelSpec"],
    ["src/data/source.ts", "CsvOptions"],
  ],
  "docs/formats/http.md": [["src/server/api.ts"]],
  "docs/formats/prediction-log.md": [
    ["src/serve/log/manifest.ts"],
    ["src/serve/log/logged-field.ts"],
    ["src/serve/log/label.ts", "Label"],
  ],
};

describe("docs/formats", () => {
  for (const [page, parts] of Object.entries(pages))
    it(`${page} names each field of what it describes`, () => {
      const fields = parts.flatMap(([path, name]) => fieldsOf(path, name));
      const named = namesOf(page);
      expect(fields.filter((field) => !named.has(field))).toEqual([]);
    });

  it("config.md has a row for each setting that the reader knows, and no other", () => {
    const known = read("src/project/read-spec.ts").split("const specKeys = [")[1]!.split("]")[0]!;
    const settings = [...known.matchAll(/"(\w+)"/g)].map(([, name]) => name!);
    const table = read("docs/formats/config.md").split("\n## ")[0]!;
    const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
    expect(rows).toEqual(settings);
    expect(
      fieldsOf("src/project/define-project.ts", "ProjectSpec").filter(
        (name) => !settings.includes(name) && name !== "kind" && name !== "column",
      ),
    ).toEqual([]);
  });

  it("store.md names each table and column of the database", () => {
    const tables = read("src/project/store/database.ts")
      .split("export interface StoreTables {")[1]!
      .split("\n}")[0]!;
    const columns = [...tables.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/(\w+):/g)].map(([, name]) => name!);
    expect(columns.length).toBeGreaterThan(20);
    const named = namesOf("docs/formats/store.md");
    expect(columns.filter((name) => !named.has(name))).toEqual([]);
  });

  it("http.md has each route of the server", () => {
    const folder = join(root, "src/server/routes");
    const source = readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n");
    const routes = [...source.matchAll(/method: "(GET|POST)",\s*path: "([^"]+)"/g)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    expect(routes.length).toBeGreaterThan(5);
    const page = read("docs/formats/http.md");
    expect(routes.filter((route) => !page.includes(`| \`${route}\` |`))).toEqual([]);
  });
});
