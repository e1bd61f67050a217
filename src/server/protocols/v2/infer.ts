import { formatDiagnostic } from "../../../base/index.ts";
import type { Prediction, PredictionAnswer, PredictionService } from "../../../serve/index.ts";
import type { HttpAnswer, HttpRequest } from "../../http/route.ts";
import { jsonAnswer } from "../../http/error-body.ts";
import { packedAnswer } from "../packed-answer.ts";
import { predictRows } from "../predict-rows.ts";
import { whenReady } from "../when-ready.ts";
import { chosenOutputs, valuesOf } from "./outputs.ts";
import { readInferRequest, type InferRequest } from "./read-infer-request.ts";
import { rowsOfTensors } from "./rows-of-tensors.ts";
import { writeTensor } from "./write-tensor.ts";

/** Answers an inference request of the version that its path names, or of the one that the traffic's shares choose. */
export function infer(service: PredictionService, request: HttpRequest): HttpAnswer | Promise<HttpAnswer> {
  const { version } = request.parameters;
  const asked = readInferRequest(request.body, request.headers);
  const live = service.find(version);
  // What cannot be answered is refused before it is computed and recorded.
  chosenOutputs(live, asked.outputs, asked.isBinary);
  const answer = predictRows(service, request, rowsOfTensors(asked.tensors, live.schema), {
    version,
    key: asked.key,
  });
  return whenReady(answer, (answered) => packedAnswer(inferAnswer(service.name, asked, answered), request));
}

function inferAnswer(
  name: string,
  { id, outputs, isBinary }: InferRequest,
  { version, predictions }: PredictionAnswer,
): HttpAnswer {
  const tensors = chosenOutputs(version, outputs, isBinary).map((output) =>
    writeTensor(output.name, output.type, valuesOf(predictions, output.name), output.isBinary),
  );
  const json = {
    model_name: name,
    model_version: version.version,
    ...(id === undefined ? {} : { id }),
    ...warningsOf(predictions),
    outputs: tensors.map(({ head }) => head),
  };
  const bytes = tensors.flatMap((tensor) => tensor.bytes ?? []);
  if (!tensors.some((tensor) => tensor.bytes)) return jsonAnswer(200, json);
  const header = Buffer.from(JSON.stringify(json), "utf8");
  return {
    status: 200,
    type: "application/octet-stream",
    headers: { "inference-header-content-length": String(header.length) },
    body: Buffer.concat([header, ...bytes]),
  };
}

/** As many different warnings stand in an answer. */
const toldWarnings = 10;

/** What was remarkable about rows that were answered all the same: the parameters of an answer hold no lists, so it is one text. */
function warningsOf(predictions: readonly Prediction[]): {
  readonly parameters?: { readonly warnings: string };
} {
  const warnings = predictions.flatMap((prediction) => prediction.warnings);
  if (warnings.length === 0) return {};
  const texts = [...new Set(warnings.map(formatDiagnostic))].slice(0, toldWarnings);
  return { parameters: { warnings: texts.join("\n") } };
}
