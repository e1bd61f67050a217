import { failInput, formatDiagnostic, TandemError } from "../../base/index.ts";
import { isUnprovenPackage } from "../../project/index.ts";
import { createServer } from "../../server/index.ts";
import { command } from "../command.ts";
import { findPackage, type FoundPackage } from "../find-package.ts";

interface ServeFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly port?: number;
  readonly host?: string;
}

/** `tandem serve [FOLDER]`: answers requests until it is told to stop. */
export const serveCommand = command<ServeFlags, [string | undefined]>(async (context, flags, folder) => {
  const found = await findPackage(context, folder, flags.package).catch(refusedProof);
  const server = await createServer(async () => {
    if (found instanceof TandemError) throw found;
    return found.predictor;
  });
  const address = await server
    .listen({ port: flags.port ?? 8080, host: flags.host ?? "127.0.0.1" })
    .catch((error: unknown) => failToListen(error, flags));
  const started = startedDocument(address, found);
  context.process.stderr.write(`${flags.json ? JSON.stringify(started) : startedText(address, found)}\n`);
  await new Promise<void>((stop) => {
    context.effects.signal.addEventListener("abort", () => stop());
    context.process.once("SIGTERM", () => stop());
  });
  await server.close();
  return {
    text: "Stopped.",
    document: { ...started, stopped: true },
    holds: !(found instanceof TandemError),
  };
});

/** A package that does not reproduce its proof rows here is served as never ready; one that cannot be read is not served. */
function refusedProof(error: unknown): TandemError {
  if (isUnprovenPackage(error)) return error;
  throw error;
}

const startedDocument = (address: string, found: FoundPackage | TandemError) =>
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
      };

function startedText(address: string, found: FoundPackage | TandemError): string {
  if (found instanceof TandemError)
    return [
      ...found.diagnostics.map((diagnostic) => `error ${formatDiagnostic(diagnostic)}`),
      `Not ready: ${address}/health/ready says why, and every request gets 503. Stop with Ctrl-C.`,
    ].join("\n");
  const { predictor, version } = found;
  return `${predictor.name}${version ? ` version ${version.version}` : ""} answers at ${address}/predict (OpenAPI: ${address}/openapi.json). Stop with Ctrl-C.`;
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
