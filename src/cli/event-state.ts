import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { failInput } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import type { PackageFeatures } from "../project/index.ts";
import { openFeatureState, openingState } from "../serve/index.ts";
import type { CliContext } from "./context.ts";

/** A state of events that is open, and the file that keeps it. */
export interface OpenState {
  readonly state: FeatureStateStore;
  readonly path: string;
  /** True when the file was not there before, so that no event is known yet. */
  readonly isNew: boolean;
  /** Settles when the file is this process's own, or with why it cannot be. */
  readonly opened: Promise<unknown>;
  /** True while another process owns the file. */
  readonly isWaiting: () => boolean;
  close(): Promise<void>;
}

/** How long the service before this one may take to let the file go. */
const ownerWaitMs = 60_000;
/** A file that nobody owns is open before that, and what is wrong with it is told. */
const soonMs = 100;

/** Where the events are kept: in the file that is named, or in the project's own folder. */
export const statePath = (
  context: CliContext,
  folder: string | undefined,
  wanted: string | undefined,
): string =>
  wanted === undefined
    ? join(resolve(context.folder, folder ?? "."), ".tandem", "events.sqlite")
    : resolve(context.folder, wanted);

/** Where a state is, and whether this process follows on another that owns it. */
export interface StateFlags {
  readonly state?: string;
  readonly sharePort?: boolean;
}

/**
 * Opens the state of a model with event features; undefined where none is named and the project has none yet. A service that shares its port
 * takes requests while the one before it still owns the file: they wait for it.
 */
export async function findState(
  context: CliContext,
  features: PackageFeatures,
  folder: string | undefined,
  { state: wanted, sharePort = false }: StateFlags,
): Promise<OpenState | undefined> {
  const path = statePath(context, folder, wanted);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere && wanted === undefined) return undefined;
  const closing = new AbortController();
  const ownerWait = sharePort ? { ownerWait: { ms: ownerWaitMs, signal: closing.signal } } : {};
  let isWaiting = true;
  const opened = openFeatureState(features.set, path, ownerWait).finally(() => (isWaiting = false));
  const soon = sharePort ? pause(soonMs, undefined, { ref: false }) : opened;
  await Promise.race([opened, soon]);
  const state = openingState(opened);
  return {
    state,
    path,
    isNew: !isThere,
    opened,
    isWaiting: () => isWaiting,
    close: () => {
      closing.abort();
      return state.close();
    },
  };
}

/** A state for a model that looks at no events is refused. */
export function refuseState(model: string, state: string): never {
  return failInput("T2553", `The model ${model} looks at no events, so it has no use for a state`, {
    place: "--state",
    value: state,
    cure: "Leave --state out.",
  });
}
