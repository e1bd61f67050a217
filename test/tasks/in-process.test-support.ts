import { run } from "@stricli/core";
import { buildTandem } from "../../src/cli/application.ts";
import type { CliContext } from "../../src/cli/context.ts";

/** Runs a command of the command line in this process and gives what it printed; throws where it does not end well. */
export async function tandemIn(folder: string, ...args: readonly string[]): Promise<string> {
  let printed = "";
  const write = (text: string): boolean => {
    printed += text;
    return true;
  };
  const outside = { stdout: { write }, stderr: { write }, env: {}, exitCode: 0 as number | string | null };
  await run(
    buildTandem("0.0.0", ({ message }) => write(message)),
    args,
    {
      process: outside as unknown as CliContext["process"],
      folder,
      version: "0.0.0",
      resolveLibrary: (specifier) =>
        specifier === "tandem-ml" ? new URL("../../src/index.ts", import.meta.url).href : undefined,
      effects: { now: Date.now, progress: () => undefined, signal: new AbortController().signal },
    },
  );
  if (Number(outside.exitCode) !== 0) throw new Error(printed);
  return printed;
}
