import type { PairedDifference } from "../../model/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import {
  callout,
  keyFigures,
  lead,
  list,
  paragraph,
  section,
  type Block,
  type KeyFigure,
} from "../blocks.ts";
import { differenceSentence } from "../evidence/difference-words.ts";
import { groupTests, isWorse } from "../evidence/group-blocks.ts";
import { metricMeaning, metricName, metricText, metricTitle } from "../metric-words.ts";
import { countOf, countText, percentText } from "../number-text.ts";
import { baselineOf, differenceOf, sourcesOf, targetText, testValue, winnerOf } from "../run-models.ts";
import { namesText, quoted } from "../value-text.ts";
import type { Section } from "./section.ts";

/** The answer first: what was asked, how well the winner does, against what, and whether that is more than noise. */
export const answerSection: Section = async (run) => {
  const winner = winnerOf(run);
  return [
    section("answer", "The answer"),
    paragraph(questionText(run)),
    lead(...leadSentences(run, winner)),
    keyFigures(figures(run, winner)),
    verdict(run, winner),
    ...before(run),
  ];
};

/** What was asked, as one sentence. */
function questionText(run: RunRecord): string {
  const { task, positive } = run.target;
  const name = targetText(run);
  const features = sourcesOf(winnerOf(run)).size;
  const from = `from ${countOf(features, "column")} of ${countOf(run.profile.rowCount, "row")}`;
  switch (task.kind) {
    case "regression":
      return `Asked: can ${name} be predicted as a number, ${from}?`;
    case "binary":
      return `Asked: how probable is it that ${name} is ${positive ?? String(task.classes[1])}, ${from}?`;
    case "multiclass":
      return `Asked: which of the ${countText(task.classes.length)} classes of ${name} does a row belong to, ${from}?`;
    case "ranking":
      return `Asked: which rows of a group come first by ${name}, ${from}?`;
    case "clusters":
      return `Asked: which rows are alike, ${from}?`;
    case "outliers":
      return `Asked: which rows are unusual, ${from}?`;
  }
}

function leadSentences(run: RunRecord, winner: ModelRecord): string[] {
  const value = testValue(winner, run.metric.name);
  if (value === null)
    return [
      `${metricTitle(run.metric.name)} is not defined on the test rows, so there is no answer: they hold too few different values of ${targetText(run)}.`,
    ];
  const meaning = metricMeaning(run, run.metric.name, value.estimate);
  return [
    `${run.evidence ? "The model that was chosen is" : "The best model is"} ${quoted(winner.name)}, with ${metricName(run.metric.name)} ${metricText(run.metric.name, value)} on rows that it never saw.`,
    meaning,
  ];
}

function figures(run: RunRecord, winner: ModelRecord): KeyFigure[] {
  const { name, better } = run.metric;
  const baseline = baselineOf(run);
  const list: KeyFigure[] = [
    {
      label: metricTitle(name),
      value: metricText(name, testValue(winner, name)),
      note: `${winner.name} on the test rows, ${intervalNote(winner, name)}; ${better} is better`,
    },
  ];
  if (baseline !== null && baseline.name !== winner.name)
    list.push({
      label: "Baseline",
      value: metricText(name, testValue(baseline, name)),
      note: "the same metric for a model that looks at no column",
    });
  list.push({
    label: "Rows",
    value: countText(run.profile.rowCount),
    note: `${countText(run.split.train)} to learn, ${countText(run.split.validation)} to choose, ${countText(run.split.test)} to test`,
  });
  return list;
}

/** Whether the figure has an interval, and why not. */
function intervalNote({ test }: ModelRecord, name: string): string {
  const reason = test.metrics.find(({ metric }) => metric === name)?.withoutInterval;
  return reason === undefined ? "with its 95\u00a0% interval" : `without an interval: ${reason}`;
}

/** What a reader must not take for granted where no target can prove the answer wrong. */
function caveats({ target, findings, metric }: RunRecord): string[] {
  if (target.task.kind === "clusters")
    return [
      "Clusters are a way to look at the rows, not a fact about them: other columns, scales or numbers of clusters part the rows otherwise.",
      "Any method finds clusters, also where there are none; judge them by what their rows have in common.",
    ];
  return findings?.kind === "outliers" && findings.known !== null
    ? [
        `The label says which rows are known to be unusual; guessing gets ${metric.name === "auc" ? "an AUC of 0.5" : "the share of known outliers as average precision"}. No model has seen it.`,
      ]
    : [
        "An unusual row is not a wrong one: the model says which rows are unlike the others, and a person must say why.",
        "Name a column that says which rows are known to be unusual in `label`, and the answers are measured by it.",
      ];
}

