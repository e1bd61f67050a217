import { errorDiagnostic, isRecord, TandemError, type Diagnostic } from "../base/index.ts";
import type { Value } from "../schema/index.ts";
import { call, choose, column, linear, literal, lookup } from "./build.ts";
import { tooDeep, tooManyArgs, tooManyNodes } from "./create-program.ts";
import type { Expr, ExprKind } from "./expr.ts";
import { normalizeForest } from "./normalize-forest.ts";
import { nearestKeys, normalizeNearest } from "./normalize-nearest.ts";
import { parseOpName } from "./op-name.ts";
import { checkKeys, problem, readArray, readRecord, readType, refuse } from "./read-spec.ts";
import { columnProblem, programLimits, type Scope } from "./scope.ts";

/** What the reading of one Program shares. */
export interface Reading {
  /** Where mistakes go. */
  readonly diagnostics: Diagnostic[];
  /** Names whose own definition is wrong: whoever reads them is not told again. */
  readonly broken: Set<unknown>;
  /** How many expressions were read. */
  nodes: number;
}

type Spec = Readonly<Record<string, unknown>>;

/** Reads the parts of an expression, one level deeper. */
type ReadPart = (spec: unknown, place: string) => Expr | undefined;

interface Reader {
  readonly keys: readonly string[];
  readonly read: (spec: Spec, part: ReadPart, place: string, reading: Reading) => Expr | undefined;
}

/** Untrusted JSON to a checked expression; every mistake goes to the reading's diagnostics with its place. */
export function normalizeExpr(
  spec: unknown,
  place: string,
  scope: Scope,
  reading: Reading,
  depth = 1,
): Expr | undefined {
  const { diagnostics } = reading;
  if (++reading.nodes > programLimits.nodes) {
    if (reading.nodes === programLimits.nodes + 1) diagnostics.push(tooManyNodes(place));
    return undefined;
  }
  if (depth > programLimits.depth) return refuse(diagnostics, tooDeep(place));
  const kind = isRecord(spec) ? exprKinds.find((name) => name === spec["kind"]) : undefined;
  if (!isRecord(spec) || !kind)
    return refuse(
      diagnostics,
      problem("T1214", "This is no expression", place, spec, `Its kind must be ${exprKinds.join(", ")}.`),
    );
  const { keys, read } = readers[kind];
  checkKeys(spec, ["kind", ...keys], place, diagnostics);
  const part: ReadPart = (child, at) => normalizeExpr(child, at, scope, reading, depth + 1);
  const expr = guarded(diagnostics, place, () => read(spec, part, place, reading));
  const wrong = expr?.kind === "column" ? columnProblem(expr, scope) : undefined;
  if (!wrong || expr?.kind !== "column") return expr;
  if (reading.broken.has(expr.name)) return undefined;
  return refuse(diagnostics, errorDiagnostic("T1209", wrong.message, { place, cure: wrong.cure }));
}

