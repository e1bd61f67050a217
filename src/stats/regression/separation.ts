import type { ReweightedProblem } from "./iteratively-reweighted.ts";
import { linearPredictor } from "./weighted-sums.ts";

/** A direction in which the likelihood grows without end. */
export interface Separation {
  readonly kind: "separation";
  /** Complete where the direction decides every row; else some rows only. */
  readonly isComplete: boolean;
  /** Places of the columns that take part in the direction. */
  readonly columns: readonly number[];
  /** Rows whose mean goes to its bound. */
  readonly rowCount: number;
}

/** Below this share of the largest a change counts as none: estimates that run away settle elsewhere to about this. */
const smallShare = 1e-6;

/**
 * Whether a direction of the coefficients raises the likelihood for ever: it moves no mean away from its response, and some towards it
 * (Albert & Anderson 1984; for counts Santos Silva & Tenreyro 2010). The direction is that of steps which do not settle: these turn
 * into the direction of recession, along which all else has settled.
 */
export function separationOf(problem: ReweightedProblem, direction: Float64Array): Separation | undefined {
  const { columns, response, weights, family } = problem;
  const isBinomial = family.kind === "binomial";
  const canSeparate =
    isBinomial ||
    ((family.kind === "poisson" || family.kind === "negative-binomial") && problem.link.name === "log");
  if (!canSeparate) return undefined;
  const moves = linearPredictor(columns, direction);
  let largest = 0;
  for (let row = 0; row < moves.length; row++)
    if (weights?.[row] !== 0) largest = Math.max(largest, Math.abs(moves[row]!));
  if (!(largest > 0)) return undefined;
  let count = 0;
  let isComplete = true;
  for (let row = 0; row < moves.length; row++) {
    if (weights?.[row] === 0) continue;
    const share = moves[row]! / largest;
    const value = response[row]!;
    const towards = value === 0 ? -share : isBinomial && value === 1 ? share : -Math.abs(share);
    if (towards < -smallShare) return undefined;
    if (towards > smallShare) count++;
    else isComplete = false;
  }
  if (count === 0) return undefined;
  return { kind: "separation", isComplete, columns: columnsOf(columns, direction, largest), rowCount: count };
}

/** Columns whose part of the direction moves some row; a column that only shifts all rows counts where no other moves. */
function columnsOf(
  columns: readonly Float64Array[],
  direction: Float64Array,
  largest: number,
): readonly number[] {
  const moving = columns.flatMap((column, at) => {
    let most = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const value of column) {
      most = Math.max(most, Math.abs(value));
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Math.abs(direction[at]!) * most > 1e-4 * largest ? [{ at, varies: high > low }] : [];
  });
  const varying = moving.filter(({ varies }) => varies);
  return (varying.length > 0 ? varying : moving).map(({ at }) => at);
}