function verdict(run: RunRecord, winner: ModelRecord): Block {
  const baseline = baselineOf(run);
  const { kind } = run.target.task;
  if (kind === "clusters" || kind === "outliers")
    return callout("careful", "Nothing says what is right", paragraph(...caveats(run)));
  if (baseline === null)
    return callout(
      "careful",
      "No baseline",
      paragraph("The run trained no baseline, so nothing says how much of the result is more than guessing."),
    );
  if (baseline.name === winner.name)
    return callout(
      "bad",
      "Nothing was learnt",
      paragraph(
        `No model did better than ${quoted(baseline.name)} on the validation rows: the columns do not tell enough about ${targetText(run)}.`,
      ),
    );
  const difference = differenceOf(run, winner.name, baseline.name);
  if (difference === null)
    return callout(
      "careful",
      "Not compared",
      paragraph(`The run does not compare ${quoted(winner.name)} with ${quoted(baseline.name)} row by row.`),
    );
  return againstBaseline(run, difference);
}

const verdicts = {
  first: ["good", "Better than the baseline, beyond noise"],
  none: ["careful", "Not told apart from the baseline"],
  second: ["bad", "Worse than the baseline"],
} as const;

function againstBaseline(run: RunRecord, difference: PairedDifference): Block {
  const [tone, heading] = verdicts[difference.better];
  return callout(
    tone,
    heading,
    paragraph(
      differenceSentence(difference, run),
      ...runnerUpSentences(run, difference.first, difference.second),
    ),
  );
}

/** Against the other models, the one in production among them: it is compared without being part of the run. */
function runnerUpSentences(run: RunRecord, winner: string, baseline: string): string[] {
  const names = new Set(run.differences.flatMap(({ first, second }) => [first, second]));
  return [...names]
    .filter((name) => name !== winner && name !== baseline)
    .map((name) => differenceOf(run, winner, name))
    .filter((one) => one !== null)
    .map((one) => differenceSentence(one, run));
}

/** What a decision maker must know before using the answer. */
function before(run: RunRecord): Block[] {
  const items = [...checkItems(run), ...alertItems(run), ...sliceItems(run)];
  return items.length === 0 ? [] : [callout("careful", "Before you use it", list(items))];
}

function checkItems({ checks }: RunRecord): string[] {
  const broken = checks.filter(({ holds }) => !holds);
  return broken.length === 0
    ? []
    : [
        `${countText(broken.length)} of ${countOf(checks.length, "check")} on the data ${broken.length === 1 ? "does" : "do"} not hold: ${namesText(broken.map(({ check }) => check.name))}.`,
      ];
}

function alertItems({ profile }: RunRecord): string[] {
  const high = profile.alerts.filter(({ severity }) => severity === "high");
  if (high.length === 0) return [];
  const columns = [...new Set(high.flatMap((alert) => alert.columns))];
  const about = columns.length === 0 ? "" : `, about ${namesText(columns)}`;
  return [`${countOf(high.length, "alert")} of high weight on the data${about}: see “The data”.`];
}

function sliceItems({ explanation, split, evidence }: RunRecord): string[] {
  if (evidence) {
    const worse = groupTests(evidence).filter(isWorse);
    const largest = worse.toSorted((left, right) => right.subject.rowCount - left.subject.rowCount)[0];
    return largest === undefined ? [] : [weakItem(worse.length, largest.subject, split.test)];
  }
  const weak = explanation.slices.filter((slice) => slice.weak);
  if (weak.length === 0) return [];
  const largest = weak.reduce((most, slice) => (slice.rowCount > most.rowCount ? slice : most));
  return [weakItem(weak.length, largest, split.test)];
}

function weakItem(
  count: number,
  { text, rowCount }: { readonly text: string; readonly rowCount: number },
  tested: number,
): string {
  const share = tested === 0 ? "" : ` (${percentText(Math.min(1, rowCount / tested))} of the test rows)`;
  return `The model is weaker in ${countOf(count, "part")} of the rows, the largest where ${text}${share}: see “Where it is weak”.`;
}
