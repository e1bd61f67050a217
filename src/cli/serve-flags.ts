import type { LogLevel } from "../server/index.ts";

/** The options of `tandem serve`. */
export interface ServeFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly port?: number;
  readonly host?: string;
  readonly sharePort: boolean;
  readonly state?: string;
  readonly keys?: string;
  readonly tokens?: string;
  readonly open: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly origin?: readonly string[];
  readonly rate?: number;
  readonly maxBodyMb?: number;
  readonly timeoutMs?: number;
  readonly inFlight?: number;
  readonly queue?: number;
  readonly drainDelayMs?: number;
  readonly graceMs?: number;
  readonly record: boolean;
  readonly log?: string;
  readonly private?: readonly string[];
  readonly privateKey?: string;
  readonly whenUnwritable: "refuse" | "drop";
  readonly flush: "each" | "second";
  readonly keepDays?: number;
  readonly keepMegabytes?: number;
  readonly logLevel: LogLevel;
  readonly logTo: "stderr" | "stdout";
}
