import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileRow, compileTable, evaluateProgram } from "../../src/compile/index.ts";
import {
  call,
  column,
  literal,
  opNames,
  opTable,
  parseOpName,
  type OpName,
  type Program,
} from "../../src/ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  vectorFromValues,
  type DataType,
  type Value,
} from "../../src/schema/index.ts";
import { cases, casesOf, groups, type Case } from "./case-files.ts";
import { openDuckdb, type DuckdbTarget } from "./duckdb-target.ts";

/** All cases of an op as one row and one Program: each case once on columns and once on constants. */
function programOf(op: OpName, list: readonly Case[]) {
  const row: Record<string, Value> = {};
  const fields: { name: string; type: DataType; nullable: boolean }[] = [];
  const outputs: [string, Program["outputs"][string]][] = [];
  for (const [at, { types, args }] of list.entries()) {
    const { literalFrom = Infinity } = opTable[op];
    const constants = args.map((value, place) => literal(value, types[place]!));
    const columns = types.map((type, place) => {
      if (place >= literalFrom) return constants[place]!;
      const name = `case ${at} argument ${place}`;
      row[name] = args[place]!;
      fields.push({ name, type, nullable: true });
      return column(name, type);
    });
    outputs.push([`case ${at} on columns`, call(op, ...columns)]);
    outputs.push([`case ${at} on constants`, call(op, ...constants)]);
  }
  const program: Program = {
    kind: "program",
    version: 1,
    input: { fields },
    lets: [],
    outputs: Object.fromEntries(outputs),
  };
  const table = tableFromVectors(
    fields.map(({ name, type }) => [name, vectorFromValues(type, [row[name]!])]),
  );
  return { program, row, table };
}

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const targets: Readonly<
  Record<
    string,
    (given: ReturnType<typeof programOf>) => Promise<Record<string, Value>> | Record<string, Value>
  >
> = {
  oracle: ({ program, row }) => evaluateProgram(program, row),
  "js row": ({ program, row }) => compileRow(program)(row),
  "js table": ({ program, table }) =>
    Object.fromEntries(
      [...compileTable(program)(table).columns].map(([name, vector]) => [name, valueAt(vector, 0)]),
    ),
  duckdb: async ({ program, table }) => {
    await duckdb.load("cases", table);
    return (await duckdb.run(program, "cases"))[0]!;
  },
};

describe.each(opNames)("%s", (op) => {
  it("has cases of every group, for every signature, and no others", () => {
    expect(Object.keys(cases[op] ?? {})).toStrictEqual([...groups]);
    for (const group of groups) expect(casesOf(op, group)).not.toHaveLength(0);
    const covered = groups
      .flatMap((group) => casesOf(op, group))
      .map(({ types }) => types.slice(0, 2).join());
    for (const { args } of opTable[op].signatures) expect(covered).toContain(args.slice(0, 2).join());
  });

  it.each(Object.entries(targets))("gives what its cases say on %s", async (_name, run) => {
    const list = groups.flatMap((group) => casesOf(op, group));
    const got = await run(programOf(op, list));
    const wrong = list.flatMap((one, at) =>
      ["columns", "constants"].flatMap((form) => {
        const value = got[`case ${at} on ${form}`];
        return Object.is(one.wanted, value) ? [] : [{ form, ...one, value }];
      }),
    );
    expect(wrong).toStrictEqual([]);
  });
});

it("knows every op that the case files name", () => {
  expect(Object.keys(cases).filter((name) => !parseOpName(name))).toStrictEqual([]);
});
