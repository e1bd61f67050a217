import { valueToJson, type DataType } from "../schema/index.ts";
import type { PartialDependence } from "./explanation.ts";
import { numberWords } from "./number-words.ts";

type Point = PartialDependence["points"][number];

/** How a curve goes over ascending values. */
export type Movement = "rises" | "falls" | "peaks" | "dips" | "wavers" | "stays";

/** A way back of less than this share of the whole range is no turn. */
const turnShare = 0.1;
/** A range below this share of the greatest answer is no movement. */
const flatShare = 0.005;

/** How a curve moves: up, down, up to a peak and down again, down to a dip and up again, to and fro, or not at all. */
export function movementOf(means: readonly number[]): Movement {
  const top = Math.max(...means);
  const bottom = Math.min(...means);
  if (top - bottom <= flatShare * Math.max(Math.abs(top), Math.abs(bottom))) return "stays";
  const slack = turnShare * (top - bottom);
  const peak = means.indexOf(top);
  const dip = means.indexOf(bottom);
  const rises = (values: readonly number[]): boolean => wayBack(values) <= slack;
  const falls = (values: readonly number[]): boolean => rises(values.map((value) => -value));
  if (rises(means)) return "rises";
  if (falls(means)) return "falls";
  if (rises(means.slice(0, peak + 1)) && falls(means.slice(peak))) return "peaks";
  if (falls(means.slice(0, dip + 1)) && rises(means.slice(dip))) return "dips";
  return "wavers";
}

/** The greatest drop from any earlier value. */
function wayBack(values: readonly number[]): number {
  let highest = -Infinity;
  let most = 0;
  for (const value of values) {
    highest = Math.max(highest, value);
    most = Math.max(most, highest - value);
  }
  return most;
}

/** How the mean answer moves with a column, in one sentence with its numbers. `type` is the column's. */
export function describeDependence({ column, output, points }: PartialDependence, type: DataType): string {
  const what = output === "prediction" ? "The mean prediction" : `The mean probability of "${output}"`;
  const known = points.filter(({ value }) => value !== null);
  const [first] = known;
  if (!first) return `"${column}" has no values here.`;
  const say = ({ value }: Point): string =>
    typeof value === "number" && (type === "Int" || type === "Float")
      ? numberWords(value)
      : String(valueToJson(value, type));
  const at = (point: Point): string => `${numberWords(point.mean)} at ${say(point)}`;
  const sorted = known.toSorted((left, right) => left.mean - right.mean);
  const [lowest, highest, last] = [sorted[0]!, sorted.at(-1)!, known.at(-1)!];
  const missing = missingWords(points);
  if (known.length === 1)
    return `${what} is ${numberWords(first.mean)} where "${column}" is ${say(first)}${missing}.`;
  const movement = movementOf(known.map(({ mean }) => mean));
  if (movement === "stays")
    return `${what} stays at about ${numberWords(first.mean)} whatever "${column}" is${missing}.`;
  if (type === "Text" || type === "Boolean")
    return `${what} is highest where "${column}" is ${say(highest)} (${numberWords(highest.mean)}) and lowest where it is ${say(lowest)} (${numberWords(lowest.mean)})${missing}.`;
  const growing = type === "Day" || type === "Instant" ? `over "${column}"` : `as "${column}" grows`;
  const ways: Readonly<Record<Exclude<Movement, "stays">, string>> = {
    rises: `rises ${growing}, from ${at(first)} to ${at(last)}`,
    falls: `falls ${growing}, from ${at(first)} to ${at(last)}`,
    peaks: `rises ${growing}, from ${at(first)} to a peak of ${at(highest)}, then falls to ${at(last)}`,
    dips: `falls ${growing}, from ${at(first)} to a low of ${at(lowest)}, then rises to ${at(last)}`,
    wavers: `goes up and down ${growing}, between ${at(lowest)} and ${at(highest)}`,
  };
  return `${what} ${ways[movement]}${missing}.`;
}

function missingWords(points: readonly Point[]): string {
  const missing = points.find(({ value }) => value === null);
  return missing ? `; where it is missing, ${numberWords(missing.mean)}` : "";
}
