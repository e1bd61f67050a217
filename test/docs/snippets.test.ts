import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { fencesOf } from "./fences.test-support.ts";

const root = join(import.meta.dirname, "../..");

/** An `@example` of a doc comment, with the place it stands at. */
interface Example {
  readonly place: string;
  readonly path: string;
  readonly code: string;
}

function examples(): readonly Example[] {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !/\.test(-support)?\.ts$/.test(name),
  );
  return files.flatMap((name) => {
    const path = join(root, "src", name);
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/@example\n([\s\S]*?)\*\//g)].map((match) => ({
      place: `${name}:${text.slice(0, match.index).split("\n").length}`,
      path,
      code: match[1]!.replace(/^[ \t]*\* ?/gm, "").trim(),
    }));
  });
}

type Scope = Readonly<Record<string, unknown>>;
type AsyncFunction = (...args: unknown[]) => Promise<unknown>;
// The constructor of async functions has no name of its own.
const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => AsyncFunction;

/** What an example may name: the exports of its own module first, then those of the rooms below. */
async function scopeOf(path: string): Promise<Scope> {
  const rooms = [
    "base",
    "schema",
    "ir",
    "compile",
    "stats",
    "data",
    "transform",
    "model",
    "feature",
    "project",
    "serve",
    "testing",
  ];
  // `sql` is one thing in the engine's room and another in the project's.
  const own = rooms.findIndex((room) => path.startsWith(join(root, "src", room)));
  const doors = await Promise.all(
    rooms
      .slice(0, own < 0 ? rooms.length : own + 1)
      .map((room) => import(join(root, "src", room, "index.ts")) as Promise<Scope>),
  );
  return Object.assign({}, ...doors, (await import(path)) as Scope) as Scope;
}

/** Lines that say what comes out: `moments(values).mean // 3`. */
const expectation = /^(?!const |let )(?<expr>.+?)\s*;?\s*\/\/ (?<value>[-\d"'[{tfn].*)$/;

/** The example as the body of a function: what comes before a comparison is kept, what is compared is handed out. */
function bodyOf(code: string): string {
  const lines = code.split("\n").map((line) => {
    const found = expectation.exec(line);
    if (!found) return line;
    const statements = found.groups!["expr"]!.split(/;\s+/);
    const last = statements.pop()!;
    return `${statements.map((one) => `${one};`).join(" ")} compare(${last}, ${found.groups!["value"]!});`;
  });
  return stripTypeScriptTypes(
    lines
      .filter((line) => !line.startsWith("import "))
      .join("\n")
      .replace("export default", ""),
  );
}

const all = examples();
const compared = all.filter(({ code }) => code.split("\n").some((line) => expectation.test(line)));

describe("the examples of the source", () => {
  it("are there", () => {
    expect(all.length).toBeGreaterThan(20);
    expect(compared.length).toBeGreaterThan(3);
  });

  it.each(all)("at $place can be read", ({ code }) => {
    expect(() => new AsyncFunction(bodyOf(code))).not.toThrow();
  });

  it.each(compared)("at $place gives what it says", async ({ path, code }) => {
    const scope = await scopeOf(path);
    const pairs: [unknown, unknown][] = [];
    const compare = (actual: unknown, expected: unknown): void => void pairs.push([actual, expected]);
    await new AsyncFunction(...Object.keys(scope), "compare", bodyOf(code))(...Object.values(scope), compare);
    expect(pairs.length).toBeGreaterThan(0);
    for (const [actual, expected] of pairs) expect(actual).toEqual(expected);
  });
});

/** The TypeScript of a page: fenced as such, or indented with a comment that names its file. */
async function typescriptOf(page: string): Promise<readonly string[]> {
  const path = join(root, page);
  const fenced = (await fencesOf(path)).filter(({ info }) => /^ts( tandem\.config\.ts)?$/.test(info));
  const text = await readFile(path, "utf8");
  const indented = [...text.matchAll(/^ {4}\/\/ tandem\.config\.ts\n((?: {4}.*\n|\n)+)/gm)];
  return [...fenced.map(({ code }) => code), ...indented.map(([, code]) => code!.replace(/^ {4}/gm, ""))];
}

describe("the TypeScript of the pages", () => {
  it("is accepted by the compiler", async () => {
    const pages = [
      "README.md",
      "docs/objectives.md",
      "docs/trainers.md",
      "docs/batch.md",
      ...readdirSync(join(root, "docs/guide")).map((name) => `docs/guide/${name}`),
    ];
    const snippets = (await Promise.all(pages.map(typescriptOf))).flat();
    expect(snippets.length).toBeGreaterThanOrEqual(3);
    // Below the package, so that it finds itself by its name; a folder of this name is passed over by every tool.
    await mkdir(join(root, "test/docs/.tandem"), { recursive: true });
    const folder = await mkdtemp(join(root, "test/docs/.tandem/snippets-"));
    try {
      await Promise.all(snippets.map((code, at) => writeFile(join(folder, `snippet-${at}.ts`), code)));
      await writeFile(
        join(folder, "tsconfig.json"),
        JSON.stringify({
          extends: "../../../../tsconfig.json",
          compilerOptions: { rootDir: "../../../.." },
          // The compiler's own library does not know WebAssembly.
          include: ["*.ts", "../../../../src/kernel/web-assembly.d.ts"],
        }),
      );
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      const told = await promisify(execFile)(process.execPath, [compiler, "-p", folder]).catch(
        (error: { stdout: string }) => error,
      );
      expect(told.stdout).toBe("");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
