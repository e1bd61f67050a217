import { takeRows, type Vector } from "../../schema/index.ts";
import { alertThresholds } from "../alert-thresholds.ts";
import { formatNumber, formatShare, formatValue } from "../format.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { createAlert, quoteName, type SizedAlert } from "../alerts/alert.ts";
import type { Alert } from "../profile.ts";
import { takeTarget, type TargetView } from "../target-view.ts";
import { oneColumnScore, type OneColumnScore } from "./one-column-score.ts";
import { findPartialLeak, variesEnough, type PartialLeak } from "./partial-leak.ts";
import { sameRatio } from "./same-ratio.ts";

const limits = alertThresholds.leak;

/** The alert on a column that gives the target away: over all rows, or where a condition holds. `rows` is the sample for scores. */
export function leakAlert(column: ProfiledColumn, target: TargetView, rows: Uint32Array): SizedAlert | null {
  if (column.profile.distinct === 0) return null;
  return globalLeak(column, target, rows) ?? copiedLeak(column, target, rows) ?? partialLeak(column, target);
}

function globalLeak(column: ProfiledColumn, target: TargetView, rows: Uint32Array): SizedAlert | null {
  const part = takeTarget(target, rows);
  if (!variesEnough(part)) return null;
  const score = oneColumnScore(takeRows(column.vector, rows), part);
  if (!score || score.score < limits[score.measure]) return null;
  const name = column.profile.name;
  return alert(
    name,
    score.score,
    `${name} alone predicts ${target.name} almost perfectly (${scoreText(score)}): is it known when you predict?`,
    { form: "global", measure: score.measure, score: score.score, rows: rows.length },
  );
}

const scoreText = ({ measure, score }: OneColumnScore): string =>
  measure === "auc"
    ? `area under the ROC curve ${formatScore(score)}`
    : measure === "r-squared"
      ? `R² ${formatScore(score)}`
      : `it avoids ${formatShare(score)} of the errors of the most frequent class`;

/** Scores near 1 keep the digits that tell them from 1. */
const formatScore = (score: number): string => (score === 1 ? "1" : String(Math.floor(score * 1e4) / 1e4));

function copiedLeak(column: ProfiledColumn, target: TargetView, rows: Uint32Array): SizedAlert | null {
  const numbers = numbersOf(takeRows(column.vector, rows));
  const part = takeTarget(target, rows);
  if (!numbers || part.kind !== "numbers" || !variesEnough(part)) return null;
  if (column.profile.distinct < limits.distinct) return null;
  const found = sameRatio(numbers, part.values);
  if (!found || found.share < limits.sameRatio || found.rows < limits.rows) return null;
  const name = column.profile.name;
  const times = Math.abs(found.ratio - 1) < 1e-6 ? "equals" : `is ${formatNumber(found.ratio)} times`;
  return alert(
    name,
    found.share,
    `In ${formatShare(found.share)} of the rows ${target.name} ${times} ${name}: is it known when you predict?`,
    { form: "copied", ratio: found.ratio, share: found.share, rows: found.rows },
  );
}

const numbersOf = (vector: Vector): Float64Array | null =>
  vector.kind === "numbers" && vector.type !== "Boolean" ? vector.values : null;

function partialLeak(column: ProfiledColumn, target: TargetView): SizedAlert | null {
  const leak = findPartialLeak(column, target);
  if (!leak) return null;
  const name = column.profile.name;
  return alert(
    name,
    leak.strength,
    `Where ${name} ${leak.condition.text}, ${findingText(leak, name, target)}: is it known when you predict?`,
    {
      form: "partial",
      condition: leak.condition.text,
      rows: leak.rows,
      coverage: leak.coverage,
      strength: leak.strength,
      ...findingEvidence(leak, target),
    },
  );
}

function findingText({ finding }: PartialLeak, name: string, target: TargetView): string {
  if (finding.kind === "score")
    return `it predicts ${target.name} almost perfectly (${scoreText(finding.score)})`;
  if (finding.kind === "level")
    return `${target.name} is ${formatNumber(finding.mean)} on average with ${formatShare(finding.spreadShare)} of its usual spread, against ${formatNumber(finding.overall)} overall`;
  return `${formatShare(finding.rate)} of the rows have ${target.name} = ${className(target, finding.classPlace)}, against ${formatShare(finding.overall)} overall`;
}

const className = (target: TargetView, place: number): string =>
  target.kind === "classes" ? formatValue(target.classes[place]!.value, target.type) : "";

function findingEvidence({ finding }: PartialLeak, target: TargetView): Alert["evidence"] {
  if (finding.kind === "score") return { measure: finding.score.measure, score: finding.score.score };
  if (finding.kind === "level")
    return { mean: finding.mean, overall: finding.overall, spreadShare: finding.spreadShare };
  return {
    class: target.kind === "classes" ? target.classes[finding.classPlace]!.value : null,
    rate: finding.rate,
    lower: finding.lower,
    overall: finding.overall,
  };
}

const alert = (name: string, effect: number, text: string, evidence: Alert["evidence"]): SizedAlert => ({
  alert: createAlert(
    "leak",
    "high",
    [name],
    text,
    `Add ${quoteName(name)} to knownLater if it is only known afterwards.`,
    evidence,
  ),
  effect,
});