const readers: { readonly [Kind in ExprKind]: Reader } = {
  column: {
    keys: ["name", "type"],
    read: ({ name, type }, _, place, { diagnostics }) => {
      const dataType = readType(type, `${place}.type`, diagnostics);
      if (typeof name !== "string")
        return refuse(
          diagnostics,
          problem("T1214", "A column needs a name", `${place}.name`, name, "Give its name as text."),
        );
      return dataType && column(name, dataType);
    },
  },
  literal: {
    keys: ["value", "type"],
    read: ({ value, type }, _, place, { diagnostics }) => {
      const dataType = readType(type, `${place}.type`, diagnostics);
      return dataType && literal(value as Value, dataType);
    },
  },
  call: {
    keys: ["op", "args"],
    read: (spec, part, place, { diagnostics }) => {
      const op = parseOpName(spec["op"]);
      if (!op)
        diagnostics.push(
          problem(
            "T1215",
            "There is no such operation",
            `${place}.op`,
            spec["op"],
            "See docs/ops.md for all of them.",
          ),
        );
      const items = readArray(spec["args"], `${place}.args`, diagnostics);
      if (items && items.length > programLimits.args)
        return refuse(diagnostics, tooManyArgs(String(op), place));
      const args = items && allOf(items.map((item, at) => part(item, `${place}.args[${at}]`)));
      return op && args && call(op, ...args);
    },
  },
  choose: {
    keys: ["branches", "otherwise"],
    read: (spec, part, place, { diagnostics }) => {
      const items = readArray(spec["branches"], `${place}.branches`, diagnostics);
      const branches = items?.map((item, at) => {
        const pair = readRecord(item, ["when", "then"], `${place}.branches[${at}]`, diagnostics);
        const when = pair && part(pair["when"], `${place}.branches[${at}].when`);
        const then = pair && part(pair["then"], `${place}.branches[${at}].then`);
        return when && then && { when, then };
      });
      const otherwise = part(spec["otherwise"], `${place}.otherwise`);
      const complete = branches && allOf(branches);
      return complete && otherwise && choose(complete, otherwise);
    },
  },
  lookup: {
    keys: ["key", "table", "type", "otherwise"],
    read: (spec, part, place, { diagnostics }) => {
      const key = part(spec["key"], `${place}.key`);
      const otherwise = part(spec["otherwise"], `${place}.otherwise`);
      const type = readType(spec["type"], `${place}.type`, diagnostics);
      const table = readArray(spec["table"], `${place}.table`, diagnostics);
      const wrong = table?.findIndex((entry) => !Array.isArray(entry) || entry.length !== 2);
      if (table && wrong !== undefined && wrong >= 0)
        return refuse(
          diagnostics,
          problem(
            "T1214",
            "An entry of a lookup is no pair",
            `${place}.table[${wrong}]`,
            table[wrong],
            "Write [key, value].",
          ),
        );
      return key && otherwise && type && table && lookup(key, table as [Value, Value][], type, otherwise);
    },
  },
  linear: {
    keys: ["bias", "terms"],
    read: (spec, part, place, { diagnostics }) => {
      const items = readArray(spec["terms"], `${place}.terms`, diagnostics);
      const terms = items?.map((item, at) => {
        const pair = readRecord(item, ["weight", "of"], `${place}.terms[${at}]`, diagnostics);
        const of = pair && part(pair["of"], `${place}.terms[${at}].of`);
        return of && { weight: pair["weight"] as number, of };
      });
      const complete = terms && allOf(terms);
      return complete && linear(complete, spec["bias"] as number);
    },
  },
  forest: {
    keys: [
      "inputs",
      "bias",
      "roots",
      "feature",
      "threshold",
      "categories",
      "missingLeft",
      "left",
      "right",
      "value",
    ],
    read: (spec, part, place, { diagnostics }) => {
      const items = readArray(spec["inputs"], `${place}.inputs`, diagnostics);
      const inputs = items && allOf(items.map((item, at) => part(item, `${place}.inputs[${at}]`)));
      return inputs && normalizeForest(spec, inputs, place, diagnostics);
    },
  },
  nearest: {
    keys: ["inputs", "within", ...nearestKeys],
    read: (spec, part, place, { diagnostics }) => {
      const items = readArray(spec["inputs"], `${place}.inputs`, diagnostics);
      const inputs = items && allOf(items.map((item, at) => part(item, `${place}.inputs[${at}]`)));
      const within = spec["within"] === null ? null : part(spec["within"], `${place}.within`);
      return inputs && within !== undefined
        ? normalizeNearest(spec, inputs, within, place, diagnostics)
        : undefined;
    },
  },
};

const exprKinds = Object.keys(readers) as ExprKind[];

/** Runs a builder; what it refuses becomes diagnostics with the place. */
function guarded(diagnostics: Diagnostic[], place: string, build: () => Expr | undefined): Expr | undefined {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    diagnostics.push(...error.diagnostics.map((one) => ({ place, ...one })));
    return undefined;
  }
}

/** All items, or undefined when one of them is. */
const allOf = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined =>
  items.every((item) => item !== undefined) ? items : undefined;
