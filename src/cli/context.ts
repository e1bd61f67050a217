import type { CommandContext } from "@stricli/core";
import type { Effects } from "../base/index.ts";

/** What a command gets: where to print, where it stands, and the outside world. */
export interface CliContext extends CommandContext {
  readonly process: NodeJS.Process & { exitCode: number | string | null };
  readonly folder: string;
  readonly effects: Effects;
  /** The version of Tandem that runs. */
  readonly version: string;
  /** Where the running library is, for configs in folders that have not installed it. */
  readonly resolveLibrary: (specifier: string) => string | undefined;
}
