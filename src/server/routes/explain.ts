import { failInput, TandemError, throwIfErrors, type Diagnostic } from "../../base/index.ts";
import { explainRows, typicalRow, type RowExplainer } from "../../explain/index.ts";
import { validateRow, valueToJson, type Value } from "../../schema/index.ts";
import type { LiveVersion, Prediction, PredictionService } from "../../serve/index.ts";
import { errorAnswer, jsonAnswer, notReady } from "../http/error-body.ts";
import type { HttpAnswer, Route } from "../http/route.ts";
import { Turns } from "../http/turns.ts";
import {
  anyObject,
  listOf,
  numberSchema,
  objectWith,
  outputSchema,
  textSchema,
  type JsonSchema,
} from "./json-schemas.ts";
import { jsonOperation } from "./operation.ts";
import { modelSchema, requestSchema } from "./predict.ts";
import { readRows } from "./read-rows.ts";

/** The most rows of a request for reasons: each takes as long as many answers. */
const explainLimit = 100;
/** As many mistakes are told at once, and those of the row with the last of them. */
const mistakeLimit = 100;

/** What is kept for a version: the typical row of its data, and its explainers by output. */
interface VersionReasons {
  readonly typical: Readonly<Record<string, Value>>;
  readonly explainers: Map<string, RowExplainer>;
}

/** `POST /explain`: how much each column of a row moves its answer away from that for the typical row of the training data. */
export function explainRoute(service: PredictionService): Route {
  const turns = new Turns();
  const reasons = new WeakMap<LiveVersion["predictor"], VersionReasons>();
  const reasonsOf = ({ predictor }: LiveVersion): VersionReasons => {
    const known = reasons.get(predictor);
    if (known) return known;
    const { baseline, schema } = predictor.content;
    const made = { typical: typicalRow(baseline, schema), explainers: new Map<string, RowExplainer>() };
    reasons.set(predictor, made);
    return made;
  };
  return {
    method: "POST",
    path: "/explain",
    scope: "predict",
    reads: "body",
    takes: ["application/json"],
    errors: errorAnswer,
    summary: "Reasons for answers: what each column contributes",
    get operation() {
      const live = service.versions()[0];
      if (!live) return jsonOperation(anyObject, anyObject, 400, 404, 503);
      return jsonOperation(requestSchema(live), responseSchema(live), 400, 404, 503);
    },
    handle: ({ body, signal }) => {
      const refusal = service.refusal();
      if (refusal) return notReady(refusal);
      const { rows, place, version } = readRows(body);
      if (rows.length > explainLimit)
        failInput(
          "T2320",
          `The request asks for the reasons of ${rows.length} rows, more than ${explainLimit}`,
          {
            place: "body.rows",
            cure: "Send several requests.",
          },
        );
      const live = service.find(version);
      if (live.append)
        failInput("T2319", "The answers of a model that looks at events are not explained here", {
          cure: "Look at what matters to it on the whole: `tandem show` and the report have its importance.",
        });
      return explained(live, rows, place, reasonsOf(live), { turns, signal });
    },
  };
}

/** Whose turn it is, and whether anybody still waits for the reasons. */
interface Waiting {
  readonly turns: Turns;
  readonly signal: AbortSignal;
}

async function explained(
  live: LiveVersion,
  rows: readonly unknown[],
  place: string,
  { typical, explainers }: VersionReasons,
  { turns, signal }: Waiting,
): Promise<HttpAnswer> {
  const { predictor, version, schema } = live;
  const diagnostics: Diagnostic[] = [];
  const read = rows.map((row, at) =>
    diagnostics.length < mistakeLimit ? validateRow(schema, row, `${place}[${at}]`, diagnostics) : undefined,
  );
  throwIfErrors(diagnostics);
  const explain = (values: Readonly<Record<string, Value>>, at: number): object => {
    signal.throwIfAborted();
    const prediction = predictor.predict(rows[at], `${place}[${at}]`);
    const of = explainedOutput(prediction);
    let explainer = explainers.get(of);
    if (!explainer) {
      explainer = explainRows(predictor.content.program, of, typical);
      explainers.set(of, explainer);
    }
    return {
      ...reasonsFor(live, values, typical, explainer, `${place}[${at}]`),
      of,
      output: prediction.output,
    };
  };
  const explanations: object[] = [];
  for (const [at, values] of read.entries())
    // oxlint-disable-next-line no-await-in-loop -- one after the other, and others between them
    explanations.push(await turns.run(() => explain(values!, at)));
  return jsonAnswer(200, {
    model: { name: predictor.name, hash: predictor.hash },
    version,
    explanations,
  });
}

/** The output whose reasons are told: the probability, or that of the class that was chosen; else the number that answers. */
function explainedOutput({ output }: Prediction): string {
  const chosen = `probability of ${String(output["prediction"])}`;
  for (const name of ["probability", chosen, "score", "prediction"]) if (name in output) return name;
  return Object.keys(output)[0] ?? "";
}

function reasonsFor(
  { schema }: LiveVersion,
  values: Readonly<Record<string, Value>>,
  typical: Readonly<Record<string, Value>>,
  { explain, scale, method }: RowExplainer,
  place: string,
): object {
  try {
    const { score, baseline, contributions } = explain(values);
    const types = new Map(schema.fields.map(({ name, type }) => [name, type]));
    const shown = (name: string, row: Readonly<Record<string, Value>>): Value =>
      valueToJson(row[name] ?? null, types.get(name)!);
    return {
      scale,
      method,
      score,
      baseline,
      contributions: [...contributions]
        .map(([column, contribution]) => ({
          column,
          value: shown(column, values),
          typical: shown(column, typical),
          contribution,
        }))
        .sort((left, right) => Math.abs(right.contribution) - Math.abs(left.contribution)),
    };
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    throw new TandemError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, place })));
  }
}

const responseSchema = (live: LiveVersion): JsonSchema =>
  objectWith({
    model: modelSchema,
    version: textSchema,
    explanations: listOf(
      objectWith({
        of: textSchema,
        scale: { type: "string", enum: ["output", "log-odds"] },
        method: { type: "string", enum: ["shapley", "change"] },
        score: numberSchema,
        baseline: numberSchema,
        output: outputSchema(live),
        contributions: listOf(
          objectWith({ column: textSchema, value: {}, typical: {}, contribution: numberSchema }),
        ),
      }),
    ),
  });
