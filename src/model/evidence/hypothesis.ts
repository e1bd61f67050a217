import type { CalibrationAspect } from "./test-calibration.ts";
import type { TestOutcome } from "./test-outcome.ts";

/** What a hypothesis is about. */
export type HypothesisSubject =
  /** Two models do as well on rows like the test rows. */
  | { readonly kind: "models"; readonly first: string; readonly second: string; readonly metric: string }
  /** Two trainers do as well on data like these, by the folds. */
  | { readonly kind: "folds"; readonly first: string; readonly second: string; readonly metric: string }
  /** The winner's answers mean what they say. */
  | { readonly kind: "calibration"; readonly model: string; readonly aspect: CalibrationAspect }
  /** The winner does as well in a group as elsewhere. */
  | {
      readonly kind: "group";
      readonly text: string;
      readonly column: string | null;
      readonly rowCount: number;
      readonly metric: string;
      readonly better: "higher" | "lower";
    }
  /** A column of a linear model has nothing to do with the target, the others given. Of more than two classes for one `outcome`. */
  | {
      readonly kind: "coefficient";
      readonly models: readonly string[];
      readonly term: string;
      readonly outcome: string | null;
    }
  /** The winner leans to no side in a group. */
  | {
      readonly kind: "group-calibration";
      readonly text: string;
      readonly column: string | null;
      readonly rowCount: number;
    };

/** Questions that were fixed before the test rows were seen, a search for what may be wrong, and the coefficients of linear models. */
export type Tier = "confirmatory" | "screening" | "coefficients";

/** One tested hypothesis of a run with what its p-value is worth among all of its tier. */
export interface Hypothesis extends Omit<TestOutcome, "kind"> {
  readonly tier: Tier;
  readonly subject: HypothesisSubject;
  readonly adjustedPValue: number;
  /** Whether the adjusted p-value is below the bound: what the words of a report may call more than chance. */
  readonly isBelow: boolean;
}

/** How the p-values of a tier were adjusted, how many there were, and how many stood out. */
export interface TierSummary {
  readonly tier: Tier;
  readonly method: "holm" | "benjamini-hochberg";
  readonly bound: number;
  readonly tested: number;
  readonly found: number;
}

/** Every hypothesis of a run, each with its raw and its adjusted p-value, and those that could not be tested. */
export interface HypothesisFamily {
  readonly tiers: readonly TierSummary[];
  readonly hypotheses: readonly Hypothesis[];
  readonly untested: readonly {
    readonly tier: Tier;
    readonly subject: HypothesisSubject;
    readonly reason: string;
  }[];
}
