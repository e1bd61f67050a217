import { TandemError, type Diagnostic } from "../base/index.ts";
import type { Engine, Source } from "../data/index.ts";
import type { ReadSpec } from "./read-spec.ts";
import { collectStep, type Collected } from "./steps/collect-step.ts";
import type { RunContext, StepResult } from "./steps/step.ts";

/** The data of a project, and its events by name. */
export interface CollectedSources {
  readonly rows: StepResult<Collected>;
  readonly events: ReadonlyMap<string, StepResult<Collected>>;
}

/** Collects the data and every source of events. What is wrong with several of them is told at once, after `diagnostics`. */
export async function collectAll(
  context: RunContext,
  engine: Engine,
  { source, events, private: marked }: Pick<ReadSpec, "source" | "events" | "private">,
  folder: string,
  diagnostics: readonly Diagnostic[],
): Promise<CollectedSources> {
  if (!source || !events) throw new TandemError(diagnostics);
  const failures: TandemError[] = [];
  const collect = async (one: Source, name: string): Promise<StepResult<Collected> | undefined> => {
    try {
      return await collectStep(context, engine, one, folder, name, marked);
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      failures.push(error);
      return undefined;
    }
  };
  const rows = await collect(source, "collect");
  const collected = new Map<string, StepResult<Collected>>();
  for (const [name, one] of events) {
    const found = await collect(one, `collect events ${name}`);
    if (found) collected.set(name, found);
  }
  const [first] = failures;
  if (first || !rows)
    throw new TandemError(
      [...diagnostics, ...failures.flatMap((failure) => failure.diagnostics)],
      first?.kind ?? "input",
      { cause: first },
    );
  return { rows, events: collected };
}
