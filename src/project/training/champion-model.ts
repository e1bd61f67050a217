import type { Table } from "../../schema/index.ts";
import type { PreparedProject } from "../prepare.ts";
import type { MeasuredModel } from "../steps/evaluate-step.ts";
import { hideProgram } from "../private/open-program.ts";
import { findAlias, loadRegistered } from "../store/registry.ts";
import { scoreOutputs } from "./build-program.ts";

/**
 * The project's champion as a model to measure on today's test rows, or undefined: when there is none, when it answers
 * another question, or when it needs columns that the data do not have any more, or knows private texts by themselves.
 */
export async function championModel(
  { context, definition, task, hidden }: PreparedProject,
  table: Table,
): Promise<MeasuredModel | undefined> {
  const champion = await findAlias(context.store, definition.name, "champion");
  if (!champion) return undefined;
  const { program: registered, task: its } = await loadRegistered(context.store, champion.objectHash);
  const program = hidden ? hideProgram(registered, definition.derived, hidden, table.schema) : registered;
  // A score to rank by and a score of outliers have one name.
  if (!program) return undefined;
  const answers =
    its.kind === task.task.kind && scoreOutputs(task.task).every((name) => name in program.outputs);
  const isScorable = program.input.fields.every(({ name, type }) => table.columns.get(name)?.type === type);
  return answers && isScorable
    ? { name: `champion (version ${champion.version})`, program, hash: champion.objectHash }
    : undefined;
}
