import { join, resolve } from "node:path";
import { failInput, formatDiagnostic } from "../../base/index.ts";
import {
  checkBinding,
  containerSettings,
  createServer,
  deploymentRoutes,
  failureFields,
  keyRoutes,
  logMetrics,
  logRoutes,
  openAuthority,
  openLog,
  protocolRoutes,
  readCertificate,
  readTokenSettings,
  type Authority,
  type Log,
  type Route,
  type ServerParts,
} from "../../server/index.ts";
import { command, type CommandResult } from "../command.ts";
import type { CliContext } from "../context.ts";
import { openDeployment, type OpenDeployment } from "../open-deployment.ts";
import { logFolder } from "../log-folder.ts";
import { openRecorder, withFolder } from "../open-recorder.ts";
import type { ServeFlags } from "../serve-flags.ts";

/** Has something closed when the command ends, however it ends; what was opened last is closed first. */
type CloseAtEnd = (close: () => unknown) => void;

/** `tandem serve [FOLDER]`: answers requests until it is told to stop. */
export const serveCommand = command<ServeFlags, [string | undefined]>(async (context, flags, folder) => {
  const closers: (() => unknown)[] = [];
  try {
    return await serve(context, flags, folder, (close) => closers.push(close));
  } finally {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: each may need those that were opened before it
    for (const close of closers.toReversed()) await close();
  }
});

async function serve(
  context: CliContext,
  flags: ServeFlags,
  folder: string | undefined,
  atEnd: CloseAtEnd,
): Promise<CommandResult> {
  const certificate = (): ReturnType<typeof certificateOf> => certificateOf(context, flags);
  const container = containerSettings(context.process.env);
  const host = flags.host ?? (container.port === undefined ? "127.0.0.1" : "0.0.0.0");
  const port = flags.port ?? container.port ?? 8080;
  const first = await certificate();
  const log = await openLog(flags.logTo === "stdout" ? 1 : 2, flags.logLevel);
  atEnd(() => log.flush());
  const keysPath = resolve(
    context.folder,
    flags.keys ?? join(context.folder, folder ?? ".", ".tandem", "keys.json"),
  );
  const authority = await openKeys(context, flags, keysPath, log);
  atEnd(() => authority.close());
  // A platform that runs the container keeps strangers out of it.
  checkBinding(host, authority.isOpen(), flags.open || container.port !== undefined);
  const recorder = await openRecorder(context, folder, flags, (error) =>
    log.error(failureFields(error), "the prediction log could not be looked after"),
  );
  if (recorder) atEnd(() => recorder.close());
  const deployment = await openDeployment(
    {
      context,
      folder,
      ...(recorder ? { recorder: recorder.log } : {}),
      onChange: ({ live, swaps, diagnostics }) =>
        log.info({ swaps, live, codes: diagnostics.map(({ code }) => code) }, "deployment"),
    },
    flags,
  );
  atEnd(() => deployment.close());
  const server = createServer(deployment.service, {
    ...limitsOf(flags),
    authority,
    log,
    protocols: [(service) => protocolRoutes(service, context.version, container, bodyLimitOf(flags))],
    routes: [
      ...adminRoutes(context, deployment),
      ...keyRoutes({ keysPath, authority, now: () => context.effects.now() }),
      ...(recorder ? logRoutes(recorder.log) : []),
    ],
    ...(recorder ? { collectors: [logMetrics(recorder.log)] } : {}),
    ...(first ? { certificate: first } : {}),
    waitsFor: () =>
      deployment.state?.isWaiting() === true ? "The service before keeps the events still" : undefined,
  });
  atEnd(() => server.close());
  const address = await server
    .listen(port, host, flags.sharePort)
    .catch((error: unknown) => failToListen(error, host, port));
  const place = recorder && logFolder(context, withFolder(flags, folder));
  // Whoever reads where it answers may tell it to stop, or to read anew, at once.
  const stopping = untilStopped(context, recorder?.opened, deployment.state?.opened);
  const readAnew = (): void =>
    void renew(server, certificate, authority, deployment).then(
      () => log.info({}, "read anew"),
      (error: unknown) => log.error(failureFields(error), "could not be read anew"),
    );
  context.process.on("SIGHUP", readAnew);
  atEnd(() => context.process.off("SIGHUP", readAnew));
  const started = { ...startedDocument(address, deployment), ...(place === undefined ? {} : { log: place }) };
  const text = startedText(address, deployment, place);
  context.process.stderr.write(`${flags.json ? JSON.stringify(started) : text}\n`);
  const stop = await stopping;
  const holds = deployment.service.refusal() === undefined;
  await server.drain({ delayMs: flags.drainDelayMs ?? 0, graceMs: flags.graceMs ?? 30_000 }, stop.atOnce);
  if (stop.failure) throw stop.failure.error;
  return { text: "Stopped.", document: { ...started, stopped: true }, holds };
}

/** Reads the certificate, the keys and the registry anew. */
async function renew(
  server: ReturnType<typeof createServer>,
  certificate: () => ReturnType<typeof certificateOf>,
  authority: Authority,
  deployment: OpenDeployment,
): Promise<void> {
  const renewed = await certificate();
  if (renewed) server.renew(renewed);
  await authority.reload();
  await deployment.followed?.registry.reload();
}

