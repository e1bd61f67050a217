import { failInput, formatDiagnostic, TandemError } from "../../base/index.ts";
import { isUnprovenPackage } from "../../project/index.ts";
import { onlinePredictor, type OnlinePredictor, type Predictor } from "../../serve/index.ts";
import { createServer } from "../../server/index.ts";
import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { findState, refuseState, type OpenState } from "../event-state.ts";
import { findPackage, type FoundPackage } from "../find-package.ts";

interface ServeFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly port?: number;
  readonly host?: string;
  readonly state?: string;
}

/** `tandem serve [FOLDER]`: answers requests until it is told to stop. */
export const serveCommand = command<ServeFlags, [string | undefined]>(async (context, flags, folder) => {
  const found = await findPackage(context, folder, flags.package).catch(refusedProof);
  const opened = found instanceof TandemError ? undefined : await openState(context, found, folder, flags);
  const server = await createServer(async () => {
    if (found instanceof TandemError) throw found;
    return answering(context, found.predictor, opened);
  });
  const address = await server
    .listen({ port: flags.port ?? 8080, host: flags.host ?? "127.0.0.1" })
    .catch((error: unknown) => failToListen(error, flags));
  const started = startedDocument(address, found, opened);
  context.process.stderr.write(
    `${flags.json ? JSON.stringify(started) : startedText(address, found, opened)}\n`,
  );
  await new Promise<void>((stop) => {
    context.effects.signal.addEventListener("abort", () => stop());
    context.process.once("SIGTERM", () => stop());
  });
  await server.close();
  await opened?.state.close();
  return {
    text: "Stopped.",
    document: { ...started, stopped: true },
    holds: isReady(found, opened),
  };
});

/** A model that looks at events is ready only with a state of them. */
const isReady = (found: FoundPackage | TandemError, opened: OpenState | undefined): boolean =>
  !(found instanceof TandemError) && (opened !== undefined || !found.predictor.content.eventFeatures);

/** The state of events that the model needs, if it is there; a state for a model that needs none is refused. */
async function openState(
  context: CliContext,
  { predictor }: FoundPackage,
  folder: string | undefined,
  { state }: ServeFlags,
): Promise<OpenState | undefined> {
  const { eventFeatures } = predictor.content;
  if (eventFeatures) return findState(context, eventFeatures, folder, state);
  if (state === undefined) return undefined;
  return refuseState(predictor.name, state);
}

const answering = (
  { effects }: CliContext,
  predictor: Predictor,
  opened: OpenState | undefined,
): Predictor | OnlinePredictor =>
  opened ? onlinePredictor(predictor, opened.state, () => effects.now()) : predictor;

/** A package that does not reproduce its proof rows here is served as never ready; one that cannot be read is not served. */
function refusedProof(error: unknown): TandemError {
  if (isUnprovenPackage(error)) return error;
  throw error;
}

const startedDocument = (address: string, found: FoundPackage | TandemError, opened: OpenState | undefined) =>
  found instanceof TandemError
    ? { address, model: null, diagnostics: found.diagnostics }
    : {
        address,
        model: {
          name: found.predictor.name,
          hash: found.predictor.hash,
          version: found.version?.version ?? null,
        },
        package: found.path,
        ...(opened ? { state: opened.path } : {}),
      };

function startedText(
  address: string,
  found: FoundPackage | TandemError,
  opened: OpenState | undefined,
): string {
  if (found instanceof TandemError)
    return [
      ...found.diagnostics.map((diagnostic) => `error ${formatDiagnostic(diagnostic)}`),
      `Not ready: ${address}/health/ready says why, and every request gets 503. Stop with Ctrl-C.`,
    ].join("\n");
  const { predictor, version } = found;
  const name = `${predictor.name}${version ? ` version ${version.version}` : ""}`;
  if (predictor.content.eventFeatures && !opened)
    return `Not ready: ${name} looks at events, and there is no state of them; ${address}/health/ready says how to make one. Stop with Ctrl-C.`;
  return [
    `${name} answers at ${address}/predict (OpenAPI: ${address}/openapi.json). Stop with Ctrl-C.`,
    ...(opened ? [`Events come in at ${address}/events and are kept in ${opened.path}.`] : []),
    ...(opened?.isNew
      ? ["It is new and knows no events yet: stop, and load the past ones with `tandem warm`."]
      : []),
  ].join("\n");
}

function failToListen(error: unknown, { port, host }: ServeFlags): never {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return failInput(
    "T2415",
    `Cannot listen at ${host ?? "127.0.0.1"}:${port ?? 8080} (${reason})`,
    { cure: "Choose another address with --host and --port; `--port 0` takes a free one." },
    { cause: error },
  );
}
