import { errorDiagnostic, failInput, TandemError, type Diagnostic } from "../base/index.ts";
import { armAt, placeOfKey } from "./choose-arm.ts";
import type { LiveVersion } from "./prediction-service.ts";

/** A live version and its part of the traffic, from 0 to 1. */
export interface LiveArm {
  readonly live: LiveVersion;
  readonly share: number;
}

/** Everything that answers at one moment. It never changes: a swap puts another in its place. */
export interface LiveModels {
  /** In the order in which keys fall to them. */
  readonly arms: readonly LiveArm[];
  /** The seed of the hash that gives a key its arm. */
  readonly seed: number;
  /** Why nobody is answered; absent when there are arms. */
  readonly refusal?: readonly Diagnostic[];
}

/** The versions, the one of most traffic first. */
export const versionsOf = ({ arms }: LiveModels): readonly LiveVersion[] =>
  arms.toSorted((left, right) => right.share - left.share).map(({ live }) => live);

/** The version that is asked for by its number or its arm, or the one of most traffic. Fails with T2340 or T2341. */
export function findLive(models: LiveModels, version?: string): LiveVersion {
  const [first, ...others] = versionsOf(models);
  if (!first) return failNotReady(models);
  if (version === undefined) return first;
  const found =
    [first, ...others].find((live) => live.version === version) ??
    [first, ...others].find((live) => live.arm === version);
  if (found) return found;
  return failInput("T2340", `Version ${JSON.stringify(version.slice(0, 40))} answers nobody now`, {
    place: "version",
    cure: `Leave it out, or ask one that answers: ${[first, ...others].map((live) => live.version).join(", ")}.`,
  });
}

/** The version that answers a request: the one that is asked for, or the one that its key falls to. */
export function chooseLive(models: LiveModels, key: string, version?: string): LiveVersion {
  if (version !== undefined) return findLive(models, version);
  const { arms, seed } = models;
  // With one arm nothing has to be hashed.
  if (arms.length === 1) return arms[0]!.live;
  if (arms.length === 0) return failNotReady(models);
  return arms[armAt(arms, placeOfKey(key, seed))]!.live;
}

function failNotReady({ refusal = [] }: LiveModels): never {
  throw new TandemError(
    [
      errorDiagnostic("T2341", "No model is ready to answer", {
        cure: "Ask GET /health/ready: it says why. Then send the request again.",
      }),
      ...refusal,
    ],
    "work",
  );
}

/** True when the same versions answer the same parts of the traffic. */
export const isSameModels = (left: LiveModels, right: LiveModels): boolean =>
  left.seed === right.seed &&
  left.arms.length === right.arms.length &&
  left.arms.every(({ live, share }, at) => {
    const other = right.arms[at]!;
    return live === other.live && share === other.share;
  });
