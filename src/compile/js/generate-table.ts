import { typeOf, type Expr, type Program } from "../../ir/index.ts";
import { isText, type DataType } from "../../schema/index.ts";
import { partsOf, resolveProgram, type ResolvedProgram } from "../resolve.ts";
import { createEmitter } from "./create-emitter.ts";
import { groupForests, rowForestSource } from "./emit-forest.ts";
import type { Emitter, Scope } from "./emitter.ts";
import { rowsAtOnce } from "./forest-group.ts";
import { createForestPhases, type ForestPhase } from "./forest-phases.ts";
import type { GeneratedFunction } from "./generated.ts";
import { splitBlock } from "./split-block.ts";

/** A generated loop over rows, with the columns it reads: column `n` comes as `inputs[n]`. */
export interface GeneratedTable extends GeneratedFunction {
  readonly columns: readonly { readonly name: string; readonly type: DataType }[];
}

/** What an expression depends on: nothing, one text column alone, or anything else. */
type Dependence = { readonly kind: "nothing" | "rows" } | { readonly kind: "text"; readonly name: string };

const nothing: Dependence = { kind: "nothing" };
const rows: Dependence = { kind: "rows" };

/**
 * Generates the function `(inputs, rowCount, outputs)` that fills the outputs of a Program for a whole table. What needs
 * no column is computed once, what needs one text column alone is computed for each entry of its dictionary (so an encoder
 * costs one array read for each row), and the rest for each row. A number column comes and goes as a Float64Array, a text
 * column comes as `{ codes, texts }` with `texts[code + 1]`, and a text result goes to `output.add(row, text)`.
 */
