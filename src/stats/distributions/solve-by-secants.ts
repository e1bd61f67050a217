import { exponential, naturalLogarithm } from "../../base/index.ts";

/** A place of a curve: ln x, and how far the logarithm of the tail there is from the one that is asked for. */
interface Place {
  readonly at: number;
  readonly error: number;
}

/** The logarithm of a tail at x > 0. */
export type LogTail = (x: number) => number;

const mostSteps = 30;
/** No step goes further than this in ln x: a secant of two close places may point anywhere. */
const longestStep = 4;

/**
 * The x > 0 whose tail has the logarithm `target`, by secants in ln x, in which the logarithm of a tail is nearly straight: first of
 * a rough tail that costs little, then of the tail itself, which so is asked two or three times. Undefined where the secants do not
 * close in.
 */
export function solveBySecants(
  rough: LogTail,
  fine: LogTail,
  target: number,
  start: number,
): number | undefined {
  const first = naturalLogarithm(start);
  const near = closeIn(rough, target, [first, first - 0.05], 1e-4);
  if (!near) return undefined;
  const found = closeIn(fine, target, [near.at], 1e-9, near.slope);
  return found && exponential(found.at);
}

/** Goes on until the error is at most `enough`, and takes the last step without looking again. */
function closeIn(
  tail: LogTail,
  target: number,
  starts: readonly number[],
  enough: number,
  slopeBefore?: number,
): { readonly at: number; readonly slope: number } | undefined {
  const placeAt = (at: number): Place => ({ at, error: tail(exponential(at)) - target });
  let before = placeAt(starts[0]!);
  let slope = slopeBefore;
  let next = starts[1] ?? stepFrom(before, slope ?? Number.NaN);
  for (let step = 0; step < mostSteps; step++) {
    if (Math.abs(before.error) <= enough && slope !== undefined) return { at: next, slope };
    if (!Number.isFinite(next)) return undefined;
    const place = placeAt(next);
    // Two places that are close together tell less of the slope than what is known of it.
    if (slope === undefined || Math.abs(place.at - before.at) > 1e-7)
      slope = (place.error - before.error) / (place.at - before.at);
    before = place;
    next = stepFrom(place, slope);
  }
  return undefined;
}

function stepFrom({ at, error }: Place, slope: number): number {
  const move = -error / slope;
  return at + Math.min(longestStep, Math.max(-longestStep, move));
}
