import type { Diagnostic } from "../../base/index.ts";

/** What a column of the summary is: a number in the user's units, its logarithm, one level of a category, a flag, or something a step made. */
export type SummaryColumnKind = "intercept" | "number" | "logarithm" | "level" | "missing" | "prepared";

/** What the rows say about one coefficient. Null where a figure is not finite. */
export interface CoefficientInference {
  readonly estimate: number;
  readonly standardError: number | null;
  /** Student's t, or z where the statistics are normal. */
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** By Holm over all coefficients of the summary but the intercepts; null for an intercept. */
  readonly adjustedPValue: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One coefficient in the units of the user's columns. */
export interface SummaryCoefficient {
  /** `age`, `ln(1 + income)`, `sex = male`. */
  readonly name: string;
  readonly kind: SummaryColumnKind;
  /** The columns of the data that it is about. */
  readonly from: readonly string[];
  /** The level that a level is compared with; null for others. */
  readonly reference: string | null;
  /** How far a typical step goes, for pictures: a standard deviation of a number, from 0 to 1 of a level or a flag. */
  readonly step: number;
  /** Null where the rows cannot say it: the column follows from others. */
  readonly inference: CoefficientInference | null;
  /** What each of the models uses, in the same units; null where a model has none that compares. */
  readonly models: readonly (number | null)[];
}

/** How well an equation fits. Null where a figure does not apply. */
export interface SummaryFit {
  readonly degreesOfFreedom: number;
  /** Of least squares; for other families the share of the deviance that is explained (McFadden's for yes and no). */
  readonly rSquared: number;
  readonly adjustedRSquared: number | null;
  /** Of the residuals, in the units of the target. */
  readonly residualStandardDeviation: number | null;
  /** That all coefficients but the intercept are 0. */
  readonly overall: {
    readonly name: string;
    readonly value: number;
    readonly degreesOfFreedom: readonly number[];
    readonly pValue: number;
  } | null;
  readonly deviance: number | null;
  readonly nullDeviance: number | null;
  readonly dispersion: number | null;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly bic: number | null;
}

/** What was looked at in the residuals, and what came out. */
export interface SummaryCheck {
  readonly check: "variance" | "order" | "normality" | "linearity" | "dispersion";
  readonly test: string;
  readonly verdict: "holds" | "doubtful" | "violated";
  readonly statistic: number | null;
  readonly degreesOfFreedom: readonly number[];
  readonly pValue: number | null;
  readonly detail: string;
}

/** How much of a term is known from the others. */
interface SummaryInflation {
  readonly term: string;
  /** By how much the variance of its coefficients grows, on the scale of one column. */
  readonly factor: number;
}

/** How far the columns together are from being combinations of each other. */
interface SummaryCondition {
  /** The condition number of the columns about their means, at one length: from 30 on estimates are shaky. */
  readonly value: number;
  /** Those that take part in it, where it is above 30. */
  readonly columns: readonly string[];
}

/** A row that decides much. */
export interface InfluentialRow {
  /** Its number in the data, from 1. */
  readonly row: number;
  /** Its values in the id columns, where there are any. */
  readonly key: readonly string[];
  readonly cooksDistance: number;
  readonly leverage: number;
  /** Studentised by the rows without it; Pearson's, standardised, where the model is no least squares. */
  readonly residual: number;
  /** The coefficients that the row moves most: with it less without it, in their standard errors. */
  readonly changes: readonly { readonly name: string; readonly change: number }[];
}

/** Points for small pictures, few whatever the rows. */
export interface SummaryPictures {
  /** Some rows, evenly over the fitted values: fitted and residual. Empty but for least squares. */
  readonly points: readonly (readonly [number, number])[];
  /** Means of the residuals over as many rows each, ascending by fitted value, with twice their standard error. */
  readonly bins: readonly {
    readonly fitted: number;
    readonly residual: number;
    readonly reach: number;
    readonly rows: number;
  }[];
  /** Normal quantile and standardised residual. Empty but for least squares. */
  readonly quantiles: readonly (readonly [number, number])[];
}

/** One equation: the only one of a number or of two classes; of more classes one for each class against the reference class. */
export interface SummaryEquation {
  readonly outcome: string | null;
  readonly against: string | null;
  readonly rowCount: number;
  /** `firth` where the columns separate the classes and the likelihood alone has no finite answer. */
  readonly penalty: "none" | "firth";
  readonly coefficients: readonly SummaryCoefficient[];
  readonly fit: SummaryFit;
  readonly inflation: readonly SummaryInflation[];
  /** Absent in records of earlier versions. */
  readonly condition?: SummaryCondition;
  readonly checks: readonly SummaryCheck[];
  readonly influence: readonly InfluentialRow[];
  readonly pictures: SummaryPictures;
}

/** How the errors of the coefficients were estimated. */
export interface SummaryErrors {
  readonly kind: "classical" | "HC1" | "HC3" | "clustered";
  readonly reason: string;
  /** The column whose rows go together, and how many groups it has; null where the errors are not clustered. */
  readonly clusters: { readonly column: string; readonly count: number } | null;
}

/**
 * What a statistician asks of a linear model: the unpenalised companion of one or several models over the same rows and columns,
 * in the user's units, with its errors, its fit, its influential rows and its residual checks. Plain JSON.
 */
export interface ModelSummary {
  readonly kind: "model-summary";
  readonly version: 1;
  /** The models that share the columns, in the order of `SummaryCoefficient.models`. */
  readonly models: readonly {
    readonly name: string;
    readonly trainer: string;
    /** The penalty in words; null for a model without. */
    readonly penalty: string | null;
  }[];
  readonly family: string;
  readonly link: string;
  readonly level: number;
  readonly rows: {
    readonly used: number;
    readonly available: number;
    /** Rows that were left out because a column has no value even after preparation. */
    readonly incomplete: number;
  };
  /** Null where no equation could be fitted. */
  readonly errors: SummaryErrors | null;
  /** What was done to columns before, but for what the summary takes back: `age: 12 missing values became the median, 38`. */
  readonly preparation: readonly { readonly column: string; readonly text: string }[];
  readonly equations: readonly SummaryEquation[];
  /** What stands against reading the table as it is: dependence, separation, limits. Named, with a cure. */
  readonly problems: readonly Diagnostic[];
  /** What else to know, in sentences. */
  readonly caveats: readonly string[];
}
