import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { failInput } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import type { PackageFeatures } from "../project/index.ts";
import { openFeatureState } from "../serve/index.ts";
import type { CliContext } from "./context.ts";

/** A state of events that is open, and the file that keeps it. */
export interface OpenState {
  readonly state: FeatureStateStore;
  readonly path: string;
  /** True when the file was not there before, so that no event is known yet. */
  readonly isNew: boolean;
}

/** Where the events are kept: in the file that is named, or in the project's own folder. */
export const statePath = (
  context: CliContext,
  folder: string | undefined,
  wanted: string | undefined,
): string =>
  wanted === undefined
    ? join(resolve(context.folder, folder ?? "."), ".tandem", "events.sqlite")
    : resolve(context.folder, wanted);

/** Opens the state of a model with event features; undefined where none is named and the project has none yet. */
export async function findState(
  context: CliContext,
  features: PackageFeatures,
  folder: string | undefined,
  wanted: string | undefined,
): Promise<OpenState | undefined> {
  const path = statePath(context, folder, wanted);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && wanted === undefined) return undefined;
  return { state: await openFeatureState(features.set, path), path, isNew: !isThere };
}

/** A state for a model that looks at no events is refused. */
export function refuseState(model: string, state: string): never {
  return failInput("T2553", `The model ${model} looks at no events, so it has no use for a state`, {
    place: "--state",
    value: state,
    cure: "Leave --state out.",
  });
}
