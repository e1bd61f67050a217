import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");

/** The rooms and their numbers: a room may look only into rooms with a smaller number. See ARCHITECTURE.md. */
const rooms: Readonly<Record<string, number>> = {
  base: 0,
  schema: 1,
  ir: 2,
  kernel: 2,
  compile: 3,
  stats: 3,
  data: 4,
  transform: 5,
  model: 5,
  explore: 5,
  feature: 5,
  explain: 6,
  project: 7,
  report: 8,
  serve: 8,
  export: 8,
  testing: 8,
  server: 9,
  cli: 10,
};

/** Files over 400 lines, each with the reason why it is one file. */
const largeFiles: Readonly<Record<string, string>> = {
  "export/module-functions.ts": "written by `npm run docs` from the library's own functions",
};

/** Which rooms may import a package or a part of Node. A package that is not here may be imported nowhere. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "@noble/hashes": ["base", "ir"],
  "@duckdb/node-api": ["data"],
  "@duckdb/node-bindings": ["data"],
  pg: ["data"],
  "pg-copy-streams": ["data"],
  kysely: ["project"],
  vega: ["report"],
  "vega-lite": ["report"],
  jose: ["server"],
  pino: ["server"],
  "@stricli/core": ["cli"],
};

/** Files of such rooms that use Node where it is there, and do without in a browser. */
const nodeWhereThere = ["kernel/crew.ts"];

/** Rooms that run in a browser: no part of Node in them. */
const pureRooms = ["base", "schema", "ir", "kernel", "compile", "stats", "transform", "explain"];

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** Without those that only take types: what is left when the program runs. */
  readonly valueImports: readonly string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+(?:\s*,\s*\{[^}]*\})?)\s+from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)\s*import\s+"([^"]+)"/g;

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter(
    (path) =>
      path.endsWith(".ts") &&
      !path.endsWith(".d.ts") &&
      !path.endsWith(".test.ts") &&
      !path.includes("/fixtures/"),
  )
  .map((path) => {
    const text = readFileSync(join(source, path), "utf8");
    const code = text.replace(/\/\*\*[\s\S]*?\*\//g, "");
    const matches = [...code.matchAll(importPattern)];
    return {
      path,
      room: path.includes("/") ? path.split("/")[0]! : "",
      text,
      imports: matches.map((match) => match[2] ?? match[3] ?? match[4]!),
      valueImports: matches.filter((match) => !match[1]).map((match) => match[2] ?? match[3] ?? match[4]!),
    };
  });

const resolved = (file: SourceFile, specifier: string): string =>
  relative(source, resolve(source, dirname(file.path), specifier));

describe("the house", () => {
  it("has no file outside the rooms but the public doors", () => {
    const outside = files.filter(({ room }) => !(room in rooms)).map(({ path }) => path);
    expect(outside).toEqual(["index.ts"]);
  });

  it("lets a file import only from its own room or from the index of a room below", () => {
    const wrong = files
      .filter(({ room }) => room !== "")
      .flatMap((file) =>
        file.imports
          .filter((specifier) => specifier.startsWith("."))
          .map((specifier) => ({ target: resolved(file, specifier), specifier }))
          .filter(({ target }) => {
            const room = target.split("/")[0]!;
            if (room === file.room) return false;
            return !(room in rooms && rooms[room]! < rooms[file.room]! && target === `${room}/index.ts`);
          })
          .map(({ target }) => `${file.path} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it("has no circle of imports when it runs", () => {
    const graph = new Map(
      files.map((file) => [
        file.path,
        file.valueImports
          .filter((specifier) => specifier.startsWith("."))
          .map((specifier) => resolved(file, specifier)),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
        return;
      }
      if (done.has(path)) return;
      done.add(path);
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("lets only the owning room import a package", () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => !specifier.startsWith(".") && !specifier.startsWith("node:"))
        .filter((specifier) => {
          const name = specifier
            .split("/")
            .slice(0, specifier.startsWith("@") ? 2 : 1)
            .join("/");
          return !packages[name]?.includes(file.room);
        })
        .map((specifier) => `${file.path} -> ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps Node out of the rooms that run in a browser", () => {
    const wrong = files
      .filter(
        ({ room, path }) => pureRooms.includes(room) || path === "serve/runtime.ts" || room === "export",
      )
      .filter(({ path }) => !nodeWhereThere.includes(path))
      .filter(({ imports }) => imports.some((specifier) => specifier.startsWith("node:")));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("lets SQL that a user wrote in by one door only", () => {
    const through = files.filter(
      ({ path, text }) => path !== "compile/sql.ts" && text.includes("checkedStatement"),
    );
    expect(through.map(({ path }) => path)).toEqual(["data/collect-sql.ts"]);
  });

  it("prints and exits only in cli/", () => {
    const wrong = files.filter(
      ({ room, text }) => room !== "cli" && /\bconsole\.|\bprocess\.(exit|stdout|stderr|argv)\b/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("takes exponentials and logarithms from base, where every engine gives the same bits", () => {
    const rooms = ["compile", "transform", "model", "explore", "explain", "project", "serve"];
    const own = /\bMath\.(exp|expm1|log|log10|log1p|cbrt|pow)\(/;
    const wrong = files.filter(
      ({ room, text }) => rooms.includes(room) && own.test(text.replace(/\/\/.*/g, "")),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("keeps files small, or says why not", () => {
    const kernels = readdirSync(join(root, "assembly")).map((name) => `../assembly/${name}`);
    const texts = kernels.map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));
    const large = [...files, ...texts]
      .filter(({ text }) => text.split("\n").length > 401)
      .map(({ path }) => path);
    expect(large.filter((path) => !(path in largeFiles))).toEqual([]);
  });

  it("exports exactly the public names that were decided", async () => {
    const names = Object.keys(await import("../src/index.ts")).sort();
    await expect(`${names.join("\n")}\n`).toMatchFileSnapshot("expected/public-api.txt");
  });
});
