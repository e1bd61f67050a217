import type { Interval } from "../model/index.ts";
import type { Value } from "../schema/index.ts";

/** What a run found beside its metrics, where the task asks for more than a prediction. Plain JSON. */
export type Findings = RankingFindings | ClusterFindings | OutlierFindings;

/** How good the first places of the test groups are. */
export interface RankingFindings {
  readonly kind: "ranking";
  readonly groups: number;
  /** Groups without a row of a grade above 0, which no ranking can do well or badly. */
  readonly withoutHit: number;
  /** The discounted gain of the first places, with what a random order gets. */
  readonly places: readonly { readonly place: number; readonly value: Interval; readonly random: number }[];
}

/** All rows of the data by their cluster, and what the rows of a cluster are like. */
export interface ClusterFindings {
  readonly kind: "clusters";
  readonly rowCount: number;
  /** Rows that belong to no cluster. */
  readonly noise: number;
  /** In the order of their numbers. */
  readonly clusters: readonly { readonly cluster: number; readonly rows: number }[];
  readonly columns: readonly ClusterColumn[];
}

/** A column in each cluster: the mean of a number, or the most frequent level of anything else; null where all values are missing. */
export type ClusterColumn =
  | {
      readonly kind: "number";
      readonly column: string;
      readonly mean: number;
      readonly deviation: number;
      readonly means: readonly (number | null)[];
    }
  | {
      readonly kind: "levels";
      readonly column: string;
      /** The most frequent level of each cluster, its share there, and its share of all rows. */
      readonly levels: readonly ({
        readonly value: Value;
        readonly share: number;
        readonly overall: number;
      } | null)[];
    };

/** How unusual the rows are, and which are the most unusual of the data. */
export interface OutlierFindings {
  readonly kind: "outliers";
  /** The share of the rows to learn from that was asked for, and the score from which on a row counts as an outlier. */
  readonly share: number;
  readonly threshold: number;
  /** The share of the test rows that count as outliers, with its Wilson interval. */
  readonly flagged: Interval;
  /** Of the flagged test rows those known to be outliers, and of the known ones those flagged; null without a label. */
  readonly known: { readonly flagged: number; readonly known: number; readonly both: number } | null;
  /** Test rows by their score, in bins of equal width: one edge more than counts. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** The rows of the data with the highest scores, numbered from 1. */
  readonly rows: readonly UnusualRow[];
}

/** One of the most unusual rows, with the values that fewest other rows have. */
export interface UnusualRow {
  readonly row: number;
  readonly score: number;
  readonly values: readonly {
    readonly column: string;
    readonly value: Value;
    /** How many rows in a hundred parts are at least as extreme: as high, as low, or of this level. */
    readonly share: number;
    readonly side: "high" | "low" | "same";
  }[];
}
