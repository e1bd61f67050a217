import { generateModule } from "../compile/index.ts";
import { typeOf } from "../ir/index.ts";
import type { ModelPackage } from "../project/index.ts";
import { headingLines } from "./heading-lines.ts";
import { moduleFunctions } from "./module-functions.ts";
import { diagnosticType, rowTypes } from "./row-types.ts";

/** A module and its types, as the texts of two files. */
export interface ExportedModule {
  /** An ES module. */
  readonly javascript: string;
  /** Its declarations. */
  readonly declarations: string;
}

/**
 * A package as one ES module that needs nothing else: no package, no Node, no `eval`. It exports `predict(row)`,
 * `predictBatch(rows)`, `schema`, `model` and `verify()`, which reproduces the proof rows; answers have the same bits as the
 * package's.
 * @example
 * const { javascript, declarations } = exportModule(content);
 */
export function exportModule(content: ModelPackage): ExportedModule {
  return { javascript: javascriptOf(content), declarations: declarationsOf(content) };
}

function javascriptOf(content: ModelPackage): string {
  const { program, schema, proof, name, hash, card } = content;
  const source = generateModule(program);
  const outputs = Object.entries(program.outputs).map(
    ([output, expr]) => `  ${JSON.stringify(output)}: ${JSON.stringify(typeOf(expr))},\n`,
  );
  const fields = schema.fields.map((field) => `    Object.freeze(${JSON.stringify(field)}),\n`);
  const rows = proof.map((row) => `    ${JSON.stringify({ input: row.input, output: row.output })},\n`);
  return [
    heading(content),
    `/** Which model this is: it stands in the answers of the service, too. */
export const model = Object.freeze({
  name: ${JSON.stringify(name)},
  hash: ${JSON.stringify(hash)},
  question: ${JSON.stringify(card.question)},
});
`,
    `/** The columns of a row. */
export const schema = Object.freeze({
  fields: Object.freeze([
${fields.join("")}  ]),
});
`,
    `/** The types of the answers. */\nconst outputs = {\n${outputs.join("")}};\n`,
    `export const { predict, predictBatch, verify } = createModel({ schema, outputs, proof, score });\n`,
    ...(source.constants === "" ? [] : [`// What the model learnt.\n${source.constants}`]),
    `// Missing is NaN in a number and null in a text; true is 1 and false is 0.\n${source.score}`,
    `/** Rows with the exact answers of the model. */\nfunction proof() {\n  return [\n${rows.join("")}  ];\n}\n`,
    "// The functions that it needs, out of the library that trained it.\n",
    functionsFor(["createModel", ...source.uses]),
    ...(source.patterns === "" ? [] : [`// The patterns that it looks for.\n${source.patterns}`]),
  ].join("\n");
}

const heading = (content: ModelPackage): string =>
  headingLines(content, [
    "as an ES module that needs nothing else. It gives the answers of the package, to the bit.",
    "Written by `tandem export js`. Write it anew instead of changing it.",
  ]);

/** The functions with these names and all that they call, in the order in which they can stand. */
function functionsFor(wanted: readonly string[]): string {
  const needed = new Set<string>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    open.push(...(callsOf().get(name) ?? []));
  }
  return Object.entries(moduleFunctions)
    .filter(([name]) => needed.has(name))
    .map(([, source]) => `${source}\n`)
    .join("");
}

let calls: ReadonlyMap<string, readonly string[]> | undefined;

/** Which functions each function names; found once. */
function callsOf(): ReadonlyMap<string, readonly string[]> {
  calls ??= new Map(
    Object.entries(moduleFunctions).map(([name, source]) => {
      const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replaceAll("...", " ");
      const words = new Set(code.match(/(?<![.\w$])[A-Za-z_$][\w$]*(?![\w$]*:)/g));
      return [name, [...words].filter((word) => word !== name && Object.hasOwn(moduleFunctions, word))];
    }),
  );
  return calls;
}

const declarationsOf = (content: ModelPackage): string => `${heading(content)}
${rowTypes(content, content.schema)}
${diagnosticType}
/** What predict() and predictBatch() throw for rows that cannot be read: every mistake, not only the first. */
export interface TandemError extends Error {
  readonly name: "TandemError";
  readonly kind: "input" | "work";
  readonly diagnostics: readonly Diagnostic[];
}

/** Which model this is. */
export declare const model: {
  readonly name: ${JSON.stringify(content.name)};
  readonly hash: ${JSON.stringify(content.hash)};
  readonly question: string;
};

/** The columns of a row. */
export declare const schema: {
  readonly fields: readonly {
    readonly name: keyof Row;
    readonly type: "Boolean" | "Int" | "Float" | "Text" | "Day" | "Instant";
    readonly nullable: boolean;
  }[];
};

/** The answer for one row. Throws a \`TandemError\` when the row cannot be read. */
export declare function predict(row: Row): Answer;

/** The answers for rows, in their order. Throws a \`TandemError\` with the mistakes of all rows. */
export declare function predictBatch(rows: readonly Row[]): Answer[];

/** Reproduces the proof rows of the package bit for bit and says how many there are. Throws a \`TandemError\` when one differs. */
export declare function verify(): { rowCount: number };
`;
