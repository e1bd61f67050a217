import { servedSchema, type ModelPackage } from "../project/index.ts";
import { headingLines } from "./heading-lines.ts";
import { diagnosticType, rowTypes } from "./row-types.ts";

/**
 * A client of the service of a model as one file of TypeScript that needs nothing else: the types of rows and answers from
 * the package, and `createClient(url)`. Where a column is renamed or retyped, code that still sends the old one no longer
 * compiles against a client that was written anew.
 * @example
 * await writeFile("client.ts", exportClient(content));
 */
export const exportClient = (content: ModelPackage): string =>
  `${headingLines(content, [
    "as a client of its service (`tandem serve`).",
    "Written by `tandem export client`. Write it anew when another model is served, instead of changing it.",
  ])}
${rowTypes(content, servedSchema(content))}
/** The model that this client was written for. The answers of a service say which one gave them. */
export const model = {
  name: ${JSON.stringify(content.name)},
  hash: ${JSON.stringify(content.hash)},
} as const;

${diagnosticType}
${clientSource}`;

/** The part of a client that is the same for all models. */
const clientSource = `/** The answers for rows, in their order. */
export interface Answers {
  readonly predictions: readonly Answer[];
  /** Which model gave them; another hash than \`model.hash\` is another model than this client was written for. */
  readonly model: { readonly name: string; readonly hash: string };
  /** What was remarkable about the rows; they were answered all the same. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Why there is no answer: the rows were \`refused\` (their mistakes are in \`diagnostics\`), the model is \`notReady\`, the
 * service \`failed\` or gave no answer that can be read, it took longer than the \`timeout\`, or it is \`unreachable\`.
 */
export type PredictErrorKind = "refused" | "notReady" | "failed" | "timeout" | "unreachable";

/** What every call of the client throws, except when the caller stops it: then it is the reason of the caller's signal. */
export class PredictError extends Error {
  readonly kind: PredictErrorKind;
  /** The status of the HTTP answer; null where there was none. */
  readonly status: number | null;
  readonly diagnostics: readonly Diagnostic[];

  constructor(
    kind: PredictErrorKind,
    message: string,
    status: number | null,
    diagnostics: readonly Diagnostic[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = "PredictError";
    this.kind = kind;
    this.status = status;
    this.diagnostics = diagnostics;
  }
}

/** The part of \`fetch\` that the client uses. */
export type Fetch = (
  url: string,
  request: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{ readonly status: number; json(): Promise<unknown> }>;

/** Settings of a client. */
export interface ClientOptions {
  /** Default: the \`fetch\` of the platform. */
  readonly fetch?: Fetch;
  /** How long one call may take, in milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Settings of one call. */
export interface CallOptions {
  /** Stops the call. */
  readonly signal?: AbortSignal;
}

/** Asks a service for answers. */
export interface Client {
  /** The answer for one row. */
  predict(row: Row, options?: CallOptions): Promise<Answer>;
  /** The answers for rows, all or none. */
  predictBatch(rows: readonly Row[], options?: CallOptions): Promise<Answers>;
}

/** A client of the service at an address such as "http://localhost:8080". */
export function createClient(url: string, options: ClientOptions = {}): Client {
  const { timeoutMs = 10_000, headers = {} } = options;
  const send: Fetch = options.fetch ?? fetch;
  const address = \`\${url.replace(/\\/+$/, "")}/predict\`;
  const predictBatch = async (rows: readonly Row[], { signal }: CallOptions = {}): Promise<Answers> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    let status: number | null = null;
    let body: unknown;
    try {
      const response = await send(address, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ rows }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      status = response.status;
      body = await response.json();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw failure(error, timeout.aborted, status, timeoutMs, address);
    }
    if (status !== 200) throw refusal(status, body);
    if (!isAnswers(body, rows.length))
      throw new PredictError("failed", \`\${address} gave no answer that this client can read\`, status);
    return body;
  };
  return {
    predictBatch,
    predict: async (row, call) => {
      const { predictions } = await predictBatch([row], call);
      const [answer] = predictions;
      if (!answer) throw new PredictError("failed", \`\${address} gave no answer\`, 200);
      return answer;
    },
  };
}

function failure(
  error: unknown,
  isTimeout: boolean,
  status: number | null,
  timeoutMs: number,
  address: string,
): PredictError {
  const cause = { cause: error };
  if (isTimeout) return new PredictError("timeout", \`\${address} took longer than \${timeoutMs} ms\`, status, [], cause);
  if (status === null) return new PredictError("unreachable", \`\${address} cannot be reached\`, null, [], cause);
  return new PredictError("failed", \`\${address} answered with \${status} and no JSON\`, status, [], cause);
}

function refusal(status: number, body: unknown): PredictError {
  const error = isObject(body) && isObject(body["error"]) ? body["error"] : {};
  const message = typeof error["message"] === "string" ? error["message"] : \`The service answered with \${status}\`;
  const diagnostics = Array.isArray(error["diagnostics"]) ? (error["diagnostics"] as Diagnostic[]) : [];
  const kind = status === 503 ? "notReady" : status >= 400 && status < 500 ? "refused" : "failed";
  return new PredictError(kind, message, status, diagnostics);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const isAnswers = (body: unknown, count: number): body is Answers =>
  isObject(body) &&
  Array.isArray(body["predictions"]) &&
  body["predictions"].length === count &&
  body["predictions"].every(isObject) &&
  isObject(body["model"]) &&
  Array.isArray(body["warnings"]);
`;
