import type { IncomingHttpHeaders } from "node:http";
import { failInput, isRecord, showValue } from "../../../base/index.ts";
import { parseJson } from "../../http/parse-json.ts";
import { stickyKey } from "../sticky-key.ts";
import { failUnspoken, readTensors, refuseSharedMemory } from "./read-tensors.ts";
import type { Tensor } from "./tensor.ts";

/** An output that is asked for, and how. */
export interface RequestedOutput {
  readonly name: string;
  readonly isBinary: boolean;
}

/** An inference request: what comes in, what is to come back. */
export interface InferRequest {
  readonly id: string | undefined;
  readonly key: string | undefined;
  readonly tensors: readonly Tensor[];
  /** Absent where all outputs are asked for. */
  readonly outputs: readonly RequestedOutput[] | undefined;
  /** How the outputs go back that the request does not speak of. */
  readonly isBinary: boolean;
}

const expected =
  '{"id"?, "parameters"?, "inputs": […], "outputs"?: [{"name"}]} as JSON, as the Open Inference Protocol has it';

/** Reads an inference request: JSON, and behind it the bytes of the tensors in binary. Fails with T2373 to T2378, T2381, T2386. */
export function readInferRequest(body: Buffer, headers: IncomingHttpHeaders): InferRequest {
  const length = headerLength(headers, body.length);
  const json = parseJson(body.subarray(0, length), expected);
  if (!isRecord(json)) return failForm("The request is no object", "body", json);
  const { id, parameters = {}, inputs, outputs } = json;
  if (id !== undefined && typeof id !== "string") return failForm("The id is no text", "id", id);
  if (!isRecord(parameters)) return failForm("The parameters are no object", "parameters", parameters);
  const isBinary = parameters["binary_data_output"] ?? false;
  if (typeof isBinary !== "boolean")
    return failForm("binary_data_output is not true or false", "parameters", isBinary);
  if (parameters["sequence_id"] !== undefined)
    return failUnspoken("sequence_id", "parameters", parameters["sequence_id"]);
  return {
    id,
    key: stickyKey(parameters, "parameters", false),
    tensors: readTensors(inputs, body.subarray(length)),
    outputs: readOutputs(outputs, isBinary),
    isBinary,
  };
}

/** Where the JSON ends: all of the body, unless its length is told because bytes of tensors follow. */
function headerLength(headers: IncomingHttpHeaders, bodyLength: number): number {
  const told = headers["inference-header-content-length"];
  if (told === undefined) return bodyLength;
  const length = typeof told === "string" && /^[0-9]{1,15}$/.test(told) ? Number(told) : -1;
  if (length > 0 && length <= bodyLength) return length;
  return failInput("T2373", "The length of the JSON is no whole number within the body", {
    place: "Inference-Header-Content-Length",
    value: showValue(told),
    cure: "Send the JSON's length in bytes, and the tensors' bytes behind it; or no such header.",
  });
}

function readOutputs(outputs: unknown, isBinary: boolean): readonly RequestedOutput[] | undefined {
  if (outputs === undefined || outputs === null) return undefined;
  if (!Array.isArray(outputs)) return failForm("The outputs are no list", "outputs", outputs);
  // An empty list asks for nothing in particular.
  if (outputs.length === 0) return undefined;
  return outputs.map((output: unknown, index) => {
    const place = `outputs[${index}]`;
    const { name, parameters = {} } = isRecord(output) ? output : {};
    if (typeof name !== "string") return failForm("An output has no name", place, output);
    if (!isRecord(parameters)) return failForm("The output's parameters are no object", place, parameters);
    refuseSharedMemory(parameters, place);
    const wanted = parameters["binary_data"] ?? isBinary;
    if (typeof wanted !== "boolean") return failForm("binary_data is not true or false", place, wanted);
    return { name, isBinary: wanted };
  });
}

const failForm = (message: string, place: string, value: unknown): never =>
  failInput("T2398", message, {
    place,
    value: showValue(value),
    cure: `Send ${expected}.`,
  });
