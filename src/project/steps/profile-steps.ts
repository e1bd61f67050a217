import type { Json } from "../../base/index.ts";
import { tableReader } from "../../data/index.ts";
import { profileTable, type ExploreTarget, type Profile } from "../../explore/index.ts";
import { isClassTask } from "../../model/index.ts";
import type { Table } from "../../schema/index.ts";
import type { PreparedProject } from "../prepare.ts";
import { withoutPrivateValues } from "../private/unshown-profile.ts";
import type { SplitRows } from "./split-step.ts";
import { runStep, type StepResult } from "./step.ts";

/** What the data of a project look like, with what is remarkable about the target. */
export async function profileStep({
  context,
  collected,
  dataHash,
  definition,
  reader,
  roles,
  task,
  hidden,
}: PreparedProject): Promise<StepResult<Profile>> {
  const kind = task.task;
  const target: ExploreTarget | null =
    definition.target === null
      ? null
      : {
          name: definition.target,
          task: isClassTask(kind) ? kind.kind : "regression",
          ...(kind.kind === "binary" ? { positive: kind.classes[1] } : {}),
        };
  const inputs: Json = {
    data: dataHash,
    derived: definition.derived as never,
    roles,
    target: target as never,
  };
  return runStep(context, "profile", 1, inputs, async () =>
    withoutPrivateValues(
      await profileTable(reader, roles, target, context.effects, collected.output.snapshot.columns),
      hidden,
    ),
  );
}

/** What the rows look like that the models learn from: recipes are chosen by it, and it is the monitors' baseline. */
export function profileTrainingStep(
  { context, dataHash, roles, definition, hidden }: PreparedProject,
  training: Table,
  parts: SplitRows,
): Promise<StepResult<Profile>> {
  const inputs: Json = {
    data: dataHash,
    derived: definition.derived as never,
    roles,
    target: definition.target,
    split: parts.spec as never,
    seed: definition.seed,
  };
  return runStep(context, "profile training rows", 1, inputs, async () =>
    withoutPrivateValues(await profileTable(tableReader(training), roles, null, context.effects), hidden),
  );
}
