import type { Program } from "../../ir/index.ts";
import type { Field, Value } from "../../schema/index.ts";
import { generateRow } from "./generate-row.ts";
import { instantiate, type GeneratedFunction } from "./generated.ts";
import type { Constant } from "./constant.ts";
import type { PreludeName } from "./prelude.ts";
import { numberSource, textSource } from "./source.ts";

/** What values of a column are known: numbers, days and instants between two bounds, texts out of a list. */
export interface KnownValues {
  readonly numbers?: { readonly min: number; readonly max: number };
  readonly texts?: readonly string[];
}

/**
 * Compiles the short way from a row of plain JSON to the outputs of a Program. It answers what needs no words: a row with all
 * columns that are not nullable, no others than those of the Program's input, each value of its type and among the known
 * ones. For every other row it gives undefined, and the caller takes the long way. What it answers is what `compileRow`
 * answers for the values of the row.
 * @example
 * const input = { fields: [{ name: "age", type: "Int", nullable: false }] };
 * const program = createProgram({ input, outputs: { next: call("add", column("age", "Int"), int(1)) } });
 * const answer = compileJsonRow(program, new Map([["age", { numbers: { min: 0, max: 120 } }]]));
 * answer({ age: 41 }) // { next: 42 }
 * answer({ age: 400 }) // undefined
 */
export function compileJsonRow(
  program: Program,
  known: ReadonlyMap<string, KnownValues>,
): (row: unknown) => Record<string, Value> | undefined {
  const isPlain = instantiate(generateCheck(program.input.fields, known)) as (row: unknown) => boolean;
  const score = instantiate(generateRow(program, undefined, "json")) as (
    row: unknown,
  ) => Record<string, Value>;
  return (row) => (isPlain(row) ? score(row) : undefined);
}

/** Columns that one function looks at: V8 optimises small functions soonest. */
const columnsAtOnce = 40;

/**
 * Generates the function that is true for a plain row. A row may inherit nothing but what every object inherits, which are
 * functions and so no values; then it has as many keys as columns are given only when it has no unknown one.
 */
function generateCheck(fields: readonly Field[], known: ReadonlyMap<string, KnownValues>): GeneratedFunction {
  const uses = new Set<PreludeName>();
  const constants: Constant[] = [];
  const use = (name: PreludeName): string => {
    uses.add(name);
    return name;
  };
  const constant = (one: Constant): string => `c${constants.push(one) - 1}`;
  const parts: string[] = [];
  for (let from = 0; from < fields.length; from += columnsAtOnce) {
    const lines = fields
      .slice(from, from + columnsAtOnce)
      .map((field) => fieldSource(field, known.get(field.name) ?? {}, use, constant));
    parts.push(
      [
        `const part${parts.length} = (function (row) {`,
        "let given = 0, v, n;",
        ...lines,
        "return given;",
        "});",
      ].join("\n"),
    );
  }
  return {
    parameters: ["row"],
    around: parts,
    body: [
      'if (typeof row !== "object" || row === null) return false;',
      "const above = Object.getPrototypeOf(row);",
      "if (above !== Object.prototype && above !== null) return false;",
      "let given = 0, part = 0;",
      ...parts.map((_, at) => `part = part${at}(row); if (part < 0) return false; given += part;`),
      "for (const key in row) given--;",
      "return given === 0;",
    ],
    uses: [...uses],
    constants,
  };
}

/** Reads one column into `v`; leaves with -1 where it is not plainly right. */
function fieldSource(
  { name, type, nullable }: Field,
  known: KnownValues,
  use: (name: PreludeName) => string,
  constant: (one: Constant) => string,
): string {
  const check = (condition: string): string => `if (!(${condition})) return -1;`;
  const within = (variable: string): string | undefined =>
    known.numbers &&
    `${variable} >= ${numberSource(known.numbers.min)} && ${variable} <= ${numberSource(known.numbers.max)}`;
  // -0 becomes 0 on the long way.
  const notMinusZero = "(v !== 0 || 1 / v > 0)";
  const byType = (): string => {
    switch (type) {
      case "Boolean":
        return check('typeof v === "boolean"');
      case "Float":
        return check(`typeof v === "number" && ${within("v") ?? "v - v === 0"} && ${notMinusZero}`);
      case "Int":
        return check(`Number.isSafeInteger(v)${and(within("v"))} && ${notMinusZero}`);
      case "Text":
        return check(
          `typeof v === "string" && ${known.texts ? `${constant({ kind: "set", values: known.texts })}.has(v)` : "v.isWellFormed()"}`,
        );
      case "Day":
      case "Instant": {
        const read = use(type === "Day" ? "dayOf" : "instantOf");
        return `${check('typeof v === "string"')} n = ${read}(v); ${check(within("n") ?? "n === n")}`;
      }
    }
  };
  const read = `v = row[${textSource(name)}];`;
  return nullable
    ? `${read} if (v !== undefined) { given++; if (v !== null) { ${byType()} } }`
    : `${read} ${byType()} given++;`;
}

const and = (condition: string | undefined): string => (condition ? ` && ${condition}` : "");
