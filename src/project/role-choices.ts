import { warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { defaultMetric } from "../model/index.ts";
import type { PreparedProject } from "./prepare.ts";
import type { Choice } from "./run-record.ts";
import type { ModelPlans } from "./training/plan-models.ts";

/** The choices that the project left open and that were made from the data, each with its reason. */
export function roleChoices({ task, definition, roles }: PreparedProject): Choice[] {
  const metric = defaultMetric(task.task.kind, definition.label !== undefined);
  const metricReasons = {
    auc: "it ranks rows and needs no threshold",
    "log-loss": "it asks for honest probabilities of all classes",
    rmse: "it is in the target's own unit",
    "ndcg@10": "it looks at the order within each group, and at the first places most",
    silhouette: "it asks how much nearer rows are to their own cluster than to the next",
    stability: "no label says what is unusual, so it is asked whether the data or chance decide",
    "pr-auc": "outliers are rare, and it looks at the highest scores most",
  } as Record<string, string>;
  const hidden = Object.keys(roles).filter(
    (name) => roles[name] === "ignored" && !definition.ignore.includes(name),
  );
  return [
    { what: "task", chosen: task.task.kind, reason: task.reason },
    ...(definition.metric ? [] : [{ what: "metric", chosen: metric, reason: metricReasons[metric] ?? "" }]),
    ...hidden.map((name) => ({
      what: `column ${name}`,
      chosen: "left out",
      reason: `"${definition.target}" is derived from it`,
    })),
    { what: "threshold", chosen: "0.5", reason: "no costs are given; choose your own for your costs" },
  ].filter(({ what }) => what !== "threshold" || task.task.kind === "binary");
}

/** The columns that no model got, as warnings. */
export const leftOut = ({ left }: ModelPlans): Diagnostic[] =>
  left.map(({ column, reason }) =>
    warningDiagnostic("T2052", `The column "${column}" was left out: ${reason}`, {
      place: column,
      cure: "Name it in `id` or `ignore` to say that this is meant.",
    }),
  );
