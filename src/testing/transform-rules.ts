import { canonicalJson, createRandom, showValue, shuffledIndexes } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { column, columnsOf, type Expr, type Program } from "../ir/index.ts";
import { takeTableRows, type DataType, type Table, type Value } from "../schema/index.ts";
import {
  runAggregates,
  type Aggregate,
  type AggregateResults,
  type TargetContext,
  type Transform,
  type TransformOutput,
} from "../transform/index.ts";
import { caseValues, transformCases, withOtherLaterRows, type TransformCase } from "./transform-cases.ts";

/** What a transform learnt in one situation. */
export interface Learnt {
  readonly requests: Readonly<Record<string, Aggregate>>;
  readonly results: AggregateResults;
  readonly outputs: readonly TransformOutput[];
  readonly text: string;
}

/** A transform that has learnt from one case, ready to be judged. */
export interface Situation<Params> {
  readonly transform: Transform<Params>;
  readonly type: DataType;
  readonly params: Params;
  readonly case: TransformCase;
  readonly learnt: Learnt;
  /** The outputs for all rows of the case, by the oracle. */
  readonly answers: Table;
}

/** A rule: what is wrong, or nothing. */
type Rule = <Params>(situation: Situation<Params>) => string | undefined;

/** Two indicators, as for a target of three classes. */
export const caseTarget: TargetContext = {
  indicators: [
    { label: "first", expr: column("target 1", "Float") },
    { label: "second", expr: column("target 2", "Float") },
  ],
};

/** Learns, applies and describes. */
export function learnFrom<Params>(
  transform: Transform<Params>,
  type: DataType,
  params: Params,
  table: Table,
  rows: Uint32Array,
): Learnt {
  const input = column("input", type);
  const requests = transform.learn(input, params, caseTarget);
  const results = runAggregates(table, rows, requests);
  return {
    requests,
    results,
    outputs: transform.apply(input, params, results, caseTarget),
    text: transform.describe({ name: "input", type }, params, results),
  };
}

const suffixesOf = ({ outputs }: Learnt): string => JSON.stringify(outputs.map(({ suffix }) => suffix));

const sameOutputs = (left: Learnt, right: Learnt): boolean =>
  canonicalJson(left.outputs) === canonicalJson(right.outputs) && left.text === right.text;

/** The rules that hold for every transform in every situation, each with its name. */
export const transformRules: Readonly<Record<string, Rule>> = {
  "is deterministic": ({ transform, type, params, case: { table, rows }, learnt }) =>
    sameOutputs(learnFrom(transform, type, params, table, rows), learnt)
      ? undefined
      : "learning twice gives two answers",

  "learns from its rows only": ({ transform, type, params, case: one, learnt }) => {
    const other = withOtherLaterRows(one, type);
    return sameOutputs(learnFrom(transform, type, params, other.table, other.rows), learnt)
      ? undefined
      : "other values in rows that it may not see change what it learns";
  },

  "does not depend on the order of rows": ({ transform, type, params, case: { table, rows }, learnt }) => {
    const order = shuffledIndexes(rows.length, createRandom("order of rows"));
    const shuffled = takeTableRows(takeTableRows(table, rows), order);
    const all = Uint32Array.from(order, (_, at) => at);
    return sameOutputs(learnFrom(transform, type, params, shuffled, all), learnt)
      ? undefined
      : "the same rows in another order change what it learns";
  },

  "asks about its input only": ({ transform, learnt: { requests } }) => {
    const allowed = transform.usesTarget ? ["input", "target 1", "target 2"] : ["input"];
    const used = Object.values(requests).flatMap((request) =>
      request.kind === "groupSums" ? [request.by, request.of] : [request.of],
    );
    return foreignColumn(used, allowed, "its questions read");
  },

  "answers from its input only": ({ learnt: { outputs } }) =>
    foreignColumn(
      outputs.map(({ expr }) => expr),
      ["input"],
      "its expressions read",
    ),

  "names outputs apart": ({ learnt: { outputs } }) =>
    new Set(outputs.map(({ suffix }) => suffix)).size === outputs.length
      ? undefined
      : `two outputs have one suffix: ${outputs.map(({ suffix }) => showValue(suffix)).join(", ")}`,

  "names outputs of the target without looking at data": ({ transform, type, params, learnt }) => {
    if (!transform.usesTarget) return undefined;
    const { table } = transformCases(type)[0]!;
    const fewer = learnFrom(transform, type, params, table, Uint32Array.of(3, 7));
    return suffixesOf(fewer) === suffixesOf(learnt) ? undefined : "other rows give outputs of other names";
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

  "survives JSON": ({ case: { table }, learnt: { outputs }, answers }) => {
    const stored = canonicalJson(outputs);
    const read = JSON.parse(stored) as readonly TransformOutput[];
    if (canonicalJson(read) !== stored) return "its expressions are no plain data";
    try {
      const difference = firstDifference(answers, compileTable(programOf(read, table))(table));
      return difference && `stored and read back, ${difference}`;
    } catch (error) {
      return `stored and read back, it does not run: ${String(error)}`;
    }
  },

  "compiles to what the oracle says": ({ case: { table }, learnt: { outputs }, answers }) => {
    const difference = firstDifference(answers, compileTable(programOf(outputs, table))(table));
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

/** A Program of the outputs over the columns of a case. */
export const programOf = (outputs: readonly TransformOutput[], table: Table): Program => ({
  kind: "program",
  version: 1,
  input: table.schema,
  lets: [],
  outputs: Object.fromEntries(outputs.map(({ suffix, expr }) => [`input${suffix}`, expr])),
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
