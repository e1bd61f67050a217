import type { Diagnostic } from "../base/index.ts";
import type { Deployment } from "../project/index.ts";
import { armsOf } from "./deployment-arms.ts";
import type { LiveModels } from "./live-models.ts";
import type { VersionLibrary } from "./version-library.ts";

/** An arm of a deployment: what the registry asks for. */
interface ArmStatus {
  readonly arm: string;
  readonly share: number;
  /** The version that the registry wants there; null where it has none. */
  readonly version: string | null;
  readonly stage: "loading" | "live" | "failed";
  /** Why it does not answer. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a server should answer with, and what it does answer with. */
export interface DeploymentStatus {
  readonly name: string;
  readonly seed: number;
  /** What the registry asks for. */
  readonly arms: readonly ArmStatus[];
  /** What answers. */
  readonly live: readonly {
    readonly arm: string;
    readonly version: string;
    readonly hash: string;
    readonly share: number;
  }[];
  /** True when what answers is what the registry asks for. */
  readonly isCurrent: boolean;
  /** How often other models, or other parts of the traffic, have taken the place of those before. */
  readonly swaps: number;
  /** Why the last change could not be followed; empty when it was. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts together what is wanted and what is there. */
export function statusOf(
  models: LiveModels,
  {
    wanted,
    swaps,
    diagnostics,
  }: {
    readonly wanted?: Deployment;
    readonly swaps: number;
    readonly diagnostics: readonly Diagnostic[];
  },
  library: VersionLibrary,
): DeploymentStatus {
  const arms = (wanted ? armsOf(wanted) : []).map(({ arm, share, entry }): ArmStatus => {
    const outcome = entry && library.outcome(entry);
    const version = entry ? String(entry.version) : null;
    const isLive = models.arms.some(({ live }) => live.arm === arm && live.version === version);
    return {
      arm,
      share,
      version,
      stage: isLive ? "live" : outcome?.kind === "failed" || !entry ? "failed" : "loading",
      diagnostics: outcome?.kind === "failed" ? outcome.diagnostics : [],
    };
  });
  return {
    name: wanted?.name ?? "",
    seed: models.seed,
    arms,
    live: models.arms.map(({ live, share }) => ({
      arm: live.arm,
      version: live.version,
      hash: live.predictor.hash,
      share,
    })),
    isCurrent:
      diagnostics.length === 0 &&
      arms.every(
        ({ arm, share, stage }) =>
          share === 0 ||
          (stage === "live" && models.arms.some((one) => one.live.arm === arm && one.share === share)),
      ),
    swaps,
    diagnostics,
  };
}
