/** The upper bounds of the buckets of a duration, in seconds. */
export const durationBounds: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

const firstStatus = 100;
const statusCount = 500;

/** What is measured of one route: how often it answered with each status, and how long that took. */
export class RouteFigures {
  readonly method: string;
  readonly path: string;
  /** By status, from 100 on. */
  readonly #statuses = new Float64Array(statusCount);
  /** By bucket, the last for all above. Not cumulative. */
  readonly buckets = new Float64Array(durationBounds.length + 1);
  seconds = 0;

  constructor(method: string, path: string) {
    this.method = method;
    this.path = path;
  }

  answered(status: number, seconds: number): void {
    this.#statuses[status - firstStatus]! += 1;
    this.seconds += seconds;
    let at = 0;
    while (at < durationBounds.length && seconds > durationBounds[at]!) at++;
    this.buckets[at]! += 1;
  }

  /** The statuses that were answered, each with its count. */
  statuses(): readonly (readonly [status: number, count: number])[] {
    return [...this.#statuses].flatMap((count, at): [number, number][] =>
      count > 0 ? [[at + firstStatus, count]] : [],
    );
  }
}
