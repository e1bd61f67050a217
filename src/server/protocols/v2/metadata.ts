import { isNumeric } from "../../../schema/index.ts";
import type { LiveVersion, PredictionService } from "../../../serve/index.ts";
import { datatypeOf } from "./datatype.ts";
import { outputsOf } from "./outputs.ts";

/** The parts of the protocol beyond its six endpoints that are spoken, by the names that Triton gives them. */
const extensions = ["binary_tensor_data", "model_repository"];

/** `GET /v2`: what the server is. */
export const serverMetadata = (release: string) => ({ name: "tandem", version: release, extensions });

/** `GET /v2/models/{name}`: the tensors that go in and come out; -1 stands for the rows of the request. */
export function modelMetadata(service: PredictionService, version: LiveVersion) {
  const { fields } = version.schema;
  return {
    name: service.name,
    versions: versionNames(service),
    platform: "tandem_package",
    inputs: fields.map(({ name, type }) => ({ name, datatype: datatypeOf[type], shape: [-1] })),
    outputs: outputsOf(version).map(({ name, type }) => ({ name, datatype: datatypeOf[type], shape: [-1] })),
    properties: {
      arm: version.arm,
      package: version.predictor.hash,
      ...(fields.some(({ type }) => type === "Day" || type === "Instant")
        ? { days_and_instants: "BYTES as 2024-01-31 and 2024-01-31T12:30:00Z" }
        : {}),
      ...(fields.every(({ type }) => isNumeric(type))
        ? {
            one_tensor: `One FP64 or FP32 input of shape [-1,${fields.length}] is taken too: the columns in this order.`,
          }
        : {}),
    },
  };
}

/** The live versions; one that answers several arms stands there once. */
export const versionNames = (service: PredictionService): readonly string[] => [
  ...new Set(service.versions().map(({ version }) => version)),
];
