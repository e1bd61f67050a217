import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { FeatureStateStore } from "../feature/index.ts";
import { isUnprovenPackage, openStore, type PackageFeatures, type Store } from "../project/index.ts";
import {
  openProver,
  proveHere,
  servePredictor,
  serveRefusal,
  serveRegistry,
  type DeploymentStatus,
  type PredictionRecorder,
  type PredictionService,
  type Predictor,
  type RegistryService,
} from "../serve/index.ts";
import type { CliContext } from "./context.ts";
import { findState, refuseState, type OpenState, type StateFlags } from "./event-state.ts";
import { readPackageFile } from "./find-package.ts";
import { registeredVersions } from "./registered-versions.ts";

/** What a server is told about its models. */
export interface DeploymentFlags extends StateFlags {
  /** A package file, a version or an alias; absent for what the registry says. */
  readonly package?: string;
}

/** The models of a server, open. */
export interface OpenDeployment {
  readonly service: PredictionService;
  /** The registry that is followed; absent for a package from a file. */
  readonly followed?: { readonly registry: RegistryService; readonly store: Store; readonly name: string };
  /** Where the package is, for one from a file. */
  readonly path?: string;
  /** The events that are kept, where the model looks at some. */
  readonly state?: OpenState;
  close(): Promise<void>;
}

/** What a deployment needs beside its flags. */
export interface DeploymentSetting {
  readonly context: CliContext;
  readonly folder: string | undefined;
  readonly recorder?: PredictionRecorder;
  readonly onChange?: (status: DeploymentStatus) => void;
}

/**
 * Opens what a server answers with: one package file, or the project's registry, which is followed from then on. A package that
 * does not prove itself here makes a service that answers nobody and says why.
 */
export async function openDeployment(
  setting: DeploymentSetting,
  flags: DeploymentFlags,
): Promise<OpenDeployment> {
  const file = flags.package === undefined ? undefined : resolve(setting.context.folder, flags.package);
  return file !== undefined && (await stat(file).catch(() => undefined))?.isFile()
    ? openFile(setting, flags, file)
    : openRegistry(setting, flags);
}

const clockOf = ({ effects }: CliContext) => ({ now: () => effects.now(), timer: () => performance.now() });

async function openFile(
  { context, folder, recorder }: DeploymentSetting,
  flags: DeploymentFlags,
  path: string,
): Promise<OpenDeployment> {
  const clock = clockOf(context);
  let predictor: Predictor;
  try {
    predictor = await readPackageFile(path);
  } catch (error) {
    if (!isUnprovenPackage(error)) throw error;
    return { service: serveRefusal("model", error.diagnostics, clock), path, close: async () => {} };
  }
  const states = createStates(context, folder, flags);
  const { eventFeatures } = predictor.content;
  const state = eventFeatures ? await states.open(eventFeatures) : undefined;
  states.checkUse(predictor.name);
  const service = servePredictor(predictor, { clock, state, recorder });
  for (const live of service.versions()) await recorder?.admit?.(live);
  return {
    service,
    path,
    ...states.opened(),
    close: states.close,
  };
}

async function openRegistry(
  { context, folder, recorder, onChange }: DeploymentSetting,
  flags: DeploymentFlags,
): Promise<OpenDeployment> {
  const project = resolve(context.folder, folder ?? ".");
  const store = await openStore(project, context.effects);
  const states = createStates(context, folder, flags);
  const runtime = context.resolveLibrary("tandem-ml/runtime");
  const prover = runtime === undefined ? undefined : openProver(runtime);
  let isOpen = false;
  const close = async (): Promise<void> => {
    prover?.close();
    await states.close();
    await store.close();
  };
  try {
    const [{ name }] = await registeredVersions(store, project);
    const registry = await serveRegistry({
      store,
      name,
      pinned: flags.package,
      // Before the door is open there is nobody to be kept waiting, and no thread to be waited for.
      prove: (...asked) => (isOpen && prover ? prover.prove(...asked) : proveHere(...asked)),
      clock: clockOf(context),
      recorder,
      openState: states.open,
      onChange,
    });
    isOpen = true;
    states.checkUse(name);
    return {
      service: registry.service,
      followed: { registry, store, name },
      ...states.opened(),
      close: async () => {
        await registry.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The state of events, opened when the first model asks for it. */
function createStates(context: CliContext, folder: string | undefined, flags: StateFlags) {
  let opened: OpenState | undefined;
  let isAsked = false;
  return {
    open: async (features: PackageFeatures): Promise<FeatureStateStore | undefined> => {
      isAsked = true;
      opened = await findState(context, features, folder, flags);
      return opened?.state;
    },
    opened: () => (opened ? { state: opened } : {}),
    /** A state for a model that needs none is refused. */
    checkUse: (name: string): void => {
      if (flags.state !== undefined && !isAsked) refuseState(name, flags.state);
    },
    close: async () => opened?.close(),
  };
}