const bodyLimitOf = ({ maxBodyMb }: ServeFlags): number | undefined =>
  maxBodyMb === undefined ? undefined : maxBodyMb * 1024 * 1024;

/** What callers may ask of the service, and how often. */
const limitsOf = (flags: ServeFlags): ServerParts => {
  const { timeoutMs, inFlight, queue, rate, origin = [] } = flags;
  const bodyLimit = bodyLimitOf(flags);
  return {
    origins: origin,
    settings: {
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      ...(timeoutMs === undefined ? {} : { requestTimeoutMs: timeoutMs }),
      ...(inFlight === undefined ? {} : { inFlightLimit: inFlight }),
      ...(queue === undefined ? {} : { queueLimit: queue }),
    },
    ...(rate === undefined ? {} : { rate: { perSecond: rate, burst: Math.max(1, Math.ceil(2 * rate)) } }),
  };
};

/** Why the service ends. */
interface Stop {
  /** Aborted by the next SIGTERM, which ends at once. */
  readonly atOnce: AbortSignal;
  /** What failed, where it was not told to stop. */
  readonly failure?: { readonly error: unknown };
}

/** Waits for SIGTERM or Ctrl-C, or until a file that was still another's could not be opened: the prediction log, the events. */
async function untilStopped(
  { effects, process }: CliContext,
  ...opened: readonly (Promise<unknown> | undefined)[]
): Promise<Stop> {
  const atOnce = new AbortController();
  const failure = await new Promise<Stop["failure"]>((stop) => {
    effects.signal.addEventListener("abort", () => stop(undefined));
    let told = false;
    // It stays listened to: a third one must not kill what the second has begun to close.
    process.on("SIGTERM", () => {
      if (told) atOnce.abort();
      told = true;
      stop(undefined);
    });
    for (const one of opened) one?.catch((error: unknown) => stop({ error }));
  });
  return { atOnce: atOnce.signal, ...(failure ? { failure } : {}) };
}

async function openKeys(
  { folder, effects }: CliContext,
  { tokens }: ServeFlags,
  keysPath: string,
  log: Log,
): Promise<Authority> {
  return openAuthority({
    keysPath,
    tokens: tokens === undefined ? undefined : await readTokenSettings(resolve(folder, tokens)),
    now: () => effects.now(),
    onProblem: (diagnostics) =>
      log.error({ codes: diagnostics.map(({ code }) => code) }, "the keys could not be read anew"),
  });
}

const adminRoutes = ({ effects }: CliContext, { followed }: OpenDeployment): readonly Route[] =>
  followed ? deploymentRoutes({ ...followed, now: () => effects.now() }) : [];

/** The certificate with its key, where both are named. */
async function certificateOf({ folder }: CliContext, { tlsCert, tlsKey }: ServeFlags) {
  if (tlsCert !== undefined && tlsKey !== undefined)
    return readCertificate(resolve(folder, tlsCert), resolve(folder, tlsKey));
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  return failInput("T2416", "A certificate needs its key, and a key its certificate", {
    place: tlsCert === undefined ? "--tls-cert" : "--tls-key",
    cure: "Give --tls-cert FILE and --tls-key FILE.",
  });
}

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

function startedText(address: string, { service, path, state }: OpenDeployment, log?: string): string {
  const [live] = service.versions();
  if (!live)
    return [
      ...(service.refusal() ?? []).map((diagnostic) => `error ${formatDiagnostic(diagnostic)}`),
      `Not ready: ${address}/health/ready says why, and every request gets 503. Stop with Ctrl-C.`,
    ].join("\n");
  const hidden = [
    ...new Set(
      service.versions().flatMap(({ predictor, schema }) => {
        const marked = predictor.content.private ?? [];
        return schema.fields.map(({ name }) => name).filter((one) => marked.includes(one));
      }),
    ),
  ].sort();
  const name = `${live.predictor.name}${path === undefined ? ` version ${live.version}` : ""}`;
  return [
    `${name} answers at ${address}/predict (try it at ${address}/docs). Stop with Ctrl-C.`,
    ...(state ? [`Events come in at ${address}/events and are kept in ${state.path}.`] : []),
    ...(log === undefined
      ? []
      : [
          `Every answer is kept in ${log}, ${hidden.length > 0 ? `of ${hidden.join(", ")} as a keyed hash only` : "with its inputs"}; labels come in at ${address}/labels.`,
        ]),
    ...(state?.isNew
      ? ["It is new and knows no events yet: stop, and load the past ones with `tandem warm`."]
      : []),
  ].join("\n");
}

function failToListen(error: unknown, host: string, port: number): never {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (reason === "ENOTSUP")
    return failInput(
      "T2960",
      "Two services cannot share a port on this system",
      {
        place: "--share-port",
        value: process.platform,
        cure: "Leave --share-port out: end the service that is running first, or put a proxy before both.",
      },
      { cause: error },
    );
  return failInput(
    "T2415",
    `Cannot listen at ${host}:${port} (${reason})`,
    {
      cure: "Choose another address with --host and --port; `--port 0` takes a free one. To follow on a service that was started with --share-port, say --share-port here too.",
    },
    { cause: error },
  );
}
