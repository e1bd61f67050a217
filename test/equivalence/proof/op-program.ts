import type { Random } from "../../../src/base/index.ts";
import {
  call,
  column,
  literal,
  opTable,
  type Expr,
  type OpName,
  type Program,
  type Signature,
} from "../../../src/ir/index.ts";
import {
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Table,
  type Value,
} from "../../../src/schema/index.ts";
import { hintFor } from "./constants.ts";
import { drawColumn, drawValue } from "./draw.ts";

/** How often each signature stands in a Program where it has constants: with other ones each time. */
const variants = 3;
/** Draws of constants before an operation is said to need a hint. */
const mostDraws = 2000;

/** An operation with all its signatures on columns, and on columns beside constants, each as an output of its own. */
export function opProgram(op: OpName, random: Random): Program {
  const outputs: [string, Expr][] = [];
  for (const [at, signature] of opTable[op].signatures.entries()) {
    const name = `${signature.args.join(", ")}${signature.rest ? ` and ${signature.rest}` : ""}`;
    const count = opTable[op].literalFrom === undefined ? 1 : variants;
    for (let variant = 0; variant < count; variant++)
      outputs.push([`${at} ${name} ${variant}`, signatureCall(op, signature, random)]);
    const beside = constantBeside(op, signature, random);
    if (beside) outputs.push([`${at} ${name} beside a constant`, beside]);
  }
  const fields = columnsOf(op).map(([name, type]) => ({ name, type, nullable: true }));
  return { kind: "program", version: 1, input: { fields }, lets: [], outputs: Object.fromEntries(outputs) };
}

const columnName = (type: DataType, place: number): string => `${type} ${place}`;

/** The columns that the calls of an operation read: by type, and by place in the call. */
function columnsOf(op: OpName): [name: string, type: DataType][] {
  const columns = new Map<string, DataType>();
  for (const { args, rest } of opTable[op].signatures)
    for (const [place, type] of [...args, ...(rest ? [rest, rest] : [])].entries())
      columns.set(columnName(type, place), type);
  return [...columns];
}

/** A call on columns, with constants where only they may stand. */
function signatureCall(op: OpName, { args, rest }: Signature, random: Random): Expr {
  const { literalFrom = Infinity } = opTable[op];
  for (let draw = 0; draw < mostDraws; draw++) {
    const types = [...args, ...(rest ? Array.from({ length: random.integer(3) }, () => rest) : [])];
    const hinted = hintFor(op, random);
    const wanted = hinted ? types.slice(0, literalFrom + hinted.length) : types;
    const exprs = wanted.map((type, place) => {
      if (place < literalFrom) return column(columnName(type, place), type);
      return literal(hinted ? (hinted[place - literalFrom] ?? null) : drawConstant(type, random), type);
    });
    const built = tryCall(op, exprs);
    if (built) return built;
  }
  throw new Error(`${op}() takes none of the constants that were drawn: give it some in proof/constants.ts`);
}

/** Half of the whole numbers are small: counts, places and digits mostly have to be. */
const drawConstant = (type: DataType, random: Random): Value =>
  type === "Int" && random.next() < 0.5 ? random.integer(17) : drawValue(type, random);

/** A call where one argument that may be a column is a constant, since targets write constants in another way. */
function constantBeside(op: OpName, { args, rest }: Signature, random: Random): Expr | undefined {
  const { literalFrom } = opTable[op];
  if (args.length < 2 || literalFrom !== undefined) return undefined;
  const types = [...args, ...(rest ? [rest] : [])];
  const constantAt = random.integer(types.length);
  return tryCall(
    op,
    types.map((type, place) =>
      place === constantAt
        ? literal(random.next() < 0.1 ? null : drawConstant(type, random), type)
        : column(columnName(type, place), type),
    ),
  );
}

/** The call, or undefined where the builder refuses a constant. */
function tryCall(op: OpName, args: readonly Expr[]): Expr | undefined {
  try {
    return call(op, ...args);
  } catch {
    return undefined;
  }
}

/** Rows for Programs of operations, with `edges` every boundary value beside every other first. */
export function drawTable(
  programs: readonly Program[],
  rowCount: number,
  random: Random,
  edges: boolean,
): Table {
  const fields = new Map(programs.flatMap(({ input }) => input.fields.map(({ name, type }) => [name, type])));
  const first = new Map<DataType, readonly Value[]>();
  // The first columns come first, since the others repeat a part of them.
  const byPlace = [...fields].toSorted(([left], [right]) => placeOf(left) - placeOf(right));
  return tableFromVectors(
    byPlace.map(([name, type]) => {
      const other = first.get(type);
      const drawn = { ...(other && { other }), place: placeOf(name), edges };
      const values = drawColumn(type, rowCount, random.fork(name), drawn);
      if (!other) first.set(type, values);
      return [name, vectorFromValues(type, values)];
    }),
  );
}

const placeOf = (name: string): number => Number(name.slice(name.lastIndexOf(" ") + 1));
