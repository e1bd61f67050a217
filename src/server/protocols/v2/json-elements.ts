import { failInput } from "../../../base/index.ts";
import { wholeRange, type Datatype } from "./datatype.ts";
import { countOf, failData, failElement, type Element } from "./tensor.ts";

/**
 * The `data` of a tensor, flat or nested, as elements. Fails with T2376 where they do not fit the shape, with T2377 for one
 * that is none of the datatype, and with T2375 for FP16 and BF16, which have no form in JSON.
 */
export function jsonElements(
  data: unknown,
  datatype: Datatype,
  shape: readonly number[],
  place: string,
): readonly Element[] {
  if (datatype === "FP16" || datatype === "BF16")
    return failInput("T2375", `${datatype} has no form in JSON`, {
      place,
      cure: "Send it in binary (binary_data_size), or send FP32 or FP64.",
    });
  const read = readers[datatype];
  return flatten(data, shape, place).map((given, at) => {
    if (given === null) return null;
    return read(given, datatype) ?? failElement(datatype, `${place}.data[${at}]`, given);
  });
}

type Reader = (given: unknown, datatype: Datatype) => Exclude<Element, null> | undefined;

const readWhole: Reader = (given, datatype) => {
  const [least, greatest] = wholeRange[datatype] ?? [0, 0];
  // A whole number beyond 2^53 was rounded when the JSON was parsed, so it is beyond the range too.
  return typeof given === "number" && Number.isInteger(given) && given >= least && given <= greatest
    ? given
    : undefined;
};

const readFloat: Reader = (given) =>
  typeof given === "number" && Number.isFinite(given) ? given : undefined;

/** The nearest float32: the same tensor sent in binary gives the same answers. */
const readFloat32: Reader = (given) =>
  typeof given === "number" ? readFloat(Math.fround(given), "FP32") : undefined;

const readers: Readonly<Record<Exclude<Datatype, "FP16" | "BF16">, Reader>> = {
  BOOL: (given) => (typeof given === "boolean" ? given : undefined),
  UINT8: readWhole,
  UINT16: readWhole,
  UINT32: readWhole,
  UINT64: readWhole,
  INT8: readWhole,
  INT16: readWhole,
  INT32: readWhole,
  INT64: readWhole,
  FP32: readFloat32,
  FP64: readFloat,
  BYTES: (given) => (typeof given === "string" ? given : undefined),
};

function flatten(data: unknown, shape: readonly number[], place: string): readonly unknown[] {
  if (!Array.isArray(data)) return failData("A tensor's data are no list", place, data);
  const rows: readonly unknown[] = data;
  const isNested = shape.length === 2 && rows.length === shape[0] && rows.every((row) => Array.isArray(row));
  const flat = isNested ? rows.flat() : rows;
  if (isNested && rows.some((row) => (row as readonly unknown[]).length !== shape[1]))
    return failData(`A row of the tensor has not the ${shape[1]} elements of its shape`, place, data);
  return flat.length === countOf(shape)
    ? flat
    : failData(`The tensor has ${flat.length} elements, its shape ${countOf(shape)}`, place, data);
}
