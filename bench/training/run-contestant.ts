import { join } from "node:path";
import { measureCommand } from "../measure.ts";
import type { Result } from "./table.ts";

const root = join(import.meta.dirname, "../..");

/** The Python with the peers. Fails where none is named. */
export function peersPython(): string {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  if (!python) throw new Error("Set TANDEM_PEERS_PYTHON to a Python with the peers: see bench/README.md.");
  return python;
}

/**
 * Lets one contestant learn from the table in a folder, in a fresh process. Several folders, with commas between them, are learnt from in turn,
 * each with the next seed; then the result is that of the last one.
 */
export async function runContestant(
  name: string,
  folder: string,
  options: { readonly threads: string; readonly seed?: number; readonly trees?: number },
): Promise<Result> {
  const { threads, seed = 1, trees = 100 } = options;
  const args = [folder, threads, String(seed), String(trees)];
  const ours = join(root, "bench/training/contestant.ts");
  const theirs = join(root, "bench/peers/training.py");
  const { output } =
    name === "tandem"
      ? await measureCommand(
          process.execPath,
          ["--expose-gc", "--conditions=tandem-development", ours, ...args],
          root,
        )
      : await measureCommand(peersPython(), [theirs, name, ...args], root);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Result;
}
