import type { Program } from "../../ir/index.ts";
import type { Value } from "../../schema/index.ts";
import type { Row } from "../evaluate.ts";
import { generateRow } from "./generate-row.ts";
import { instantiate } from "./generated.ts";

/**
 * Compiles a Program to a function from a row to its outputs: generated JavaScript, equal to the oracle bit for bit. A
 * column that the row does not have counts as missing.
 * @example
 * const age = column("age", "Int");
 * const input = { fields: [{ name: "age", type: "Int", nullable: false }] };
 * const score = compileRow(createProgram({ input, outputs: { next: call("add", age, int(1)) } }));
 * score({ age: 41 }) // { next: 42 }
 */
export const compileRow = (program: Program): ((row: Row) => Record<string, Value>) =>
  instantiate(generateRow(program)) as (row: Row) => Record<string, Value>;
