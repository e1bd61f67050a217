import { spawn } from "node:child_process";
import { failWork } from "../base/index.ts";

/**
 * Loads a package in a fresh process of this very program, where nothing of the run is in memory, and lets it reproduce
 * its proof rows bit for bit. Fails with T2420 when it does not.
 */
export async function verifyInFreshProcess(
  path: string,
  hash: string,
  signal: AbortSignal,
): Promise<{ readonly provenRows: number }> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, "show", path, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const [out, err, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((done, fail) => child.on("close", done).on("error", fail)),
  ]);
  const answer =
    code === 0 ? (JSON.parse(out) as { package: { hash: string; provenRows: number } }).package : undefined;
  if (answer?.hash !== hash)
    return failWork("T2420", "The package did not prove itself in a fresh process", {
      place: path,
      value: err.slice(-500) || `exit code ${code}`,
      cure: "This is a fault of Tandem: keep the folder .tandem and report it.",
    });
  return { provenRows: answer.provenRows };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
