import { createServer } from "../../server/index.ts";
import { command } from "../command.ts";
import { findPackage } from "../find-package.ts";

interface ServeFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly port?: number;
  readonly host?: string;
}

/** `tandem serve [FOLDER]`: answers requests until it is told to stop. */
export const serveCommand = command<ServeFlags, [string | undefined]>(async (context, flags, folder) => {
  const { predictor, path, version } = await findPackage(context, folder, flags.package);
  const server = await createServer(async () => predictor);
  const address = await server.listen({ port: flags.port ?? 8080, host: flags.host ?? "127.0.0.1" });
  const started = {
    address,
    model: { name: predictor.name, hash: predictor.hash, version: version?.version ?? null },
    package: path,
  };
  const line = flags.json
    ? JSON.stringify(started)
    : `${predictor.name}${version ? ` version ${version.version}` : ""} answers at ${address}/predict (OpenAPI: ${address}/openapi.json). Stop with Ctrl-C.`;
  context.process.stderr.write(`${line}\n`);
  await new Promise<void>((stop) => {
    context.effects.signal.addEventListener("abort", () => stop());
    context.process.once("SIGTERM", () => stop());
  });
  await server.close();
  return { text: "Stopped.", document: { ...started, stopped: true } };
});
