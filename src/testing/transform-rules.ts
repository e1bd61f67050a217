import { canonicalJson, createRandom, showValue, shuffledIndexes } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { column, columnsOf, shareCommon, type Expr, type Program } from "../ir/index.ts";
import { findField, takeTableRows, type DataType, type Table, type Value } from "../schema/index.ts";
import {
  askRounds,
  expressionsOf,
  runAggregates,
  type Aggregate,
  type JointTransform,
  type StepInput,
  type StepOutput,
  type TargetContext,
} from "../transform/index.ts";
import { caseValues, inputNames, withOtherLaterRows, type TransformCase } from "./transform-cases.ts";

/** What a transform learnt in one situation. */
export interface Learnt {
  readonly inputs: readonly StepInput[];
  /** The questions of all rounds. */
  readonly requests: readonly Aggregate[];
  readonly outputs: readonly StepOutput[];
  /** The outputs as a Program over the columns of the case; a part that stands in many places is in it once. */
  readonly program: Program;
  readonly text: string;
}

/** A transform that has learnt from one case, ready to be judged. */
export interface Situation {
  readonly transform: JointTransform<unknown>;
  readonly params: unknown;
  readonly case: TransformCase;
  /** Other rows to learn from: the first case of the same columns. */
  readonly usual: TransformCase;
  readonly learnt: Learnt;
  /** The outputs for all rows of the case, by the oracle. */
  readonly answers: Table;
}

/** A rule: what is wrong, or nothing. */
type Rule = (situation: Situation) => string | undefined;

/** Two indicators, as for a target of three classes. */
export const caseTarget: TargetContext = {
  indicators: [
    { label: "first", expr: column("target 1", "Float") },
    { label: "second", expr: column("target 2", "Float") },
  ],
};

/** The columns of a case as the inputs of a transform. */
export const inputsOf = (table: Table): readonly StepInput[] =>
  inputNames(table).map((name) => ({
    name,
    expr: column(name, findField(table.schema, name)!.type),
    usesTarget: false,
  }));

/** Learns in as many rounds as it takes, applies and describes. */
export function learnFrom(
  transform: JointTransform<unknown>,
  params: unknown,
  { table, rows }: Pick<TransformCase, "table" | "rows">,
): Learnt {
  const inputs = inputsOf(table);
  const requests: Aggregate[] = [];
  const [results = {}] = askRounds(
    [{ transform, params, inputs, place: "checkTransform" }],
    caseTarget,
    (open) =>
      open.map((one) => {
        requests.push(...Object.values(one.requests));
        return runAggregates(table, rows, one.requests);
      }),
  );
  const outputs = transform.apply(inputs, params, results, caseTarget);
  const notes = transform.describe(inputs, params, results);
  const program = programOf(outputs, table);
  return { inputs, requests, outputs, program, text: notes.map(({ text }) => text).join("\n") };
}

const namesOf = ({ outputs }: Learnt): string => JSON.stringify(outputs.map(({ name }) => name));

const sameOutputs = (left: Learnt, right: Learnt): boolean =>
  writtenOut(left) === writtenOut(right) && left.text === right.text;

const writtenOut = ({ program: { lets, outputs } }: Learnt): string => canonicalJson({ lets, outputs });

