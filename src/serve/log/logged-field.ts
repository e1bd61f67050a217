import { hashJson } from "../../base/index.ts";
import { typeOf } from "../../ir/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { LiveVersion } from "../prediction-service.ts";

/** A column of the log: an input or an output of a model. */
export interface LoggedField {
  readonly name: string;
  readonly type: DataType;
  /** True when only the keyed hash of its values is kept. */
  readonly isPrivate?: true;
}

/** Which model gave an answer, in which version and for which part of the traffic, and the columns of its rows. */
export interface LoggedStream {
  readonly model: string;
  readonly name: string;
  readonly version: string;
  readonly arm: string;
  readonly inputs: readonly LoggedField[];
  readonly outputs: readonly LoggedField[];
}

/** The columns of a version in the log. */
export function streamOf(
  { version, arm, schema, predictor }: LiveVersion,
  isPrivate: (name: string) => boolean,
): LoggedStream {
  return {
    model: predictor.hash,
    name: predictor.name,
    version,
    arm,
    inputs: schema.fields.map(({ name, type }) =>
      isPrivate(name) ? { name, type, isPrivate: true } : { name, type },
    ),
    outputs: Object.entries(predictor.content.program.outputs).map(([name, expr]) => ({
      name,
      type: typeOf(expr),
    })),
  };
}

/** Streams with the same key have the same columns, and share their segments: one model, whatever its versions are called. */
export const layoutKey = ({ model, inputs, outputs }: LoggedStream): string =>
  hashJson({ model, inputs, outputs });
