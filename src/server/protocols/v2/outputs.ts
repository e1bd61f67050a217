import { failInput, showValue } from "../../../base/index.ts";
import { typeOf } from "../../../ir/index.ts";
import { similarNames, type DataType } from "../../../schema/index.ts";
import type { LiveVersion, Prediction } from "../../../serve/index.ts";
import type { RequestedOutput } from "./read-infer-request.ts";

/** An output of a model. */
export interface Output {
  readonly name: string;
  readonly type: DataType;
}

const known = new WeakMap<object, readonly Output[]>();

/** The outputs of a version, in the order of its Program, which a package keeps by name. */
export function outputsOf({ predictor: { content } }: LiveVersion): readonly Output[] {
  const found = known.get(content);
  if (found) return found;
  const outputs = Object.entries(content.program.outputs).map(([name, expr]) => ({
    name,
    type: typeOf(expr),
  }));
  known.set(content, outputs);
  return outputs;
}

/** The outputs that a request asks for, all where it names none. Fails with T2380 for one that the version has not, or twice. */
export function chosenOutputs(
  version: LiveVersion,
  wanted: readonly RequestedOutput[] | undefined,
  isBinary: boolean,
): readonly (Output & { readonly isBinary: boolean })[] {
  const outputs = outputsOf(version);
  if (!wanted) return outputs.map((output) => ({ ...output, isBinary }));
  const names = outputs.map(({ name }) => name);
  return wanted.map((one, at) => {
    const output = outputs.find(({ name }) => name === one.name);
    if (output && wanted.findIndex(({ name }) => name === one.name) === at)
      return { ...output, isBinary: one.isBinary };
    const similar = similarNames(one.name, names);
    return failInput(
      "T2380",
      output
        ? `The output ${showValue(one.name)} is asked for twice`
        : `There is no output ${showValue(one.name)}`,
      {
        place: `outputs[${at}]`,
        value: showValue(one.name),
        cure: output ? "Ask once." : `It gives ${(similar.length > 0 ? similar : names).join(", ")}.`,
      },
    );
  });
}

/** The values of one output over all rows, as they go into JSON. */
export const valuesOf = (predictions: readonly Prediction[], name: string) =>
  predictions.map(({ output }) => output[name] ?? null);
