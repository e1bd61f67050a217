import { fDistribution, type AssumptionCheck } from "../../stats/index.ts";
import type { Answer, AskedTable, Proposal } from "./answer-question.ts";
import { canGroup, labelsOf, type AskedColumn } from "./column-kind.ts";

/** The columns that say how the rows came about, as they were read. */
export interface DesignColumns {
  /** Rows with the same value belong together. */
  readonly group: AskedColumn | null;
  /** When the rows were. */
  readonly time: AskedColumn | null;
}

const independenceName = "the observations are independent";
/** Correlations of neighbours in time from which on an answer is too sure of itself, whatever the count of rows. */
const strongCorrelation = 0.1;
const weakCorrelation = 0.02;

/**
 * Looks at what the test cannot see in its own columns: rows that belong together, and neighbours in time. What it finds takes the place
 * of the assumption that nobody could check, and a question that fits the design is proposed.
 */
export function withDesign(answer: Answer, asked: AskedTable, { group, time }: DesignColumns): Answer {
  const checks: AssumptionCheck[] = [];
  const proposals: Proposal[] = [];
  if (group && isFree(group, asked)) {
    const found = checkGroups(group, asked);
    if (found) {
      checks.push(found.check);
      if (found.proposal) proposals.push(found.proposal);
    }
  }
  const inTime = time && isFree(time, asked) ? checkTime(time, asked) : null;
  if (inTime) checks.push(inTime);
  if (checks.length === 0) return answer;
  const rest = answer.result.assumptions.filter(({ assumption }) => assumption !== independenceName);
  return {
    ...answer,
    result: { ...answer.result, assumptions: [...rest, ...checks] },
    proposals: [...answer.proposals, ...proposals],
  };
}

/** Whether a column takes no part in the question itself. */
const isFree = ({ name }: AskedColumn, { outcome, other, pairedBy, question }: AskedTable): boolean =>
  ![outcome.name, other?.name, pairedBy?.name, question.averagedBy].includes(name);

/** The outcome as numbers, NaN where it, or what it is asked against, is missing; null for categories. */
function measuredRows({ outcome, other }: AskedTable): Float64Array | null {
  const { vector } = outcome.kind === "category" && other?.kind === "number" ? other : outcome;
  if (vector.kind !== "numbers") return null;
  const second = other?.vector;
  return vector.values.map((value, row) => {
    const isThere =
      !second || (second.kind === "texts" ? second.codes[row]! >= 0 : !Number.isNaN(second.values[row]!));
    return isThere ? value : Number.NaN;
  });
}

interface GroupFinding {
  readonly check: AssumptionCheck;
  readonly proposal: Proposal | null;
}

