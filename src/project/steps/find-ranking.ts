import {
  baseWeights,
  bootstrapMetrics,
  normalizedGain,
  numberedAnew,
  type Predictions,
} from "../../model/index.ts";
import type { RankingFindings } from "../findings.ts";

/** The places whose gain is told. */
const toldPlaces = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50];

/** Graded rows of the test with the scores of a model. */
export interface RankedTest {
  readonly truth: Float64Array;
  readonly group: Int32Array;
  readonly weight?: Float64Array;
  readonly predictions: Predictions;
  readonly seed: number;
}

/** How good the first places are, up to the size of the largest group, beside those of a random order. */
export function findRanking({ truth, group, weight, predictions, seed }: RankedTest): RankingFindings {
  const byGroup = [...Map.groupBy(truth.keys(), (row) => group[row]!).values()];
  const largest = byGroup.reduce((most, rows) => Math.max(most, rows.length), 0);
  const places = toldPlaces.filter((place, at) => place <= largest || (toldPlaces[at - 1] ?? 0) < largest);
  const rows = { classCount: 0, truth, group };
  const random = { outputs: [new Float64Array(truth.length)] };
  const resampling = {
    rowCount: truth.length,
    cluster: numberedAnew(group),
    ...(weight && { weight }),
    seed,
  };
  const values = bootstrapMetrics(
    places.map((place) => normalizedGain(place)({ ...rows, predictions })),
    resampling,
  );
  return {
    kind: "ranking",
    groups: byGroup.length,
    withoutHit: byGroup.filter((members) => !members.some((row) => truth[row]! > 0)).length,
    places: places.flatMap((place, at) => {
      const value = values[at];
      const chance = normalizedGain(place)({ ...rows, predictions: random }).score(baseWeights(resampling));
      return value && chance !== null ? [{ place, value, random: chance }] : [];
    }),
  };
}
