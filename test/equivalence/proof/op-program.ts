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
import { drawColumn, drawValue, pick } from "./draw.ts";

/** Arguments that mean something, and texts in which there is something to find: those of the conformance cases. */
export interface Examples {
  readonly calls: Readonly<
    Record<string, readonly { readonly types: readonly DataType[]; readonly args: readonly Value[] }[]>
  >;
  readonly texts: readonly string[];
}

/** How often each signature stands in a Program where it has constants: with other ones each time. */
const variants = 3;
/** Draws of constants before an operation is said to need a hint. */
const mostDraws = 2000;

/** An operation with all its signatures on columns, and on columns beside constants, each as an output of its own. */
export function opProgram(op: OpName, random: Random, examples: Examples): Program {
  const outputs: [string, Expr][] = [];
  for (const [at, signature] of opTable[op].signatures.entries()) {
    const name = `${signature.args.join(", ")}${signature.rest ? ` and ${signature.rest}` : ""}`;
    const count = opTable[op].literalFrom === undefined ? 1 : variants;
    for (let variant = 0; variant < count; variant++)
      outputs.push([`${at} ${name} ${variant}`, signatureCall(op, signature, random, examples)]);
    const beside = constantBeside(op, signature, random, examples);
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

/**
 * A call on columns, with constants where only they may stand: those of a conformance case for every second call, else the
 * examples of the op table, which an operation needs whose constants are patterns or formats, else any of their types.
 */
function signatureCall(op: OpName, { args, rest }: Signature, random: Random, examples: Examples): Expr {
  const { literalFrom = Infinity, literalExamples = [] } = opTable[op];
  const known = (examples.calls[op] ?? []).filter(({ types }) =>
    args.every((type, at) => types[at] === type),
  );
  for (let draw = 0; draw < mostDraws; draw++) {
    const example = known.length > 0 && random.next() < 0.5 ? pick(random, known) : undefined;
    const more = rest ? Array.from({ length: random.integer(3) }, () => rest) : [];
    const exprs = (example?.types ?? [...args, ...more]).map((type, place) => {
      if (place < literalFrom) return column(columnName(type, place), type);
      if (example) return literal(example.args[place]!, type);
      const isExample = place === literalFrom && literalExamples.length > 0;
      return literal(isExample ? pick(random, literalExamples) : drawConstant(type, random, examples), type);
    });
    const built = exprs.length <= args.length + 2 ? tryCall(op, exprs) : undefined;
    if (built) return built;
  }
  throw new Error(`${op}() takes none of the constants that were drawn: give it a conformance case`);
}

/** Half of the whole numbers are small: counts, places and digits mostly have to be. */
const drawConstant = (type: DataType, random: Random, { texts }: Examples): Value =>
  type === "Int" && random.next() < 0.5 ? random.integer(17) : drawValue(type, random, texts);

/** A call where one argument that may be a column is a constant, since targets write constants in another way. */
function constantBeside(
  op: OpName,
  { args, rest }: Signature,
  random: Random,
  examples: Examples,
): Expr | undefined {
  const { literalFrom } = opTable[op];
  if (args.length < 2 || literalFrom !== undefined) return undefined;
  const types = [...args, ...(rest ? [rest] : [])];
  const constantAt = random.integer(types.length);
  return tryCall(
    op,
    types.map((type, place) =>
      place === constantAt
        ? literal(random.next() < 0.1 ? null : drawConstant(type, random, examples), type)
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
  { edges, texts }: { readonly edges: boolean; readonly texts: readonly string[] },
): Table {
  const fields = new Map(programs.flatMap(({ input }) => input.fields.map(({ name, type }) => [name, type])));
  const first = new Map<DataType, readonly Value[]>();
  // The first columns come first, since the others repeat a part of them.
  const byPlace = [...fields].toSorted(([left], [right]) => placeOf(left) - placeOf(right));
  return tableFromVectors(
    byPlace.map(([name, type]) => {
      const other = first.get(type);
      const drawn = { ...(other && { other }), place: placeOf(name), edges, texts };
      const values = drawColumn(type, rowCount, random.fork(name), drawn);
      if (!other) first.set(type, values);
      return [name, vectorFromValues(type, values)];
    }),
  );
}

const placeOf = (name: string): number => Number(name.slice(name.lastIndexOf(" ") + 1));
