import { errorDiagnostic } from "../base/index.ts";
import { versionOfArm, type Deployment, type RegisteredVersion } from "../project/index.ts";
import { createLiveVersion, type ServiceClock } from "./live-version.ts";
import type { LiveArm, LiveModels } from "./live-models.ts";
import type { LoadOutcome, VersionLibrary } from "./version-library.ts";

/** An arm that a deployment asks for; without a version where the arm stands for none. */
export interface WantedArm {
  readonly arm: string;
  readonly share: number;
  readonly entry: RegisteredVersion | undefined;
}

/** An arm, and what became of loading its version. */
export interface LoadedArm extends WantedArm {
  readonly outcome: LoadOutcome;
}

/**
 * The arms of a deployment: those of its traffic, and behind them every other alias without any traffic, so that its version
 * can be asked for by name.
 */
export function armsOf({ traffic, versions }: Deployment): readonly WantedArm[] {
  const named = new Set(traffic.shares.map(({ arm }) => arm));
  const others = versions.flatMap(({ aliases }) => aliases).filter((alias) => !named.has(alias));
  return [...traffic.shares, ...others.toSorted().map((arm) => ({ arm, share: 0 }))].map(
    ({ arm, share }) => ({
      arm,
      share,
      entry: versionOfArm(versions, arm),
    }),
  );
}

/** Loads the versions of arms, one after the other. */
export async function loadArms(
  arms: readonly WantedArm[],
  library: VersionLibrary,
  signal: AbortSignal,
): Promise<readonly LoadedArm[]> {
  const loaded: LoadedArm[] = [];
  for (const wanted of arms) {
    // oxlint-disable-next-line no-await-in-loop -- one package in memory twice is enough
    const outcome = wanted.entry ? await library.load(wanted.entry, signal) : noVersion(wanted.arm);
    loaded.push({ ...wanted, outcome });
  }
  return loaded;
}

const noVersion = (arm: string): LoadOutcome => ({
  kind: "failed",
  diagnostics: [
    errorDiagnostic("T2349", `The arm ${arm} stands for no version`, {
      place: arm,
      cure: "Point the alias at a version with `tandem promote`, or divide the traffic anew.",
    }),
  ],
});

/** The arms whose versions are loaded, as what answers; a version that answers already stays the same object. */
export function liveModelsOf(
  arms: readonly LoadedArm[],
  seed: number,
  before: LiveModels,
  clock: ServiceClock,
): LiveModels {
  return {
    seed,
    arms: arms.flatMap(({ arm, share, entry, outcome }): LiveArm[] => {
      if (!entry || outcome.kind === "failed") return [];
      const { predictor, state } = outcome.loaded;
      const version = String(entry.version);
      const known = before.arms.find(
        ({ live }) => live.arm === arm && live.version === version && live.predictor === predictor,
      );
      return [{ live: known?.live ?? createLiveVersion({ version, arm, predictor, state, clock }), share }];
    }),
  };
}
