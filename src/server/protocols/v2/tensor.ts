import { failInput, showValue } from "../../../base/index.ts";
import type { Datatype } from "./datatype.ts";

/** An element as the rest of the service knows values: null is missing. */
export type Element = null | boolean | number | string;

/** A tensor of a request: its elements row by row. */
export interface Tensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly elements: readonly Element[];
}

/** How many elements a shape has. */
export const countOf = (shape: readonly number[]): number => shape.reduce((count, size) => count * size, 1);

/** Fails with T2376: the data are not what the shape says. */
export const failData = (message: string, place: string, value: unknown): never =>
  failInput("T2376", message, {
    place,
    value: showValue(value),
    cure: "Give as many elements as the shape says, flat or nested row by row.",
  });

/** Fails with T2377: an element is none of its datatype. */
export const failElement = (datatype: Datatype, place: string, value: unknown, why = ""): never =>
  failInput("T2377", `An element is no ${datatype}${why}`, {
    place,
    value: showValue(value),
    cure: `Send ${wanted[datatype]}; null where a value is missing.`,
  });

const whole = (least: string, greatest: string): string => `whole numbers from ${least} to ${greatest}`;

const wanted: Readonly<Record<Datatype, string>> = {
  BOOL: "true and false",
  UINT8: whole("0", "255"),
  UINT16: whole("0", "65535"),
  UINT32: whole("0", "4294967295"),
  UINT64: whole("0", "2^53-1, beyond which neighbours cannot be told apart"),
  INT8: whole("-128", "127"),
  INT16: whole("-32768", "32767"),
  INT32: whole("-2147483648", "2147483647"),
  INT64: `${whole("-(2^53-1)", "2^53-1")}, beyond which neighbours cannot be told apart`,
  FP16: "16-bit numbers in binary",
  BF16: "16-bit numbers in binary",
  FP32: "numbers within float32",
  FP64: "numbers within float64",
  BYTES: "text in UTF-8",
};
