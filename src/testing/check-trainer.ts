import { canonicalJson, formatDiagnostic, type Diagnostic } from "../base/index.ts";
import type { Fitted, TaskKind, TrainContext, Trainer, TrainingSet } from "../model/index.ts";
import { contractTasks } from "./check-trainer-data.ts";
import { trainerLaws } from "./check-trainer-laws.ts";

/** How far the answers of two models may lie apart, relative to their size (at least 1); 0 means equal to the bit. */
export interface TrainerTolerance {
  /** Rows in another order. */
  readonly rowOrder: number;
  /** Weights instead of repeated rows. */
  readonly repeatedRows: number;
  /** Features in another order. */
  readonly featureOrder: number;
}

/** What the contract needs to know of a trainer beside the trainer. */
export interface TrainerExpectations {
  /** Parameters that suit some hundred rows; absent means the defaults. */
  readonly params?: unknown;
  readonly tolerance: TrainerTolerance;
  /** False for a trainer that does not look at the features. */
  readonly learns: boolean;
}

/** The result of one law for one task; `problem` is null where it is kept. */
export interface TrainerCheck {
  readonly task: TaskKind | null;
  readonly law: string;
  readonly problem: string | null;
}

/** A trainer with its parameters bound. */
export interface CheckedTrainer {
  readonly trainer: Pick<Trainer<unknown>, "name" | "tasks" | "handles">;
  readonly tolerance: TrainerTolerance;
  readonly learns: boolean;
  train(train: TrainingSet, validation: TrainingSet | undefined, context: TrainContext): Promise<Fitted>;
}

/**
 * The contract of every trainer, for plug-in authors too: runs all laws for all tasks that the trainer says it can do, with
 * any test runner.
 * @example
 * const checks = await checkTrainer(ridge, { tolerance: { rowOrder: 1e-9, repeatedRows: 1e-9, featureOrder: 1e-9 }, learns: true });
 * expect(checks.filter(({ problem }) => problem)).toEqual([]);
 */
export async function checkTrainer<Params>(
  trainer: Trainer<Params>,
  expectations: TrainerExpectations,
): Promise<readonly TrainerCheck[]> {
  const diagnostics: Diagnostic[] = [];
  const params = trainer.normalize(expectations.params, "contract", diagnostics);
  const checked: CheckedTrainer = {
    trainer,
    tolerance: expectations.tolerance,
    learns: expectations.learns,
    train: (train, validation, context) => trainer.train(train, validation, params, context),
  };
  const checks: TrainerCheck[] = [
    {
      task: null,
      law: "takes the given parameters",
      problem: diagnostics.map(formatDiagnostic).join("\n") || null,
    },
    ...checkParameters(trainer),
  ];
  for (const kind of trainer.tasks) {
    for (const [law, holds] of Object.entries(trainerLaws))
      checks.push({ task: kind, law, problem: await verdictOf(() => holds(checked, contractTasks[kind])) });
  }
  return checks;
}

/** A law that throws is broken. */
async function verdictOf(run: () => Promise<string | null> | string | null): Promise<string | null> {
  try {
    return await run();
  } catch (error) {
    return `fails: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const verdict = (law: string, problem: string | null): TrainerCheck => ({ task: null, law, problem });

/** Laws of `normalize`: defaults are complete and stable, mistakes are collected and placed. */
function checkParameters<Params>(trainer: Trainer<Params>): readonly TrainerCheck[] {
  const read = (params: unknown): { readonly json: string; readonly diagnostics: readonly Diagnostic[] } => {
    const diagnostics: Diagnostic[] = [];
    return { json: canonicalJson(trainer.normalize(params, "place", diagnostics)), diagnostics };
  };
  const defaults = read(undefined);
  const again = read(JSON.parse(defaults.json));
  const wrong = read({ "no such parameter": 1, "nor this": 2 });
  const notObject = read(7);
  return [
    verdict(
      "reads its own defaults as they are",
      defaults.diagnostics.length === 0 && again.diagnostics.length === 0 && again.json === defaults.json
        ? null
        : `${defaults.json} becomes ${again.json}`,
    ),
    verdict(
      "names every unknown parameter with its place",
      wrong.diagnostics.filter(({ severity, place }) => severity === "error" && place?.startsWith("place."))
        .length === 2
        ? null
        : `it tells ${wrong.diagnostics.length} mistakes of 2`,
    ),
    verdict("refuses parameters that are no object", notObject.diagnostics.length > 0 ? null : "it takes 7"),
  ];
}