export function generateTable(program: Program): GeneratedTable {
  const resolved = resolveProgram(program);
  const dependenceOf = createDependence(resolved);
  const columns: { name: string; type: DataType }[] = [];
  const places = new Map<string, number>();
  const header: string[] = [];
  const dictionaries = new Map<string, Scope>();

  /** The number of an input column; its variables are `n…` for numbers, `k…` and `x…` for codes and texts. */
  const placeOf = (name: string, type: DataType): number => {
    const key = `${isText(type) ? "text" : "number"} ${name}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = columns.push({ name, type }) - 1;
    places.set(key, place);
    header.push(
      isText(type)
        ? `const k${place} = inputs[${place}].codes, x${place} = inputs[${place}].texts;`
        : `const n${place} = inputs[${place}];`,
    );
    return place;
  };
  const once: Scope = { block: [], known: new Map(), readColumn: placelessColumn };
  const rowVariables = new Map<Scope, Set<string>>();

  /** A variable of a row loop, declared at its first use. */
  function rowVariable(scope: Scope, name: string, source: string): string {
    const declared = rowVariables.get(scope) ?? new Set();
    rowVariables.set(scope, declared);
    if (!declared.has(name)) {
      declared.add(name);
      scope.block.unshift(`const ${name} = ${source};`);
    }
    return name;
  }
  const rowScope = (): Scope => {
    const scope: Scope = {
      block: [],
      known: new Map(),
      readColumn: (name, type) => {
        const place = placeOf(name, type);
        return isText(type)
          ? `x${place}[${rowVariable(scope, `e${place}`, `k${place}[i] + 1`)}]`
          : rowVariable(scope, `a${place}`, `n${place}[i]`);
      },
    };
    return scope;
  };
  const eachRow = rowScope();
  const dictionaryOf = (name: string): Scope => {
    const known = dictionaries.get(name);
    if (known) return known;
    const place = placeOf(name, "Text");
    const scope: Scope = { block: [], known: new Map(), readColumn: () => `x${place}[e]` };
    dictionaries.set(name, scope);
    return scope;
  };

  const groupOf = groupForests(resolved);
  const forestPhases = createForestPhases(resolved, rowScope, header);
  const emitter: ReturnType<typeof createEmitter> = createEmitter(resolved, {
    start: eachRow,
    homeOf: (expr, from) => {
      const dependence = dependenceOf(expr);
      if (dependence.kind === "nothing") return once;
      return dependence.kind === "text" ? dictionaryOf(dependence.name) : from;
    },
    publish: (expr, { home, reader }, write) => {
      if (home === once) return emitter.once(expr, () => emitter.declare(write()));
      const dependence = dependenceOf(expr);
      const place = placeOf(dependence.kind === "text" ? dependence.name : "", "Text");
      const array = emitter.once(expr, () => {
        const name = emitter.fresh("d");
        header.push(
          `const ${name} = new ${isText(typeOf(expr)) ? "Array" : "Float64Array"}(x${place}.length);`,
        );
        emitter.statement(`${name}[e] = ${write()};`);
        return name;
      });
      return `${array}[${rowVariable(reader, `e${place}`, `k${place}[i] + 1`)}]`;
    },
    forest: (forest, within) =>
      dependenceOf(forest).kind === "rows"
        ? forestPhases.source(forest, groupOf(forest), within)
        : rowForestSource(forest, groupOf(forest), within),
  });

  for (const expr of resolved.tall) emitter.value(expr);
  for (const [at, expr] of Object.values(program.outputs).entries())
    eachRow.block.push(storeSource(expr, at, emitter));
  const loops = [...dictionaries].flatMap(([name, { block }]) => {
    const place = placeOf(name, "Text");
    return loop("e", `x${place}.length`, block, `entries${place}_`);
  });
  return {
    columns,
    parameters: ["inputs", "rowCount", "outputs"],
    around: [...emitter.functions.values()],
    body: [
      "let t = 0;",
      ...header,
      ...once.block,
      ...loops,
      ...rowLoops(program, forestPhases.phases, eachRow.block),
    ],
    uses: [...emitter.used],
    constants: emitter.constants,
  };
}

const placelessColumn = (name: string): never => {
  throw new TypeError(`Column ${name} stands where no row is`);
};

const storeSource = (expr: Expr, at: number, emitter: Emitter): string => {
  const source = emitter.value(expr);
  return isText(typeOf(expr)) ? `o${at}.add(i, ${source});` : `o${at}[i] = ${source} + 0;`;
};

/** One loop over all rows; with forests, loops over some rows at a time: one for each phase, and the last for the outputs. */
function rowLoops(program: Program, phases: readonly ForestPhase[], block: readonly string[]): string[] {
  const outputs = Object.keys(program.outputs).map((_, at) => `const o${at} = outputs[${at}];`);
  if (phases.length === 0) return [...outputs, ...loop("i", "rowCount", block, "rows")];
  const passes = [...phases, { scope: { block }, scoring: [] }].map(({ scope, scoring }, at) => {
    const { declarations, calls } = splitBlock(scope.block, "i", `rows${at}_`, []);
    return {
      declarations,
      lines: ["for (let i = begin; i < end; i++) {", ...calls, "}", ...scoring],
    };
  });
  return [
    ...outputs,
    ...passes.flatMap(({ declarations }) => declarations),
    `for (let begin = 0; begin < rowCount; begin += ${rowsAtOnce}) {`,
    `const end = begin + ${rowsAtOnce} < rowCount ? begin + ${rowsAtOnce} : rowCount;`,
    ...passes.flatMap(({ lines }) => lines),
    "}",
  ];
}

/** A loop whose body is cut into functions when it is long. */
function loop(variable: string, bound: string, block: readonly string[], functionPrefix: string): string[] {
  const { declarations, calls } = splitBlock(block, variable, functionPrefix, []);
  return [
    ...declarations,
    `for (let ${variable} = 0; ${variable} < ${bound}; ${variable}++) {`,
    ...calls,
    "}",
  ];
}

/** Finds what expressions depend on, each once. */
function createDependence({ resolve, tall }: ResolvedProgram): (expr: Expr) => Dependence {
  const known = new Map<Expr, Dependence>();
  const compute = (expr: Expr): Dependence => {
    if (expr.kind === "column") return isText(expr.type) ? { kind: "text", name: expr.name } : rows;
    return partsOf(expr).map(dependenceOf).reduce(combine, nothing);
  };
  const dependenceOf = (given: Expr): Dependence => {
    const expr = resolve(given);
    const found = known.get(expr) ?? compute(expr);
    known.set(expr, found);
    return found;
  };
  for (const expr of tall) dependenceOf(expr);
  return dependenceOf;
}

function combine(left: Dependence, right: Dependence): Dependence {
  if (left.kind === "nothing") return right;
  if (right.kind === "nothing") return left;
  return left.kind === "text" && right.kind === "text" && left.name === right.name ? left : rows;
}
