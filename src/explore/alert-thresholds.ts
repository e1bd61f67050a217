/** From where on something is remarkable. `docs/alerts.md` explains each kind and its numbers. */
export const alertThresholds = {
  /** Shares of missing values. */
  missing: { low: 0.05, medium: 0.3 },
  constant: {},
  /** Share of distinct values in a text column, and the values it needs; whole numbers must be all distinct and fill this share of their range. */
  "id-like": { distinctShare: 0.75, minimumCount: 50, rangeFilled: 0.5 },
  /** Mean words per value, and share of distinct values. */
  "free-text": { words: 6, distinctShare: 0.5 },
  /** More text levels than this. */
  "high-cardinality": { levels: 50 },
  /** Share of the rarest class of the target, and its rows. */
  imbalance: { medium: 0.05, high: 0.005, rows: 30 },
  /** Share of the rows that equal an earlier one. */
  "duplicate-rows": { medium: 0.01 },
  /** |Adjusted skewness|, for columns with enough distinct values. */
  skewed: { skewness: 3, distinct: 20 },
  /** Fences so many quartile ranges beyond the quartiles, and the share of values beyond them that is still called outliers. */
  outliers: { quartileRanges: 6, share: 0.01 },
  /** Strength of the association, and the rows it needs. */
  correlated: { strength: 0.98, rows: 50 },
  /** Share of zeros, in a feature and in the target, for columns with enough distinct values. */
  zeros: { share: 0.5, target: 0.25, distinct: 10 },
  /** Some zeros far below all other values: the smallest of these, as a share of their median, and the distinct values. */
  "isolated-zeros": { gap: 0.2, distinct: 20 },
  /** Levels that differ in case, blanks or closing marks only. */
  "text-variants": {},
  /** Share of the values that did not fit the type. */
  "mixed-type": { medium: 0.01 },
  /** Share and rows at the largest or smallest value, how many times its neighbours that must be, and the distinct values. */
  capped: { share: 0.01, rows: 20, timesNeighbours: 5, neighbours: 5, distinct: 30 },
  /** Fewest and most levels of whole numbers that may stand for categories. */
  "encoded-categorical": { fewest: 3, most: 12, rows: 100 },
  /** A gap this many times the usual step, in a column with enough distinct times. */
  "time-gap": { timesStep: 20, distinct: 50 },
  /** First against last fifth of the time: total variation of classes, or difference of means in standard deviations. */
  "target-drift": { part: 0.2, rows: 100, classes: 0.15, numbers: 0.5, pValue: 1e-6 },
  leak: {
    /** Cross-validated scores of one column alone. */
    auc: 0.99,
    "accuracy-gain": 0.97,
    "r-squared": 0.98,
    /** Rows that have the same ratio of target to column. */
    sameRatio: 0.5,
    /** Distinct numbers a regression target needs before it is looked at. */
    distinct: 20,
    /** Rows and share of the rows that a condition must cover. */
    rows: 50,
    coverage: 0.005,
    /** One-sided confidence of the exact lower bounds. */
    confidence: 0.999,
    /** Any condition: share of the uncertainty that it removes, and times the overall rate (both at the lower bound). */
    certaintyGain: 0.65,
    lift: 2,
    /** A column filled in so few rows only: most of them have the outcome, and so many times the overall rate (at the lower bound). */
    rareFill: 0.05,
    rareRate: 0.5,
    rareLift: 3,
    /** Regression: spread within the condition, and shift of its mean, in overall standard deviations. */
    spread: 0.1,
    shift: 1,
  },
} as const;

/** The kinds of alerts. */
export type AlertKind = keyof typeof alertThresholds;
