import { canonicalJson, hashJson, type Effects, type Json } from "../../base/index.ts";
import type { StepRecord } from "../run-record.ts";
import type { Store } from "../store/store.ts";

/** What every step of a run works with. */
export interface RunContext {
  readonly store: Store;
  readonly effects: Effects;
  /** Where unfinished files may lie until the work ends. */
  readonly workFolder: string;
  /** The steps done so far, for the record. */
  readonly steps: StepRecord[];
}

/** A step's answer, with the hash of its bytes for the keys of the steps after it. */
export interface StepResult<Output> {
  readonly output: Output;
  readonly hash: string;
}

/**
 * Does a step, or takes its stored answer when the same step was done before on the same inputs and its bytes still match.
 * The key is the hash of the step's name, its version and everything that goes in; the answer is stored as canonical JSON.
 * `isWhole` says whether what a stored answer points at is still there.
 */
export async function runStep<Output>(
  context: RunContext,
  name: string,
  version: number,
  inputs: Json,
  work: () => Promise<Output>,
  isWhole: (output: Output) => Promise<boolean> = () => Promise.resolve(true),
): Promise<StepResult<Output>> {
  const { store, effects, steps } = context;
  effects.signal.throwIfAborted();
  const started = effects.now();
  const key = hashJson({ name, version, inputs });
  const read = async (hash: string): Promise<Output> =>
    JSON.parse((await store.objects.get(hash)).toString("utf8")) as Output;
  const found = await store.findStep(key);
  const known = found !== undefined && (await isWhole(await read(found))) ? found : undefined;
  effects.progress({ task: name, note: known ? "unchanged, taken from the last run" : "" });
  const outputHash = known ?? (await store.objects.put(canonicalJson(await work())));
  if (!known) await store.saveStep(key, name, outputHash);
  const output = await read(outputHash);
  steps.push({ name, key, outputHash, reused: known !== undefined, durationMs: effects.now() - started });
  effects.progress({ task: name, done: 1, total: 1, note: known ? "unchanged" : "" });
  return { output, hash: outputHash };
}