function checkGroups(group: AskedColumn, asked: AskedTable): GroupFinding | null {
  const values = measuredRows(asked);
  if (!values) return null;
  const byCase = rowsByLabel(group, values);
  const rowCount = [...byCase.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (byCase.size < 2) return null;
  const detail = `${rowCount} rows come from ${byCase.size} values of "${group.name}", which the project names as the group`;
  if (byCase.size === rowCount)
    return {
      check: {
        assumption: independenceName,
        verdict: "holds",
        detail: `${detail}: one row each.`,
        alternative: undefined,
      },
      proposal: null,
    };
  const correlation = withinCorrelation([...byCase.values()].map((rows) => rows.map((row) => values[row]!)));
  const mean = rowCount / byCase.size;
  const effective = Math.round(rowCount / (1 + Math.max(0, correlation?.share ?? 0) * (mean - 1)));
  const isClear = correlation !== null && correlation.share * (mean - 1) > 0.1 && correlation.isBeyondChance;
  const told =
    correlation === null
      ? "."
      : `; their correlation within it is ${Number(correlation.share.toPrecision(2))}, ${correlation.isBeyondChance ? `so that they tell about as much as ${effective} rows that are apart` : "no more than chance makes it"}.`;
  const proposal = proposeFor(group, asked, byCase);
  return {
    check: {
      assumption: independenceName,
      verdict: isClear ? "violated" : correlation === null ? "doubtful" : "holds",
      detail: `${detail}${told}`,
      alternative: isClear || correlation === null ? proposal?.question : undefined,
    },
    proposal: isClear || correlation === null ? proposal : null,
  };
}

/** The rows of each label that have a value. */
function rowsByLabel(column: AskedColumn, values: Float64Array): ReadonlyMap<unknown, readonly number[]> {
  const labels = labelsOf(column);
  const rows = new Map<unknown, number[]>();
  for (let row = 0; row < values.length; row++) {
    const label = labels[row];
    if (Number.isNaN(values[row]!) || label === null || label === undefined) continue;
    const known = rows.get(label);
    if (known) known.push(row);
    else rows.set(label, [row]);
  }
  return rows;
}

/**
 * The intraclass correlation from the mean squares of a one-way analysis of variance (R. A. Fisher 1925), and whether its F test sees more
 * in it than chance; null without spread.
 */
function withinCorrelation(
  groups: readonly (readonly number[])[],
): { readonly share: number; readonly isBeyondChance: boolean } | null {
  const sizes = groups.map(({ length }) => length);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const all = groups.flat();
  if (count <= groups.length || all.every((value) => value === all[0])) return null;
  const mean = all.reduce((sum, value) => sum + value, 0) / count;
  let [between, within] = [0, 0];
  for (const group of groups) {
    const own = group.reduce((sum, value) => sum + value, 0) / group.length;
    between += group.length * (own - mean) * (own - mean);
    for (const value of group) within += (value - own) * (value - own);
  }
  between /= groups.length - 1;
  within /= count - groups.length;
  // The size that all groups would have if they were alike.
  const size = (count - sizes.reduce((sum, one) => sum + one * one, 0) / count) / (groups.length - 1);
  const whole = between + (size - 1) * within;
  if (!(whole > 0)) return null;
  const tail =
    within > 0 ? fDistribution(groups.length - 1, count - groups.length).survival(between / within) : 0;
  return { share: (between - within) / whole, isBeyondChance: tail < 0.05 };
}

/** A paired question where a case has at most one row in each group, otherwise one with the rows of a case averaged. */
function proposeFor(
  group: AskedColumn,
  { question, other }: AskedTable,
  byCase: ReadonlyMap<unknown, readonly number[]>,
): Proposal | null {
  if (!other || question.relation === "against" || question.pairedBy !== null) return null;
  const name = quoted(group.name);
  const asked = `${quoted(question.outcome)} by ${quoted(question.other)}`;
  // Two numbers are read as such, whichever word stands between them.
  const isGrouped = question.relation === "by" && canGroup(other);
  const relation = isGrouped || other.kind !== "number" ? "by" : "vs";
  const averaged = {
    question: `${quoted(question.outcome)} ${relation} ${quoted(question.other)} averaged by ${name}`,
    reason: `Rows of the same ${group.name} are no separate cases: average them first.`,
  };
  if (!isGrouped) return averaged;
  const labels = labelsOf(other);
  const cells = [...byCase.values()].map((rows) => new Set(rows.map((row) => labels[row])).size);
  const isOnce = [...byCase.values()].every((rows, at) => rows.length === cells[at]);
  return isOnce && cells.some((size) => size > 1)
    ? {
        question: `${asked} paired by ${name}`,
        reason: `Each ${group.name} was measured in several groups, so that it can be compared with itself.`,
      }
    : averaged;
}

const quoted = (name: string): string =>
  /\b(by|vs|versus|against|paired|averaged)\b|~/i.test(name) ? `"${name}"` : name;

/** Whether neighbours in time are alike: the correlation of each row's distance from its group's mean with the next one's. */
function checkTime(time: AskedColumn, asked: AskedTable): AssumptionCheck | null {
  const values = measuredRows(asked);
  const { vector } = time;
  if (!values || vector.kind !== "numbers") return null;
  const rests = distancesFromMeans(values, asked);
  const rows: number[] = [];
  for (let row = 0; row < rests.length; row++)
    if (!Number.isNaN(rests[row]!) && !Number.isNaN(vector.values[row]!)) rows.push(row);
  if (rows.length < 20) return null;
  rows.sort((one, two) => vector.values[one]! - vector.values[two]! || one - two);
  let [squares, products] = [0, 0];
  for (const [at, row] of rows.entries()) {
    squares += rests[row]! * rests[row]!;
    if (at > 0) products += rests[row]! * rests[rows[at - 1]!]!;
  }
  if (!(squares > 0)) return null;
  const correlation = products / squares;
  const isBeyondChance = Math.abs(correlation) * Math.sqrt(rows.length) > 2.576;
  const size = Math.abs(correlation);
  const verdict =
    isBeyondChance && size > strongCorrelation
      ? "violated"
      : isBeyondChance && size > weakCorrelation
        ? "doubtful"
        : "holds";
  return {
    assumption: `neighbours in ${time.name} are independent`,
    verdict,
    detail: `In the order of ${time.name} the correlation of neighbours is ${Number(correlation.toPrecision(2))}.`,
    alternative: verdict === "holds" ? undefined : `rows of a longer unit of time, or their changes`,
  };
}

/** What is left of each value after the mean of its group, or of all values. */
function distancesFromMeans(values: Float64Array, { other, outcome }: AskedTable): Float64Array {
  const grouping = other && canGroup(other) ? other : outcome.kind === "category" ? outcome : null;
  const groups = grouping
    ? [...rowsByLabel(grouping, values).values()]
    : [[...values.keys()].filter((row) => !Number.isNaN(values[row]!))];
  const rests = new Float64Array(values.length).fill(Number.NaN);
  for (const rows of groups) {
    const mean = rows.reduce((sum, row) => sum + values[row]! / rows.length, 0);
    for (const row of rows) rests[row] = values[row]! - mean;
  }
  return rests;
}