/** The rules that hold for every transform in every situation, each with its name. */
export const transformRules: Readonly<Record<string, Rule>> = {
  "is deterministic": ({ transform, params, case: one, learnt }) =>
    sameOutputs(learnFrom(transform, params, one), learnt) ? undefined : "learning twice gives two answers",

  "learns from its rows only": ({ transform, params, case: one, learnt }) =>
    sameOutputs(learnFrom(transform, params, withOtherLaterRows(one)), learnt)
      ? undefined
      : "other values in rows that it may not see change what it learns",

  "does not depend on the order of rows": ({ transform, params, case: { table, rows }, learnt }) => {
    const order = shuffledIndexes(rows.length, createRandom("order of rows"));
    const shuffled = takeTableRows(takeTableRows(table, rows), order);
    const all = Uint32Array.from(order, (_, at) => at);
    return sameOutputs(learnFrom(transform, params, { table: shuffled, rows: all }), learnt)
      ? undefined
      : "the same rows in another order change what it learns";
  },

  "asks about its input only": ({ transform, case: { table }, learnt: { requests } }) =>
    foreignColumn(
      requests.flatMap(expressionsOf),
      [...inputNames(table), ...(transform.usesTarget ? ["target 1", "target 2"] : [])],
      "its questions read",
    ),

  "answers from its input only": ({ case: { table }, learnt: { outputs } }) =>
    foreignColumn(
      outputs.map(({ expr }) => expr),
      inputNames(table),
      "its expressions read",
    ),

  "names outputs apart": ({ learnt: { outputs } }) =>
    new Set(outputs.map(({ name }) => name)).size === outputs.length
      ? undefined
      : `two outputs have one name: ${outputs.map(({ name }) => showValue(name)).join(", ")}`,

  "names outputs of the target without looking at data": ({ transform, params, usual, learnt }) => {
    if (!transform.usesTarget || transform.onlyChooses) return undefined;
    const fewer = learnFrom(transform, params, { table: usual.table, rows: Uint32Array.of(3, 7) });
    return namesOf(fewer) === namesOf(learnt) ? undefined : "other rows give outputs of other names";
  },

  "chooses among its inputs": ({ transform, learnt: { inputs, outputs } }) => {
    if (!transform.onlyChooses) return undefined;
    const other = outputs.find(({ name, expr }) => inputs.find((one) => one.name === name)?.expr !== expr);
    return other && `it only chooses, but ${showValue(other.name)} is no input as it is`;
  },

  "gives real values": ({ answers }) => {
    for (const name of answers.columns.keys()) {
      const values = caseValues(answers, name);
      const { type } = answers.columns.get(name)!;
      const at = values.findIndex((value) => value !== null && !isOfType(value, type));
      if (at >= 0) return `${showValue(name)} is ${String(values[at])} in row ${at}, which is no ${type}`;
    }
    return undefined;
  },

  "survives JSON": ({ case: { table }, learnt: { program }, answers }) => {
    const stored = canonicalJson(program);
    const read = JSON.parse(stored) as Program;
    if (canonicalJson(read) !== stored) return "its expressions are no plain data";
    try {
      const difference = firstDifference(answers, compileTable(read)(table));
      return difference && `stored and read back, ${difference}`;
    } catch (error) {
      return `stored and read back, it does not run: ${String(error)}`;
    }
  },

  "compiles to what the oracle says": ({ case: { table }, learnt: { program }, answers }) => {
    const difference = firstDifference(answers, compileTable(program)(table));
    return difference && `compiled, ${difference}`;
  },

  "tells what it did": ({ learnt: { text } }) =>
    text.trim() === "" || /NaN|Infinity|undefined|\[object/.test(text.replaceAll(/"[^"]*"/g, ""))
      ? `describe() says ${showValue(text)}`
      : undefined,
};

function foreignColumn(
  exprs: readonly Expr[],
  allowed: readonly string[],
  words: string,
): string | undefined {
  const foreign = exprs.flatMap(columnsOf).find((name) => !allowed.includes(name));
  return foreign === undefined ? undefined : `${words} the column ${showValue(foreign)}`;
}

const programOf = (outputs: readonly StepOutput[], table: Table): Program =>
  shareCommon({
    kind: "program",
    version: 1,
    input: table.schema,
    lets: [],
    outputs: Object.fromEntries(outputs.map(({ name, expr }) => [name, expr])),
  });

function isOfType(value: Value, type: DataType): boolean {
  if (type === "Text") return typeof value === "string";
  if (type === "Boolean") return typeof value === "boolean";
  return type === "Float" ? Number.isFinite(value) : Number.isSafeInteger(value);
}

/** The first cell where two tables differ; numbers may differ by rounding of the platform's mathematics. */
function firstDifference(expected: Table, got: Table): string | undefined {
  for (const name of expected.columns.keys()) {
    const left = caseValues(expected, name);
    const right = caseValues(got, name);
    const at = left.findIndex((value, row) => !isSame(value, right[row]!));
    if (at >= 0) return `${showValue(name)} is ${String(right[at])}, not ${String(left[at])}, in row ${at}`;
  }
  return undefined;
}

const isSame = (left: Value, right: Value): boolean =>
  left === right ||
  (typeof left === "number" &&
    typeof right === "number" &&
    Math.abs(left - right) <= 1e-14 * Math.max(Math.abs(left), Math.abs(right)));
