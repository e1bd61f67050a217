import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Effects, Json } from "../../base/index.ts";
import type { TrainContext } from "../../model/index.ts";
import { writeFileAtomically } from "../store/files.ts";

/** Where fits leave how far they are, so that a killed run goes on within a fit. */
export interface FitKeeper {
  /** What a fit of that name goes on from, and where it leaves its state. */
  open(name: string): Promise<KeptFit>;
  /** Forgets all fits: they are finished, or belong to another definition. */
  clear(): Promise<void>;
}

/** The part of a trainer's context that is about going on. */
export type KeptFit = Pick<TrainContext, "onCheckpoint" | "resume">;

/** A state is written at most so often: short fits leave none. */
const intervalMs = 5000;

/**
 * Keeps the states of the fits of one step in a folder that is named by the step's key. When to write is the clock's matter;
 * what a resumed fit gives is not, for a state is bound to its rows, parameters and seed.
 */
export function keepFits(
  folder: string,
  key: string,
  { now }: Pick<Effects, "now">,
  everyMs = intervalMs,
): FitKeeper {
  return {
    open: async (name) => {
      const path = join(folder, key, `${name}.json`);
      const resume = await readState(path);
      let written = now();
      return {
        ...(resume === undefined ? {} : { resume }),
        onCheckpoint: async (state) => {
          if (now() - written < everyMs) return;
          await writeFileAtomically(path, JSON.stringify(state));
          written = now();
        },
      };
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The state in a file; undefined where there is none that can be read. */
async function readState(path: string): Promise<Json | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Json;
  } catch {
    return undefined;
  }
}
