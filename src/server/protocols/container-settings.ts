import { failInput, showValue } from "../../base/index.ts";

/** What the environment of a container says about the service; everything is absent outside of one. */
export interface ContainerSettings {
  /** The port to listen at, on all addresses: the platform's proxy calls from outside of the container. */
  readonly port: number | undefined;
  /** The paths that Vertex AI calls. */
  readonly vertex: { readonly health: string; readonly predict: string } | undefined;
  /** The type of SageMaker's answers where a request does not say it. */
  readonly accept: string | undefined;
}

/** Outside of any container. */
export const noContainer: ContainerSettings = { port: undefined, vertex: undefined, accept: undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads what SageMaker (`SAGEMAKER_BIND_TO_PORT`, `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`) and Vertex AI (`AIP_HTTP_PORT`,
 * `AIP_HEALTH_ROUTE`, `AIP_PREDICT_ROUTE`) tell a container. Fails with T2393 for a port or a path that is none.
 */
export function containerSettings(environment: Environment): ContainerSettings {
  const port = ["SAGEMAKER_BIND_TO_PORT", "AIP_HTTP_PORT"].find((name) => environment[name]);
  const health = readPath(environment, "AIP_HEALTH_ROUTE");
  const predict = readPath(environment, "AIP_PREDICT_ROUTE");
  if ((health === undefined) !== (predict === undefined))
    failSetting(
      health === undefined ? "AIP_HEALTH_ROUTE" : "AIP_PREDICT_ROUTE",
      undefined,
      "Vertex AI sets both AIP_HEALTH_ROUTE and AIP_PREDICT_ROUTE.",
    );
  return {
    port: port === undefined ? undefined : readPort(environment, port),
    vertex: health === undefined || predict === undefined ? undefined : { health, predict },
    accept: environment["SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT"] || undefined,
  };
}

function readPort(environment: Environment, name: string): number {
  const text = environment[name] ?? "";
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : failSetting(name, text, "Give a port from 1 to 65535.");
}

/** A path as it stands in a request; a colon at the start of a part would stand for any text. */
function readPath(environment: Environment, name: string): string | undefined {
  const path = environment[name];
  if (path === undefined || path === "") return undefined;
  return /^(\/(?!:)[\w.~!$&'()*+,;=:@-]*)+$/.test(path)
    ? path
    : failSetting(name, path, "Give a path such as /predict: a slash, then letters, digits and - . _ ~ :");
}

const failSetting = (name: string, value: string | undefined, cure: string): never =>
  failInput("T2393", `The environment's ${name} cannot be used`, {
    place: name,
    value: showValue(value),
    cure,
  });
