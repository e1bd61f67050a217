import { unreachable } from "../base/index.ts";
import { resolveProgram } from "./resolve.ts";
import { opTable, typeOf, type Expr, type OpName, type Program } from "../ir/index.ts";

/** Operations that are there whenever all their arguments are, besides all that give a truth value. */
const total: ReadonlySet<OpName> = new Set<OpName>([
  "sigmoid",
  "length",
  "lower",
  "upper",
  "trim",
  "toFloat",
]);

/** Tells which expressions of a Program can never be missing, whatever the row. What cannot be told counts as missing. */
export function createNeverMissing(program: Program): (expr: Expr) => boolean {
  const { resolve, tall } = resolveProgram(program);
  const nullable = new Set(program.input.fields.filter((field) => field.nullable).map(({ name }) => name));
  const known = new Map<Expr, boolean>();
  const look = (given: Expr): boolean => {
    const expr = resolve(given);
    const found = known.get(expr) ?? compute(expr);
    known.set(expr, found);
    return found;
  };
  const compute = (expr: Expr): boolean => {
    switch (expr.kind) {
      case "column":
        return !nullable.has(expr.name);
      case "literal":
        return expr.value !== null;
      case "call":
        if (expr.op === "isNull" || expr.op === "isNotNull") return true;
        if (expr.op === "coalesce") return expr.args.some(look);
        if (!total.has(expr.op) && (typeOf(expr) !== "Boolean" || opTable[expr.op].family === "cast"))
          return false;
        return expr.args.every(look);
      case "choose":
        return branchesOf(expr).every(look);
      case "lookup":
        return expr.table.every(([, to]) => to !== null) && look(expr.otherwise);
      case "linear":
      case "nearest":
        return false;
      case "forest":
        return isBounded(expr);
      default:
        return unreachable(expr);
    }
  };
  /** An answer that asks whether a value is there counts only where it is not. */
  const branchesOf = ({ branches, otherwise }: Extract<Expr, { kind: "choose" }>): Expr[] => {
    const certain = branches.findIndex(({ when }) => isCertain(when));
    const reached = certain < 0 ? branches : branches.slice(0, certain + 1);
    return [...reached.map(({ then }) => then), ...(certain < 0 ? [otherwise] : [])];
  };
  const isCertain = (given: Expr): boolean => {
    const when = resolve(given);
    return when.kind === "call" && when.op === "isNotNull" && look(when.args[0]!);
  };
  for (const expr of tall) look(expr);
  return look;
}

/** A sum of leaves that cannot leave float64. */
const isBounded = ({ bias, value, roots }: Extract<Expr, { kind: "forest" }>): boolean =>
  Math.abs(bias) + roots.length * value.reduce((most, one) => Math.max(most, Math.abs(one)), 0) <
  Number.MAX_VALUE / 2;
