import { failInput, formatDiagnostic } from "../../base/index.ts";
import { createServer } from "../../server/index.ts";
import { command } from "../command.ts";
import { openDeployment, type OpenDeployment } from "../open-deployment.ts";

interface ServeFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly port?: number;
  readonly host?: string;
  readonly state?: string;
}

/** `tandem serve [FOLDER]`: answers requests until it is told to stop. */
export const serveCommand = command<ServeFlags, [string | undefined]>(async (context, flags, folder) => {
  const deployment = await openDeployment({ context, folder }, flags);
  const server = createServer(deployment.service);
  const address = await server
    .listen(flags.port ?? 8080, flags.host ?? "127.0.0.1")
    .catch((error: unknown) => failToListen(error, flags));
  const started = startedDocument(address, deployment);
  context.process.stderr.write(
    `${flags.json ? JSON.stringify(started) : startedText(address, deployment)}\n`,
  );
  await new Promise<void>((stop) => {
    context.effects.signal.addEventListener("abort", () => stop());
    context.process.once("SIGTERM", () => stop());
  });
  const holds = deployment.service.refusal() === undefined;
  await server.drain({ delayMs: 0, graceMs: 30_000 });
  await deployment.close();
  return { text: "Stopped.", document: { ...started, stopped: true }, holds };
});

function startedDocument(address: string, { service, path, state }: OpenDeployment): object {
  const [live] = service.versions();
  if (!live) return { address, model: null, diagnostics: service.refusal() ?? [] };
  const { name, hash } = live.predictor;
  return {
    address,
    model: { name, hash, version: path === undefined ? Number(live.version) : null },
    ...(path === undefined ? {} : { package: path }),
    ...(state ? { state: state.path } : {}),
  };
}

function startedText(address: string, { service, path, state }: OpenDeployment): string {
  const [live] = service.versions();
  if (!live)
    return [
      ...(service.refusal() ?? []).map((diagnostic) => `error ${formatDiagnostic(diagnostic)}`),
      `Not ready: ${address}/health/ready says why, and every request gets 503. Stop with Ctrl-C.`,
    ].join("\n");
  const name = `${live.predictor.name}${path === undefined ? ` version ${live.version}` : ""}`;
  return [
    `${name} answers at ${address}/predict (OpenAPI: ${address}/openapi.json). Stop with Ctrl-C.`,
    ...(state ? [`Events come in at ${address}/events and are kept in ${state.path}.`] : []),
    ...(state?.isNew
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
