import { join } from "node:path";
import { build } from "tsdown";

const root = join(import.meta.dirname, "..");

/** What exported modules are made of: the functions that generated code calls, and what answers for them. */
const entry = `
export * from "${root}/src/compile/js/prelude.ts";
export { buildPattern } from "${root}/src/compile/js/pattern-matcher.ts";
export { createModel } from "${root}/src/export/create-model.ts";
`;

/**
 * The functions of exported modules as JavaScript, by their names, in an order in which they can stand in a module. They
 * are bundled from the source of the library, and cut at the beginnings of the declarations.
 */
async function moduleFunctions(): Promise<Readonly<Record<string, string>>> {
  const [bundle] = await build({
    config: false,
    entry: { functions: "virtual:functions" },
    plugins: [
      {
        name: "entry",
        resolveId: (id: string) => (id === "virtual:functions" ? id : null),
        load: (id: string) => (id === "virtual:functions" ? entry : null),
      },
    ],
    format: "esm",
    platform: "neutral",
    target: "es2022",
    noExternal: [/^@noble\//],
    treeshake: { moduleSideEffects: false },
    dts: false,
    write: false,
    clean: false,
    logLevel: "error",
    inputOptions: { checks: { bundlerTimings: false } },
  });
  const code = bundle!.chunks.flatMap((chunk) => (chunk.type === "chunk" ? [chunk.code] : [])).join("\n");
  return cut(code);
}

const declaration = /^(?:async )?(?:function|const|let|var|class) ([\w$]+)/;

/** Cuts a bundle into its declarations; a comment belongs to what comes behind it, a statement to what stands before. */
function cut(code: string): Readonly<Record<string, string>> {
  const parts = new Map<string, string[]>();
  let [name, isComment]: [string, boolean] = ["", false];
  const comment: string[] = [];
  for (const line of code.split("\n")) {
    if (line.startsWith("/**")) isComment = true;
    if (isComment) {
      comment.push(line);
      isComment = !line.endsWith("*/");
      continue;
    }
    if (/^(?:export |\/\/ |\/\/#)/.test(line)) continue;
    const found = declaration.exec(line)?.[1];
    if (found !== undefined) {
      name = found;
      if (parts.has(name)) throw new Error(`The bundle declares ${name} twice`);
      parts.set(name, [...comment.splice(0), line]);
    } else parts.get(name)?.push(line);
  }
  const whole = [...parts].flatMap(([part, lines]) =>
    part.endsWith("relude") ? entriesOf(lines) : [[part, lines] as const],
  );
  const names = new Set<string>();
  for (const [part] of whole) {
    if (names.has(part)) throw new Error(`Two functions of modules have the name ${part}`);
    names.add(part);
  }
  return Object.fromEntries(whole.map(([part, lines]) => [part, indentedBySpaces(lines).trimEnd()]));
}

/** Tabs within a line are part of a text. */
const indentedBySpaces = (lines: readonly string[]): string =>
  lines.map((line) => line.replace(/^\t+/, (tabs) => "  ".repeat(tabs.length))).join("\n");

/** The functions of an object like `textPrelude`, each as a declaration of its own; those that stand elsewhere are there. */
function entriesOf(lines: readonly string[]): (readonly [string, readonly string[]])[] {
  const body = lines.slice(lines.findIndex((line) => line.startsWith("const ")) + 1, -1);
  const entries: [string, string[]][] = [];
  const comment: string[] = [];
  for (const line of body.map((text) => text.replace(/^\t/, ""))) {
    const [, name, rest] = /^([\w$]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined) entries.push([name, [...comment.splice(0), `const ${name} = ${rest}`]]);
    else if (/^\/?\*/.test(line)) comment.push(line);
    else if (!/^(?:[\w$]+|\.\.\.[\w$]+),?$/.test(line)) entries.at(-1)?.[1].push(line);
  }
  return entries.map(([name, text]) => [name, [...text.slice(0, -1), text.at(-1)!.replace(/,?$/, ";")]]);
}

/** The text of src/export/module-functions.ts. */
export async function moduleFunctionsFile(): Promise<string> {
  const entries = Object.entries(await moduleFunctions()).map(
    ([name, source]) => `  ${name}:\n    ${JSON.stringify(source)},`,
  );
  return [
    "/**",
    " * The functions of exported modules as JavaScript, by their names. Written by `npm run docs` from the library's own source; a test",
    " * fails when they are stale.",
    " */",
    "export const moduleFunctions: Readonly<Record<string, string>> = {",
    ...entries,
    "};",
    "",
  ].join("\n");
}
