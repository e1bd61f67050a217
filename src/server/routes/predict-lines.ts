import { errorDiagnostic, TandemError, type Diagnostic } from "../../base/index.ts";
import type { PredictionAnswer, PredictionService } from "../../serve/index.ts";
import { errorAnswer, errorBody, notReady } from "../http/error-body.ts";
import { parseJson } from "../http/parse-json.ts";
import type { HttpRequest, Route } from "../http/route.ts";
import { overloaded } from "../http/refusals.ts";
import { failureDiagnostics } from "../http/status.ts";
import { Turns } from "../http/turns.ts";
import { bodyLines, type BodyLine } from "./body-lines.ts";
import {
  anyObject,
  countSchema,
  diagnosticSchema,
  listOf,
  objectWith,
  outputSchema,
  rowSchema,
  textSchema,
} from "./json-schemas.ts";

/** The most bytes of a line. */
const lineLimit = 1024 * 1024;

const linesType = "application/x-ndjson";

/**
 * `POST /predict` with a row on each line: a line comes back for each, in their order, as soon as it is answered. A line that cannot be
 * answered is answered with its error, and the others go on.
 */
export const predictLinesRoute = (service: PredictionService, turns = new Turns()): Route => ({
  method: "POST",
  path: "/predict",
  scope: "predict",
  reads: "stream",
  takes: [linesType, "application/ndjson", "application/jsonl", "application/jsonlines"],
  errors: errorAnswer,
  summary: "Answers for rows",
  get operation() {
    const live = service.versions()[0];
    return {
      requestBody: {
        required: true,
        content: { [linesType]: { schema: live ? rowSchema(live.schema) : anyObject } },
      },
      responses: {
        "200": {
          description: "The answer",
          content: {
            [linesType]: {
              schema: objectWith(
                { line: countSchema },
                {
                  version: textSchema,
                  output: live ? outputSchema(live) : anyObject,
                  warnings: listOf(diagnosticSchema),
                  error: anyObject,
                },
              ),
            },
          },
        },
      },
    };
  },
  handle: (request) => {
    const refusal = service.refusal();
    if (refusal) return notReady(refusal);
    return { status: 200, type: linesType, body: answers(service, request, turns) };
  },
});

async function* answers(
  service: PredictionService,
  request: HttpRequest,
  turns: Turns,
): AsyncGenerator<string> {
  const version = request.query.get("version") ?? undefined;
  const key = request.query.get("key") ?? undefined;
  const rest = { ...(version === undefined ? {} : { version }), ...(key === undefined ? {} : { key }) };
  const answerLine = (line: BodyLine): string | Promise<string> => {
    try {
      // Each line is a request of its own name, so that a body that is sent again is kept once, however it is cut into pieces.
      const found = service.predict({
        rows: [readLine(line)],
        id: `${request.id}:${line.number}`,
        place: `line ${line.number}`,
        ...rest,
      });
      return found instanceof Promise
        ? found.then(
            (later) => answeredLine(line, later),
            (error: unknown) => failedLine(line, error),
          )
        : answeredLine(line, found);
    } catch (error) {
      return failedLine(line, error);
    }
  };
  for await (const lines of bodyLines(request.stream, lineLimit, (bytes) => request.holds(bytes))) {
    const texts = await turns.run(() => lines.map(answerLine));
    let text = "";
    for (const one of texts) text += typeof one === "string" ? one : await one;
    yield text;
  }
}

function readLine(line: BodyLine): unknown {
  const { number, bytes } = line;
  if (bytes) return parseJson(bytes, "one row as a JSON object on each line", `line ${number}`);
  if (line.lacks === "place") throw new TandemError(overloaded.diagnostics);
  throw new TandemError([
    errorDiagnostic("T2321", `The line has more than ${lineLimit} bytes`, {
      place: `line ${number}`,
      cure: "Put each row on a line of its own.",
    }),
  ]);
}

function answeredLine({ number }: BodyLine, { version, predictions }: PredictionAnswer): string {
  const { output, warnings } = predictions[0]!;
  return `${JSON.stringify({
    line: number,
    version: version.version,
    output,
    ...(warnings.length > 0 ? { warnings } : {}),
  })}\n`;
}

function failedLine({ number }: BodyLine, error: unknown): string {
  const diagnostics: readonly Diagnostic[] = failureDiagnostics(error);
  return `${JSON.stringify({ line: number, ...errorBody(diagnostics) })}\n`;
}
