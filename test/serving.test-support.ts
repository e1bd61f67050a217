import { TandemError } from "../src/base/index.ts";
import type { FeatureStateStore } from "../src/feature/index.ts";
import { servePredictor, serveRefusal, type PredictionService, type Predictor } from "../src/serve/index.ts";
import { createServer, type ServerParts } from "../src/server/index.ts";

/** What came back over HTTP. */
interface Answered {
  readonly status: number;
  readonly body: string;
  json(): unknown;
}

/** A service that listens, on a free port of this machine. */
export interface ListeningService {
  readonly address: string;
  /** Sends JSON (or text as it is) by POST, or asks by GET where nothing is sent. */
  ask(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  close(): Promise<void>;
}

/** What a model is served with. */
export interface ServedWith extends ServerParts {
  readonly state?: FeatureStateStore;
  readonly now?: () => number;
}

/** Serves one model over real HTTP; where it cannot be loaded, a service that answers nobody and says why. */
export async function serveModel(
  load: () => Promise<Predictor>,
  { state, now = () => 0, ...parts }: ServedWith = {},
): Promise<ListeningService> {
  const clock = { now, timer: () => performance.now() };
  const service = await Promise.resolve()
    .then(load)
    .then(
      (predictor): PredictionService => servePredictor(predictor, { clock, state }),
      (error: unknown) => {
        if (!(error instanceof TandemError)) throw error;
        return serveRefusal("model", error.diagnostics, clock);
      },
    );
  const server = createServer(service, parts);
  const address = await server.listen(0, "127.0.0.1");
  return {
    address,
    ask: async (path, body, headers) => {
      const response = await fetch(`${address}${path}`, {
        ...(body === undefined
          ? {}
          : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      });
      const text = await response.text();
      return { status: response.status, body: text, json: (): unknown => JSON.parse(text) };
    },
    close: () => server.close(),
  };
}
