import { failInput, isRecord, showValue } from "../../../base/index.ts";
import { binaryElements } from "./binary-elements.ts";
import { parseDatatype, type Datatype } from "./datatype.ts";
import { jsonElements } from "./json-elements.ts";
import { countOf, failData, type Tensor } from "./tensor.ts";

/**
 * The `inputs` of a request as tensors; those with a `binary_data_size` take their elements from the bytes behind the JSON, one
 * after the other. Fails with T2374 for a tensor that is not well formed, T2376 where bytes are missing or left over.
 */
export function readTensors(inputs: unknown, binary: Buffer): readonly Tensor[] {
  if (!Array.isArray(inputs) || inputs.length === 0)
    return failTensor("The request has no inputs", "inputs", inputs);
  let at = 0;
  const tensors = inputs.map((input: unknown, index) => {
    const head = readHead(input, index);
    if (head.size === undefined)
      return tensorOf(head, jsonElements(head.data, head.datatype, head.shape, head.place));
    const bytes = binary.subarray(at, (at += head.size));
    if (at > binary.length)
      return failData("The tensor's bytes end beyond the request", head.place, head.size);
    return tensorOf(head, binaryElements(bytes, head.datatype, countOf(head.shape), head.place));
  });
  if (at !== binary.length)
    return failData(
      `${binary.length - at} bytes behind the JSON belong to no tensor`,
      "inputs",
      binary.length,
    );
  return tensors;
}

/** What a request says of a tensor before its elements. */
interface Head extends Pick<Tensor, "name" | "datatype" | "shape"> {
  readonly data: unknown;
  /** How many bytes it has behind the JSON; undefined where its data stand in it. */
  readonly size: number | undefined;
  readonly place: string;
}

const tensorOf = ({ name, datatype, shape }: Head, elements: Tensor["elements"]): Tensor => ({
  name,
  datatype,
  shape,
  elements,
});

function readHead(input: unknown, index: number): Head {
  if (!isRecord(input)) return failTensor("An input is no object", `inputs[${index}]`, input);
  const { name, data, parameters } = input;
  if (typeof name !== "string") return failTensor("An input has no name", `inputs[${index}]`, name);
  const place = `inputs[${showValue(name)}]`;
  const datatype = parseDatatype(input["datatype"]);
  if (!datatype) return failTensor("The input has no known datatype", place, input["datatype"]);
  const shape = readShape(input["shape"], place);
  const size = readSize(parameters, place);
  if (size !== undefined && data !== undefined)
    return failTensor("The input has data both in the JSON and behind it", place, parameters);
  return { name, datatype, shape, data, size, place };
}

function readShape(shape: unknown, place: string): readonly number[] {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return failTensor("The input's shape is no list of whole numbers", place, shape);
  if (shape.length !== 1 && shape.length !== 2)
    return failTensor("The input has not one dimension or two", place, shape);
  return shape as readonly number[];
}

function readSize(parameters: unknown, place: string): number | undefined {
  if (parameters === undefined || parameters === null) return undefined;
  if (!isRecord(parameters)) return failTensor("The input's parameters are no object", place, parameters);
  refuseSharedMemory(parameters, place);
  const size = parameters["binary_data_size"];
  if (size === undefined) return undefined;
  return Number.isSafeInteger(size) && Number(size) >= 0
    ? Number(size)
    : failTensor("The input's binary_data_size is no whole number", place, size);
}

/** Memory that a client shares with the service is a door that this service does not have (T2381). */
export function refuseSharedMemory(parameters: Readonly<Record<string, unknown>>, place: string): void {
  for (const name of ["shared_memory_region", "classification"] as const)
    if (parameters[name] !== undefined) failUnspoken(name, place, parameters[name]);
}

/** Fails with T2381: a part of another server's protocol that this one does not speak. */
export const failUnspoken = (name: string, place: string, value: unknown): never =>
  failInput("T2381", `The parameter ${name} is not spoken here`, {
    place,
    value: showValue(value),
    cure: cures[name] ?? "Leave it out.",
  });

const cures: Readonly<Record<string, string>> = {
  shared_memory_region: "Send the tensor in JSON or in binary.",
  classification: "Leave it out: the outputs of the model name the class and its probability.",
  sequence_id:
    "Leave it out: rows do not depend on one another here. A key in the parameters keeps a caller on one arm.",
};

const failTensor = (message: string, place: string, value: unknown): never =>
  failInput("T2374", message, {
    place,
    value: showValue(value),
    cure: 'Send {"name", "shape", "datatype", "data"} with the names and datatypes of the model\'s metadata and the shape [rows].',
  });

/** True for the datatypes whose elements are numbers. */
export const isNumber = (datatype: Datatype): boolean => datatype !== "BOOL" && datatype !== "BYTES";
