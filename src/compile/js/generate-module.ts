import { unreachable } from "../../base/index.ts";
import type { Program } from "../../ir/index.ts";
import { lookupMap, type Constant } from "./constant.ts";
import { layOutForest, type FlatForest } from "./forest-kernel.ts";
import { generateRow } from "./generate-row.ts";
import { layOutNearest, type FlatNearest } from "./nearest-kernel.ts";
import { prelude } from "./prelude.ts";
import { textSource } from "./source.ts";
import { createVariableNames } from "./variable-names.ts";

/** The parts of a module that scores a Program, as source. */
export interface ModuleSource {
  /** Declarations of its constants. */
  readonly constants: string;
  /** Declarations of its patterns: they are built by functions, so they stand behind those. */
  readonly patterns: string;
  /** `function score(row)`, from a row of values to the outputs, and what it calls of its own. */
  readonly score: string;
  /** The functions of the prelude that it calls. */
  readonly uses: readonly string[];
}

/** Lines of numbers and entries are not longer than this. */
const lineWidth = 100;

/**
 * Generates a Program as source that people may read: columns and lets give their names to the variables. It is `compileRow` in
 * another place, with the same bits.
 */
export function generateModule(program: Program): ModuleSource {
  const name = createVariableNames(Object.keys(prelude));
  const {
    around = [],
    body,
    uses,
    constants,
    parameters,
  } = generateRow(program, { column: name, let: name });
  const statements = body.filter((line) => line !== "let t = 0;" || usesTemporary(body));
  const declare = (isWanted: (constant: Constant) => boolean): string =>
    constants
      .map((constant, at) => (isWanted(constant) ? `const c${at} = ${constantSource(constant)};\n` : ""))
      .join("");
  return {
    constants: declare(({ kind }) => kind !== "pattern"),
    patterns: declare(({ kind }) => kind === "pattern"),
    score: `${indented([...around, `function score(${parameters.join(", ")}) {`, ...statements, "}"])}\n`,
    uses: constants.some(({ kind }) => kind === "pattern") ? [...uses, "buildPattern"] : uses,
  };
}

const usesTemporary = (body: readonly string[]): boolean =>
  body.some((line) => line !== "let t = 0;" && /\bt = /.test(line));

/** Lines by their braces; no line of ours ends within a text. */
function indented(statements: readonly string[]): string {
  let depth = 0;
  return statements
    .flatMap((statement) => statement.split("\n"))
    .map((line) => {
      if (line.startsWith("}")) depth--;
      const text = "  ".repeat(depth) + line;
      if (line.endsWith("{")) depth++;
      return text;
    })
    .join("\n");
}

function constantSource(constant: Constant): string {
  switch (constant.kind) {
    case "lookup": {
      const entries = [...lookupMap(constant.lookup)].map(([from, to]) => `[${cell(from)}, ${cell(to)}]`);
      return `new Map([${filled(entries, 2)}])`;
    }
    case "set":
      return `new Set([${filled(constant.values.map(cell), 2)}])`;
    case "pattern":
      return `buildPattern(${textSource(constant.source)})`;
    case "forest":
      return forestSource(layOutForest(constant.forest));
    case "nearest":
      return nearestSource(layOutNearest(constant.nearest));
    case "forests":
      throw new TypeError("A module scores each forest by plain code");
    case "scratch":
      return `new Float64Array(${constant.length})`;
    default:
      return unreachable(constant);
  }
}

function nearestSource(flat: FlatNearest): string {
  return `{
  metric: ${textSource(flat.metric)},
  neighbours: ${flat.neighbours},
  weighting: ${textSource(flat.weighting)},
  answer: ${textSource(flat.answer)},
  // The stored rows, one after the other, then the weight and the value of each.
  rows: ${arraySource("Float64Array", flat.rows, 4)},
  weight: ${arraySource("Float64Array", flat.weight, 4)},
  value: ${arraySource("Float64Array", flat.value, 4)},
}`;
}

const arraySource = (kind: string, values: Iterable<number>, indent: number): string =>
  `new ${kind}([${filled([...values].map(cell), indent)}])`;

function forestSource({ bias, roots, links, numbers, spans }: FlatForest): string {
  return `{
  bias: ${cell(bias)},
  // The first node of each tree.
  roots: ${arraySource("Int32Array", roots, 4)},
  // Of each node: the input it asks about (-1 is a leaf), then where to go when left, right, missing.
  links: ${arraySource("Int32Array", links, 4)},
  // Of each node: its threshold, the value of a leaf, or the place of its categories.
  numbers: ${arraySource("Float64Array", numbers, 4)},
  spans: [${filled(
    spans.map((span) => arraySource("Float64Array", span, 6)),
    4,
  )}],
}`;
}

/** A number that reads back to the same bits, or a text. */
const cell = (value: unknown): string =>
  typeof value === "string" ? textSource(value) : Object.is(value, -0) ? "-0" : String(value);

/** Items side by side, as many as a line takes; few stay in the line they are in. */
function filled(items: readonly string[], indent: number): string {
  const short = items.join(", ");
  if (indent + short.length <= lineWidth - 30 && !short.includes("\n")) return short;
  const rows: string[] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (last !== undefined && indent + last.length + item.length + 3 <= lineWidth)
      rows[rows.length - 1] = `${last} ${item},`;
    else rows.push(`${item},`);
  }
  const margin = `\n${" ".repeat(indent)}`;
  return `${margin}${rows.join(margin)}\n${" ".repeat(indent - 2)}`;
}
