import { errorDiagnostic, formatDiagnostic, TandemError } from "../base/index.ts";
import type { CliContext } from "./context.ts";

/** Flags that every command has. */
export interface CommonFlags {
  readonly json: boolean;
}

/** The declaration of the common flags for the argument parser. */
export const jsonFlag = {
  kind: "boolean",
  brief: "Print one JSON document on standard output instead of text",
  default: false,
} as const;

/** What a command says when it has done its work: text for people, a document for programs, and whether all is well. */
export interface CommandResult {
  readonly text: string;
  readonly document: unknown;
  /** False when the work was done but something does not hold: exit code 1. */
  readonly holds?: boolean;
}

/** Makes a command's function: prints its result, and turns errors into messages and exit codes (1 the work failed, 2 bad input). */
export function command<Flags extends CommonFlags, Args extends readonly unknown[]>(
  work: (context: CliContext, flags: Flags, ...args: Args) => Promise<CommandResult>,
) {
  return async function (this: CliContext, flags: Flags, ...args: Args): Promise<void> {
    const { stdout, stderr } = this.process;
    try {
      const result = await work(this, flags, ...args);
      stdout.write(
        flags.json
          ? `${JSON.stringify(result.document)}\n`
          : result.text.endsWith("\n") || result.text === ""
            ? result.text
            : `${result.text}\n`,
      );
      this.process.exitCode = result.holds === false ? 1 : 0;
    } catch (error) {
      const stopped = this.effects.signal.aborted || isAbort(error);
      this.process.exitCode = stopped ? 130 : exitCodeOf(error);
      if (flags.json) stdout.write(`${JSON.stringify({ error: errorDocument(error, stopped) })}\n`);
      stderr.write(`${stopped ? stoppedWords(error) : errorText(error)}\n`);
    }
  };
}

/** 2 for bad input, 1 for everything else. */
const exitCodeOf = (error: unknown): number =>
  error instanceof TandemError && error.kind === "input" ? 2 : 1;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

const stoppedText = "Stopped. Finished steps are kept; the next run goes on from there.";

/** Work that keeps parts of its own says how much it has kept. */
function stoppedWords(error: unknown): string {
  const told =
    error instanceof TandemError ? error.diagnostics.find(({ code }) => code === "T2945") : undefined;
  return told ? `Stopped. ${told.message}. ${told.cure ?? ""}` : stoppedText;
}

function errorText(error: unknown): string {
  if (error instanceof TandemError)
    return error.diagnostics.map((diagnostic) => `error ${formatDiagnostic(diagnostic)}`).join("\n");
  return `error T2400 Something went wrong inside Tandem: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function errorDocument(error: unknown, stopped: boolean): unknown {
  if (stopped) return { kind: "stopped", diagnostics: [] };
  if (error instanceof TandemError) return { kind: error.kind, diagnostics: error.diagnostics };
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "work",
    diagnostics: [
      errorDiagnostic("T2400", message, {
        cure: "This is a fault of Tandem: please report it with the command.",
      }),
    ],
  };
}
