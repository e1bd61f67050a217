import { groupThousands } from "../../base/index.ts";
import { isClassTask } from "../../model/index.ts";
import type { SummaryEquation, SummaryErrors } from "./model-summary.ts";
import type { SummaryRows } from "./summary-rows.ts";
import type { SummaryRequest } from "./summary-request.ts";

/** With fewer clusters than this, clustered errors come out too small. */
const fewClusters = 30;

/** What a reader of the table should know beside its problems, in sentences. */
export function caveatsOf(
  { task, models, training, weight }: SummaryRequest,
  { rows, available, incomplete, isSampled, isOrdered }: SummaryRows,
  equations: readonly SummaryEquation[],
  errors: SummaryErrors | null,
): readonly string[] {
  if (equations.length === 0) return [];
  const count = (value: number): string => groupThousands(String(value));
  const chosen = models.filter(({ trainer }) => trainer === "lasso" || trainer === "elastic-net");
  const weighed = models.filter(({ details }) => details["classWeights"] !== undefined);
  const clusters = errors?.clusters?.count ?? fewClusters;
  return [
    isSampled &&
      `The table is of ${count(rows.length)} rows, drawn at random by the seed from the ${count(available)} that the models learnt from: intervals are wider than all rows would make them${isOrdered ? "" : ", and the order of the rows was not looked at"}.`,
    incomplete > 0 && `${count(incomplete)} rows have no value in some column and are left out.`,
    training !== null &&
      training.size > 0 &&
      "Columns that are means of the target were learnt from the same rows: their errors do not count that.",
    chosen.length > 0 &&
      "A model that leaves features out chose them by these rows. The intervals are of all columns together, not of the chosen ones.",
    weighed.length > 0 &&
      "A model weighs the classes and the table does not, so their intercepts differ by design.",
    weight !== null &&
      "Rows count by their weights (brought to the mean 1); the errors hold for weights that say how much of a population a row stands for.",
    clusters < fewClusters &&
      `${clusters} groups are few for clustered errors, which then come out too small: take differences near the edge as open.`,
    equations.some(({ penalty }) => penalty === "firth") &&
      "With Firth's penalty the intervals are Wald's; those of the profiled likelihood (profileInterval of tandem-ml/stats) are to be preferred where rows are few.",
    task.kind === "ranking" && "The grade is taken as a number, as the model takes it.",
    isClassTask(task) &&
      task.classes.length > 10 &&
      "Only the ten most frequent classes are compared; the others are left out.",
  ].filter((one) => one !== false);
}
