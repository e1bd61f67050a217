import type { Program } from "../../ir/index.ts";
import type { Table } from "../../schema/index.ts";
import { evaluateProgram, evaluateTable, type Row } from "../evaluate.ts";
import type { Value } from "../../schema/index.ts";

/** Compiles a Program to a function from a row to its outputs. */
export const compileRow =
  (program: Program): ((row: Row) => Record<string, Value>) =>
  (row) =>
    evaluateProgram(program, row);

/** Compiles a Program to a function from a table to the table of its outputs, column by column. */
export const compileTable =
  (program: Program): ((table: Table) => Table) =>
  (table) =>
    evaluateTable(program, table);
