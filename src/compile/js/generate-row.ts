import { typeOf, type Expr, type Program } from "../../ir/index.ts";
import { isText, type DataType } from "../../schema/index.ts";
import { resolveProgram } from "../resolve.ts";
import { createEmitter } from "./create-emitter.ts";
import { groupForests, plainForestSource, rowForestSource } from "./emit-forest.ts";
import type { Scope } from "./emitter.ts";
import type { GeneratedFunction } from "./generated.ts";
import type { PreludeName } from "./prelude.ts";
import { splitBlock } from "./split-block.ts";
import { propertySource, textSource } from "./source.ts";

/** How a value of a row becomes what generated code holds. */
const readers: Readonly<Record<DataType, PreludeName>> = {
  Boolean: "booleanIn",
  Int: "wholeIn",
  Float: "floatIn",
  Text: "textIn",
  Day: "wholeIn",
  Instant: "wholeIn",
};

/** The types that are text in JSON and numbers as values. */
const textReaders: Partial<Readonly<Record<DataType, PreludeName>>> = { Day: "dayOf", Instant: "instantOf" };

/** What the rows of generated code hold: values, or JSON, where days and instants are text. */
export type RowForm = "values" | "json";

/** How variables are called where people read the source. */
export interface RowNames {
  readonly column: (name: string) => string;
  readonly let: (name: string) => string;
}

/** Generates the function from a row to all outputs of a Program. */
export function generateRow(program: Program, names?: RowNames, form: RowForm = "values"): GeneratedFunction {
  const resolved = resolveProgram(program);
  const groupOf = groupForests(resolved);
  const block: string[] = [];
  const columns = new Map<string, string>();
  const scope: Scope = { block, known: new Map(), readColumn };
  const emitter = createEmitter(resolved, {
    start: scope,
    homeOf: () => scope,
    publish: (_expr, _places, write) => write(),
    // A module stands alone, so it has no kernels.
    forest: names ? plainForestSource : (forest, within) => rowForestSource(forest, groupOf(forest), within),
    nameOf:
      names &&
      ((expr) => {
        const name = resolved.letNames.get(expr);
        return name === undefined ? undefined : names.let(name);
      }),
  });

  function readColumn(name: string, type: DataType): string {
    const key = `${type} ${name}`;
    let variable = columns.get(key);
    if (variable === undefined) {
      variable = names ? names.column(name) : emitter.fresh("x");
      columns.set(key, variable);
      const place = `row[${textSource(name)}]`;
      const reader = form === "json" ? textReaders[type] : undefined;
      block.push(
        reader
          ? `const ${variable} = typeof ${place} === "string" ? ${emitter.use(reader)}(${place}) : NaN;`
          : `const ${variable} = ${emitter.use(readers[type])}(${place});`,
      );
    }
    return variable;
  }

  for (const expr of resolved.tall) emitter.value(expr);
  const results = Object.entries(program.outputs).map(
    ([name, expr]) => `${propertySource(name)}: ${resultSource(expr, emitter.atom(expr))}`,
  );
  const end = [`return {\n${results.map((one) => `${one},`).join("\n")}\n};`];
  const { declarations, calls } = splitBlock(block, "row", "part", end);
  return {
    parameters: ["row"],
    around: [...emitter.functions.values(), ...declarations],
    body: ["let t = 0;", ...calls, ...end],
    uses: [...emitter.used],
    constants: emitter.constants,
  };
}

/** From what generated code holds to a value of a row. */
function resultSource(expr: Expr, atom: string): string {
  const type = typeOf(expr);
  if (isText(type)) return atom;
  return `${atom} === ${atom} ? ${type === "Boolean" ? `${atom} === 1` : `${atom} + 0`} : null`;
}
