import { unreachable } from "../../../base/index.ts";
import { opTable, typeOf, type Expr, type OpName, type Program } from "../../../ir/index.ts";
import { isText } from "../../../schema/index.ts";
import { partsOf, resolveProgram } from "../../resolve.ts";
import type { StageColumn } from "../stages.ts";

/** What a stage of a statement does, in the order in which a model works. */
const roles = ["clean", "impute", "dates", "encode", "scale"] as const;
type Role = (typeof roles)[number];

/** How the parts of a statement are called. */
export interface PartNames {
  /** The column that holds an expression; `letName` is the name of the let that it is. */
  readonly column: (expr: Expr, letName: string | undefined, tested: boolean) => string;
  /** A stage, from what its columns hold; those that hold no expression are parts of one, and are named by it. */
  readonly stage: (columns: readonly StageColumn[]) => string;
}

/** Names for the parts of a Program that have none: an output's, or what is done to which column (`Flight Date month`). */
export function createPartNames(program: Program): PartNames {
  const { resolve, tall } = resolveProgram(program);
  const outputs = new Map<Expr, string>();
  for (const [name, expr] of Object.entries(program.outputs)) {
    const part = resolve(expr);
    if (!outputs.has(part)) outputs.set(part, name);
  }
  const sourcesOf = createSources(resolve);
  for (const expr of tall) sourcesOf(expr);
  const nameOf = (expr: Expr, letName: string | undefined): string => {
    if (letName !== undefined && !isGivenName(letName)) return letName;
    const [only, ...others] = sourcesOf(expr).columns;
    const word = wordOf(expr);
    return outputs.get(expr) ?? (only !== undefined && others.length === 0 ? `${only} ${word}` : word);
  };
  return {
    column: (expr, letName, tested) => `${nameOf(expr, letName)}${tested ? " in range" : ""}`,
    stage: (columns) => stageNameOf(columns, (expr) => sourcesOf(expr).scored),
  };
}

/** True for the names that `shareCommon` gives. */
const isGivenName = (name: string): boolean => /^shared part [0-9]+$/.test(name);

interface Sources {
  /** The input columns under an expression. */
  readonly columns: ReadonlySet<string>;
  /** A model stands in it. */
  readonly scored: boolean;
}

function createSources(resolve: (expr: Expr) => Expr): (expr: Expr) => Sources {
  const known = new Map<Expr, Sources>();
  const compute = (expr: Expr): Sources => {
    if (expr.kind === "column") return { columns: new Set([expr.name]), scored: false };
    const parts = partsOf(expr).map(sourcesOf);
    return {
      columns: new Set(parts.flatMap(({ columns }) => [...columns])),
      scored: isModel(expr) || parts.some(({ scored }) => scored),
    };
  };
  const sourcesOf = (given: Expr): Sources => {
    const expr = resolve(given);
    const found = known.get(expr) ?? compute(expr);
    known.set(expr, found);
    return found;
  };
  return sourcesOf;
}

const isModel = ({ kind }: Expr): boolean => kind === "linear" || kind === "forest" || kind === "nearest";

const opWords: Partial<Record<OpName, string>> = {
  add: "sum",
  subtract: "difference",
  multiply: "product",
  divide: "quotient",
};

function wordOf(expr: Expr): string {
  switch (expr.kind) {
    case "column":
    case "literal":
      return "value";
    case "call":
      return opWords[expr.op] ?? expr.op.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    case "choose":
    case "lookup":
      return isText(typeOf(expr)) ? "level" : "value";
    case "linear":
    case "forest":
    case "nearest":
      return "score";
    default:
      return unreachable(expr);
  }
}

function stageNameOf(columns: readonly StageColumn[], isScored: (expr: Expr) => boolean): string {
  const exprs = columns.flatMap(({ of }) => of ?? []);
  if (exprs.some(isModel)) return "score";
  if (exprs.some(isScored)) return "answer";
  const found = new Set(exprs.map(roleOf));
  const named: string[] = roles.filter((role) => found.has(role));
  const parts = new Set(columns.flatMap(({ name, of }) => (of ? [] : [partOf(name)])));
  const all = [...named, ...parts];
  return all.length > 2 ? "features" : all.join("_and_");
}

/** What a column that holds no expression is a part of: a tree, or an operation that is spelt out. */
const partOf = (name: string): string => (/^(?:tree|branch)\b/.test(name) ? "trees" : name.split(/[ _]/)[0]!);

function roleOf(expr: Expr): Role {
  switch (expr.kind) {
    case "choose":
    case "lookup":
      return "encode";
    case "column":
    case "literal":
    case "linear":
    case "forest":
    case "nearest":
      return "clean";
    case "call":
      if (expr.op === "coalesce") return "impute";
      if (opTable[expr.op].family === "time") return "dates";
      return opTable[expr.op].family === "arithmetic" ? "scale" : "clean";
    default:
      return unreachable(expr);
  }
}
