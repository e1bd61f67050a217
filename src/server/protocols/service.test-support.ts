import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorDiagnostic, TandemError } from "../../base/index.ts";
import { column, type Program } from "../../ir/index.ts";
import { packageText, parsePackage, proofRows, sealPackage } from "../../project/index.ts";
import type { DataType, Field, Value } from "../../schema/index.ts";
import {
  loadPackage,
  servePredictor,
  serveRefusal,
  type PredictionRequest,
  type PredictionService,
  type Predictor,
} from "../../serve/index.ts";
import type { HttpAnswer, HttpRequest, Route } from "../http/route.ts";
import { statusOf } from "../http/status.ts";

const frozen = join(import.meta.dirname, "../../../test/formats/0.1.0");

/** A model of the first release: `boosting-binary`, `logistic-multiclass` or `ridge-regression`. */
export const frozenModel = (name: string): Predictor =>
  loadPackage(readFileSync(join(frozen, `${name}.tandem.json`), "utf8"));

/** A model whose outputs are its inputs, so that what comes out says what came in. */
export function echoModel(name: string, fields: readonly Field[]): Predictor {
  const from = parsePackage(readFileSync(join(frozen, "boosting-binary.tandem.json"), "utf8"), "frozen");
  const schema = { fields };
  const program: Program = {
    kind: "program",
    version: 1,
    input: schema,
    lets: [],
    outputs: Object.fromEntries(
      fields.map((field) => [`${field.name} again`, column(field.name, field.type)]),
    ),
  };
  const row = Object.fromEntries(fields.map(({ name: one, type }) => [one, sample[type]]));
  const proof = proofRows({ program, schema }, [row]);
  const { kind: _kind, version: _version, hash: _hash, seal: _seal, stamp, ...content } = from;
  const baseline = { ...content.baseline, columns: [] };
  return loadPackage(packageText(sealPackage({ ...content, name, schema, program, proof, baseline }, stamp)));
}

const sample: Readonly<Record<DataType, Value>> = {
  Boolean: true,
  Int: 1,
  Float: 0.5,
  Text: "a",
  Day: 0,
  Instant: 0,
};

/** Columns of every type, each of which may be missing. */
export const everyType: readonly Field[] = [
  { name: "flag", type: "Boolean", nullable: true },
  { name: "whole", type: "Int", nullable: true },
  { name: "real", type: "Float", nullable: true },
  { name: "word", type: "Text", nullable: true },
  { name: "day", type: "Day", nullable: true },
  { name: "moment", type: "Instant", nullable: true },
];

/** A service over some models, the first of which answers where no version is asked for; it keeps what it was asked. */
export interface WatchedService extends PredictionService {
  readonly asked: readonly PredictionRequest[];
}

export function serviceOf(...models: readonly Predictor[]): WatchedService {
  const clock = { now: () => 0, timer: () => 0 };
  const services = models.map((model, at) => servePredictor(model, { clock, version: String(at + 1) }));
  const unproven = errorDiagnostic("T2015", "No proof", { cure: "Build it." });
  const first = services[0] ?? serveRefusal("nothing", [unproven], clock);
  const asked: PredictionRequest[] = [];
  const serviceWith = (version: string | undefined): PredictionService =>
    services.find((service) => service.find().version === version) ?? first;
  return {
    name: first.name,
    asked,
    refusal: () => first.refusal(),
    versions: () => services.map((service) => service.find()),
    find: (version) => serviceWith(version).find(version),
    predict: (request) => {
      asked.push(request);
      return serviceWith(request.version).predict(request);
    },
  };
}

/** What a test sends. */
interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly id?: string;
}

/** An answer with its body read. */
export interface Heard extends HttpAnswer {
  readonly text: string;
  readonly json: unknown;
}

/** Finds the route of a request and has it handled, without a server between. */
export async function ask(
  routes: readonly Route[],
  method: string,
  path: string,
  { body = "", headers = {}, id = "request 1" }: Sent = {},
): Promise<Heard> {
  for (const route of routes) {
    const parameters = new RegExp(`^${route.path.replace(/(?<=\/):(\w+)/g, "(?<$1>[^/]+)")}$`).exec(path);
    if (!parameters || route.method !== method) continue;
    const request: HttpRequest = {
      method,
      path,
      parameters: Object.fromEntries(
        Object.entries(parameters.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
      ),
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(body),
      stream: (async function* () {})(),
      holds: () => true,
      id,
      caller: "anyone",
      signal: new AbortController().signal,
    };
    return heard(await answerOf(route, request));
  }
  throw new Error(`There is no ${method} ${path}`);
}

async function answerOf(route: Route, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await route.handle(request);
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return route.errors(statusOf(error), error.diagnostics);
  }
}

function heard(answer: HttpAnswer): Heard {
  const text = Buffer.from((answer.body ?? "") as string | Uint8Array).toString("utf8");
  const isPacked = answer.headers?.["content-encoding"] !== undefined;
  const isJson = answer.type === "application/json" && !isPacked && text.trim() !== "";
  return {
    ...answer,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}
