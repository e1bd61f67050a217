import type { Slice } from "../../explain/index.ts";
import { hasTarget, type HypothesisFamily } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { details, list, paragraph, section, table, type Block } from "../blocks.ts";
import { groupBlocks, groupTests, isWorse } from "../evidence/group-blocks.ts";
import { metricName, metricText, overallText } from "../metric-words.ts";
import { countOf, countText } from "../number-text.ts";
import { commonScale, smallInterval } from "../small-pictures.ts";
import { capitalize, quoted } from "../value-text.ts";
import type { Section } from "./section.ts";

const mostSlices = 40;

/** Where the model is weak: parts of the rows where it does worse than overall by more than noise. */
export const weaknessSection: Section = async (run) => {
  const { slices } = run.explanation;
  const heading = section("weakness", "Where it is weak");
  if (run.evidence) return [heading, ...testedBlocks(run, run.evidence)];
  if (slices.length === 0) return [heading, paragraph(withoutSlices(run))];
  return [heading, ...weakBlocks(run, slices), paragraph(luckSentence(slices)), slicesTable(run, slices)];
};

/** By the tests of the run, which are read together; the metric in each part is folded away. */
function testedBlocks(run: RunRecord, evidence: HypothesisFamily): Block[] {
  const { slices } = run.explanation;
  if (!hasTarget(run.target.task.kind)) return [paragraph(withoutSlices(run))];
  const worse = groupTests(evidence).filter(isWorse);
  const ordering = orderingSentence(
    run,
    worse.map(({ subject }) => subject),
  );
  return [
    ...groupBlocks(run, evidence),
    ...(ordering === "" ? [] : [paragraph(ordering)]),
    ...(slices.length === 0
      ? []
      : [details("The metric in each part of the rows", slicesTable(run, slices))]),
  ];
}

/** Why no part of the rows was looked at. */
function withoutSlices({ target: { task } }: RunRecord): string {
  if (task.kind === "clusters" || task.kind === "outliers")
    return "Without a target no part of the rows is better or worse than another, so no parts were looked at.";
  return task.kind === "ranking"
    ? "Only parts that hold whole groups, ten at least, can be ranked; there are none of them, so no parts were looked at."
    : "The run looked at no parts of the rows.";
}

function weakBlocks(run: RunRecord, slices: readonly Slice[]): Block[] {
  const weak = slices.filter((slice) => slice.weak);
  const parts = countOf(slices.length, "part");
  if (weak.length === 0)
    return [paragraph(`In none of ${parts} of the rows is the model worse than overall by more than noise.`)];
  const ordering = orderingSentence(run, weak);
  return [
    paragraph(
      `In ${countText(weak.length)} of ${parts} of the rows the model is worse than overall by more than noise:`,
    ),
    list(weak.slice(0, 10).map(weakSentence)),
    ...(ordering === "" ? [] : [paragraph(ordering)]),
  ];
}

const weakSentence = ({ text, rowCount, metric, value, overall }: Slice): string =>
  `${capitalize(text)}: ${metricName(metric)} is ${metricText(metric, value)}, against ${overallText(metric, overall, value)} overall (${countOf(rowCount, "row")}).`;

/** The intervals of slices are made for all of them at once, see `Slice`. */
const luckSentence = (slices: readonly Slice[]): string =>
  `${countOf(slices.length, "part")} ${slices.length === 1 ? "was" : "were"} looked at. The intervals are wide enough to hold for all of them at once, so that no part looks weak only because many were looked at.`;

const orderMetrics: readonly string[] = ["auc", "macro-auc", "pr-auc"];

/** Inside a part, the column that makes the part is the same for all rows and cannot order them: weak by construction. */
function orderingSentence(
  { explanation }: RunRecord,
  weak: readonly { readonly column: string | null; readonly metric: string }[],
): string {
  const strongest = explanation.importance[0];
  if (!strongest || strongest.importance.low <= 0) return "";
  if (!weak.some(({ column, metric }) => column === strongest.column && orderMetrics.includes(metric)))
    return "";
  return `Some of these parts are made by ${quoted(strongest.column)}, which matters most. Inside such a part that column is the same for every row and cannot put them in order, so a lower value there does not mean that the probabilities are worse.`;
}

function slicesTable(run: RunRecord, slices: readonly Slice[]): Block {
  const overall = slices[0]!.overall;
  const scale = commonScale(
    slices.map(({ value }) => value),
    overall,
  );
  return table(
    "Parts of the test rows; the line in the pictures is the value for all rows",
    [
      "Rows where",
      "#Rows",
      `#${capitalize(metricName(slices[0]?.metric ?? run.metric.name))}`,
      "Picture",
      "Against overall",
    ],
    slices
      .slice(0, mostSlices)
      .map((slice) => [
        slice.text,
        countText(slice.rowCount),
        metricText(slice.metric, slice.value),
        smallInterval(slice.value, scale, overall, `${metricText(slice.metric, slice.value)} on a line`),
        againstOverall(slice),
      ]),
  );
}

function againstOverall({ value, overall, weak }: Slice): string {
  if (weak) return "worse";
  return overall < value.low || overall > value.high ? "better" : "not told apart";
}
