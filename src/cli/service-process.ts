/** What of a process says how a service is to be started. */
export interface StartedProcess {
  readonly platform: NodeJS.Platform;
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Whether another Node talks with this one by a channel, which it would lose. */
  readonly hasChannel: boolean;
}

/** How Node is started: what follows its own name, and its environment. */
interface Start {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The young generation has one size, */
const youngMegabytes = 16;
/** and what lives on is looked through when it has grown by half; V8 would let it grow to several times of it. */
const growingPercent = 50;

/**
 * With what `tandem serve` takes its own place, so that the memory of a service that runs for weeks stays what it is after the first minutes;
 * undefined for other commands, where the user has chosen the settings, and on the second start. V8 enlarges its generations, and glibc
 * gives each thread a pool, whenever models are exchanged, and neither gives it back; both are told otherwise only when a process begins.
 */
export function serviceStart({
  platform,
  argv,
  execArgv,
  env,
  hasChannel,
}: StartedProcess): Start | undefined {
  const [, main, command] = argv;
  if (platform !== "linux" || command !== "serve" || main === undefined || hasChannel) return undefined;
  if (env["MALLOC_ARENA_MAX"] !== undefined) return undefined;
  const chosen = [...execArgv, env["NODE_OPTIONS"] ?? ""].join(" ");
  const young = /semi[-_]space/.test(chosen)
    ? []
    : [`--min-semi-space-size=${youngMegabytes}`, `--max-semi-space-size=${youngMegabytes}`];
  const old = /heap[-_]growing/.test(chosen) ? [] : [`--heap-growing-percent=${growingPercent}`];
  return { args: [...execArgv, ...young, ...old, ...argv.slice(1)], env: { ...env, MALLOC_ARENA_MAX: "1" } };
}
