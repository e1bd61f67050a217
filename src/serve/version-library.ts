import { canonicalJson, errorDiagnostic, TandemError, type Diagnostic } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import type { PackageFeatures, RegisteredVersion, Store } from "../project/index.ts";
import type { Predictor } from "./predictor.ts";
import type { ProvePackage } from "./prove-package.ts";
import { withoutStateRefusal } from "./without-state.ts";

/** A version that is loaded and proven, with the events that it looks at. */
interface LoadedVersion {
  readonly predictor: Predictor;
  readonly state: FeatureStateStore | undefined;
}

/** What became of loading a version. */
export type LoadOutcome =
  | { readonly kind: "loaded"; readonly loaded: LoadedVersion }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

/** The versions that are in memory. */
export interface VersionLibrary {
  /** Loads a version and has it prove itself, once. */
  load(entry: RegisteredVersion, signal: AbortSignal): Promise<LoadOutcome>;
  /** What is known of a version already. */
  outcome(entry: RegisteredVersion): LoadOutcome | undefined;
  /** What failed is tried again when it is asked for. */
  forgetFailures(): void;
  /** Lets all other versions go: their memory comes back when their last request is answered. */
  keepOnly(entries: readonly RegisteredVersion[]): void;
}

/** What a library needs. */
export interface LibraryParts {
  readonly store: Store;
  readonly prove: ProvePackage;
  readonly openState?: ((features: PackageFeatures) => Promise<FeatureStateStore | undefined>) | undefined;
}

/** Opens a library in which no version is yet. */
export function createVersionLibrary({ store, prove, openState }: LibraryParts): VersionLibrary {
  const outcomes = new Map<string, LoadOutcome>();
  const stateFor = openSharedState(openState);
  const load = async (entry: RegisteredVersion, signal: AbortSignal): Promise<LoadOutcome> => {
    try {
      const bytes = await store.objects.get(entry.objectHash);
      const predictor = await prove(bytes, store.objects.pathOf(entry.objectHash), signal);
      const { eventFeatures } = predictor.content;
      const state = eventFeatures ? await stateFor(eventFeatures, entry) : undefined;
      const refusal = withoutStateRefusal(predictor, state);
      if (refusal) throw new TandemError([refusal]);
      return { kind: "loaded", loaded: { predictor, state } };
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      return { kind: "failed", diagnostics: error.diagnostics };
    }
  };
  return {
    load: async (entry, signal) => {
      const known = outcomes.get(entry.objectHash);
      if (known) return known;
      const outcome = await load(entry, signal);
      outcomes.set(entry.objectHash, outcome);
      return outcome;
    },
    outcome: ({ objectHash }) => outcomes.get(objectHash),
    forgetFailures: () => {
      for (const [hash, { kind }] of outcomes) if (kind === "failed") outcomes.delete(hash);
    },
    keepOnly: (entries) => {
      const kept = new Set(entries.map(({ objectHash }) => objectHash));
      for (const hash of outcomes.keys()) if (!kept.has(hash)) outcomes.delete(hash);
    },
  };
}

/** One process owns the file of the events and keeps parts of it in memory, so all versions share one state. */
function openSharedState(openState: LibraryParts["openState"]) {
  let opened: { readonly set: string; readonly state: FeatureStateStore } | undefined;
  return async (
    features: PackageFeatures,
    { version }: RegisteredVersion,
  ): Promise<FeatureStateStore | undefined> => {
    const set = canonicalJson(features.set);
    if (opened && opened.set !== set)
      throw new TandemError([
        errorDiagnostic("T2344", `Version ${version} looks at other event features than the service keeps`, {
          place: "state",
          cure: "Start the service anew: one service keeps the events of one set of features.",
        }),
      ]);
    if (opened) return opened.state;
    const state = await openState?.(features);
    if (state) opened = { set, state };
    return state;
  };
}
