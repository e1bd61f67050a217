import type { PartialDependence } from "../explain/index.ts";
import { isClassTask } from "../model/index.ts";
import type { RunRecord } from "../project/index.ts";
import { alikeText } from "./number-text.ts";
import { capitalize, quoted, shorten, typeOfColumn, valueText } from "./value-text.ts";

type Point = PartialDependence["points"][number];

/** How the mean answers of one curve are written: probabilities or numbers, all with the digits in which they differ. */
export const answerText = ({ target }: RunRecord, points: readonly Point[]): ((mean: number) => string) =>
  alikeText(
    points.map(({ mean }) => mean),
    isClassTask(target.task),
  );

/** What a curve shows, short enough for its axis: `Mean prediction of mpg`, `Probability of damaged = true`. */
export function outcomeText({ target }: RunRecord, { output }: PartialDependence): string {
  const { column, task } = target;
  if (task.kind === "regression") return fitting(`Mean prediction of ${column}`, "Mean prediction");
  if (!isClassTask(task)) return "Mean score";
  return fitting(`Probability of ${column} = ${output}`, `Probability of ${shorten(output, 14)}`);
}

const axisLetters = 30;
const fitting = (long: string, short: string): string => (long.length <= axisLetters ? long : short);

/** How the mean answer moves with a column, in one sentence. */
export function dependenceSentence(run: RunRecord, { column, output, points }: PartialDependence): string {
  const what =
    run.target.task.kind === "multiclass" ? `the probability of ${quoted(output)}` : "the mean answer";
  const ordered = points.filter(({ value }) => value !== null);
  const type = typeOfColumn(run, column);
  const answer = answerText(run, points);
  const say = ({ value, mean }: Point): string => `${answer(mean)} at ${valueText(value, type)}`;
  const [low, high] = extremes(points);
  if (low === undefined || high === undefined) return `The run holds no points of ${quoted(column)}.`;
  if (answer(low.mean) === answer(high.mean))
    return `${capitalize(what)} stays at ${answer(low.mean)} whatever its value.`;
  const numeric = ordered.length > 2 && ordered.every(({ value }) => typeof value === "number");
  if (!numeric)
    return `${capitalize(what)} is lowest for ${category(low, type)} (${answer(low.mean)}) and highest for ${category(high, type)} (${answer(high.mean)}).`;
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  const movement = movementOf(ordered.map(({ mean }) => mean));
  if (movement === "turns")
    return `${capitalize(what)} goes up and down, lowest with ${say(low)} and highest with ${say(high)}.`;
  return `${capitalize(what)} ${movement} from ${say(first)} to ${say(last)}.`;
}

const category = ({ value }: Point, type: ReturnType<typeof typeOfColumn>): string =>
  value === null ? "missing values" : quoted(shorten(valueText(value, type)));

function extremes(points: readonly Point[]): [Point | undefined, Point | undefined] {
  const sorted = points.toSorted((left, right) => left.mean - right.mean);
  return [sorted[0], sorted.at(-1)];
}

/** Steps against the main direction of up to a tenth of the whole way do not count as a turn. */
function movementOf(means: readonly number[]): "rises" | "falls" | "turns" {
  const tolerance = (Math.max(...means) - Math.min(...means)) / 10;
  let peak = means[0]!;
  let valley = means[0]!;
  let rises = true;
  let falls = true;
  for (const mean of means) {
    peak = Math.max(peak, mean);
    valley = Math.min(valley, mean);
    if (peak - mean > tolerance) rises = false;
    if (mean - valley > tolerance) falls = false;
  }
  return rises ? "rises" : falls ? "falls" : "turns";
}
