import {
  canonicalJson,
  errorDiagnostic,
  throwIfErrors,
  TandemError,
  type Diagnostic,
} from "../base/index.ts";
import { readDeployment, type Deployment } from "../project/index.ts";
import { createPredictionService } from "./create-prediction-service.ts";
import { statusOf, type DeploymentStatus } from "./deployment-status.ts";
import { armsOf, loadArms, liveModelsOf } from "./deployment-arms.ts";
import { isSameModels, type LiveModels } from "./live-models.ts";
import type { ServiceClock } from "./live-version.ts";
import { pollEvery } from "./poll-every.ts";
import type { PredictionRecorder, PredictionService } from "./prediction-service.ts";
import { createVersionLibrary, type LibraryParts } from "./version-library.ts";

/** How a project's registry is served. */
export interface RegistryServiceOptions extends LibraryParts {
  readonly name: string;
  /** All traffic to this arm, whatever the registry says about traffic: an alias, or the number of a version. */
  readonly pinned?: string | undefined;
  readonly clock: ServiceClock;
  readonly recorder?: PredictionRecorder | undefined;
  /** Milliseconds between two looks at the registry; 200 unless told, 0 for none. */
  readonly pollMs?: number | undefined;
  /** Hears of every swap, and of every change that could not be followed. */
  readonly onChange?: ((status: DeploymentStatus) => void) | undefined;
}

/** A service that follows the registry. */
export interface RegistryService {
  readonly service: PredictionService;
  /** What the registry asks for and what answers. */
  status(): DeploymentStatus;
  /** Looks at the registry now and follows it; what failed before is tried again. */
  reload(): Promise<DeploymentStatus>;
  /** Ends the looking; what answers goes on answering. */
  close(): Promise<void>;
}

const pollMsByDefault = 200;

/**
 * Serves what a registry says: the versions behind its aliases and in its traffic; and follows it when it changes, also by
 * another process. A new version answers only after it was loaded, has proven itself and is warm; until then, and for ever
 * when it fails, those before it go on. Old ones are let go when their last request is answered. At the start, what cannot
 * be loaded fails; but a package that does not prove itself here, or lacks its events, makes a service that says so and
 * answers nobody until the registry has a better one.
 */
export async function serveRegistry(options: RegistryServiceOptions): Promise<RegistryService> {
  const { store, name, pinned, clock, recorder, onChange } = options;
  const held = createPredictionService(name, { arms: [], seed: 0 }, clock, recorder);
  const library = createVersionLibrary(options);
  const closing = new AbortController();
  const following: Following = { seen: "", changeMark: "", swaps: 0, diagnostics: [] };
  const status = (): DeploymentStatus => statusOf(held.models(), following, library);

  const follow = async (isForced: boolean): Promise<void> => {
    const changeMark = await store.changeMark();
    const deployment = pinTo(await readDeployment(store, name), pinned);
    following.changeMark = changeMark;
    const text = canonicalJson(deployment);
    if (text === following.seen && !isForced) return;
    following.seen = text;
    following.wanted = deployment;
    if (isForced) library.forgetFailures();
    const arms = await loadArms(armsOf(deployment), library, closing.signal);
    closing.signal.throwIfAborted();
    following.diagnostics = arms.flatMap(({ share, outcome }) =>
      outcome.kind === "failed" && share > 0 ? outcome.diagnostics : [],
    );
    const models =
      following.diagnostics.length === 0
        ? liveModelsOf(arms, deployment.traffic.seed, held.models(), clock)
        : undefined;
    const isChanged = models !== undefined && !isSameModels(models, held.models());
    if (isChanged) following.diagnostics = await admit(models, recorder);
    if (models && following.diagnostics.length === 0) {
      if (isChanged) {
        held.replace(models);
        following.swaps++;
      }
      library.keepOnly(arms.flatMap(({ entry }) => entry ?? []));
    } else if (held.models().arms.length === 0)
      held.replace({ arms: [], seed: 0, refusal: following.diagnostics });
    onChange?.(status());
  };

  let running: Promise<void> = Promise.resolve();
  /** One after the other: a change that comes while another is followed is followed next. */
  const inTurn = (isForced: boolean): Promise<void> => {
    running = running.catch(() => {}).then(() => follow(isForced));
    return running;
  };
  await inTurn(true);
  if (!following.diagnostics.every(canWait)) throwIfErrors(following.diagnostics);

  const stop = pollEvery(options.pollMs ?? pollMsByDefault, async () => {
    try {
      if ((await store.changeMark()) !== following.changeMark) await inTurn(false);
    } catch (error) {
      if (closing.signal.aborted) return;
      // A store that cannot be read for a while changes nothing for those who are answered.
      following.diagnostics = error instanceof TandemError ? error.diagnostics : [unreadable(error)];
      onChange?.(status());
    }
  });
  return {
    service: held.service,
    status,
    reload: async () => {
      await inTurn(true);
      return status();
    },
    close: async () => {
      stop();
      closing.abort(new Error("the service is closed"));
      await running.catch(() => {});
    },
  };
}

/** Why the rows of some models cannot be kept: then they do not answer. */
async function admit(
  { arms }: LiveModels,
  recorder: PredictionRecorder | undefined,
): Promise<readonly Diagnostic[]> {
  try {
    // oxlint-disable-next-line no-await-in-loop -- each may hide columns of those after it
    for (const { live } of arms) await recorder?.admit?.(live);
    return [];
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return error.diagnostics;
  }
}

/** How far the registry has been followed. */
interface Following {
  /** What the registry said last, as text. */
  seen: string;
  /** The store's mark before it was read last. */
  changeMark: string;
  wanted?: Deployment;
  swaps: number;
  /** Why the last change could not be followed. */
  diagnostics: readonly Diagnostic[];
}

/** Proof rows that are not reproduced here, and events that are not there: the service runs, and says why it is not ready. */
const canWait = ({ code }: Diagnostic): boolean => code === "T2015" || code === "T2345" || code === "T2548";

const pinTo = (deployment: Deployment, arm: string | undefined): Deployment =>
  arm === undefined ? deployment : { ...deployment, traffic: { seed: 0, shares: [{ arm, share: 1 }] } };

const unreadable = (error: unknown): Diagnostic =>
  errorDiagnostic("T2347", "The registry could not be followed", {
    value: String(error).slice(0, 200),
    cure: "Those who ask are answered as before. Look at the store, then ask for a reload.",
  });
