import { join, resolve } from "node:path";
import type { CommonFlags } from "./command.ts";
import type { CliContext } from "./context.ts";

/** Flags of the commands that work on a prediction log. */
export interface LogFlags extends CommonFlags {
  readonly folder?: string;
  readonly log?: string;
}

/** The declaration of these flags for the argument parser. */
export const logFlags = {
  folder: {
    kind: "parsed",
    parse: String,
    brief: "The project's folder; default: here",
    placeholder: "folder",
    optional: true,
  },
  log: {
    kind: "parsed",
    parse: String,
    brief: "The folder of the prediction log; default: .tandem/log of the project",
    placeholder: "log",
    optional: true,
  },
} as const;

/** Where the key of the private columns is: in the file that is named, or in the project's own, beside the log and not in it. */
export const privateKeyFile = (
  context: CliContext,
  folder: string | undefined,
  named: string | undefined,
): string =>
  named === undefined
    ? join(resolve(context.folder, folder ?? "."), ".tandem", "private.key")
    : resolve(context.folder, named);

/** Where the prediction log is: in the folder that is named, or in the project's own. */
export const logFolder = (context: CliContext, { folder, log }: LogFlags): string =>
  log === undefined
    ? join(resolve(context.folder, folder ?? "."), ".tandem", "log")
    : resolve(context.folder, log);
