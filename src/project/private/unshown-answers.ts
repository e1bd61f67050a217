import type { Explanation } from "../../explain/index.ts";
import type { HypothesisFamily, HypothesisSubject } from "../../model/index.ts";
import type { RecipeAction } from "../../transform/index.ts";

/** What was done to columns, without the numbers that were learnt from private ones. */
export const unshownActions = (
  actions: readonly RecipeAction[],
  amounts: ReadonlySet<string> | undefined,
): readonly RecipeAction[] =>
  actions.map((action) => {
    if (!amounts?.has(action.column)) return action;
    const { column, transform } = action;
    return { column, transform, text: `went through ${transform}; it is private, so no numbers are shown` };
  });

/** An explanation without parts that are bounded by values of private numbers and times. */
export const unshownExplanation = (
  explanation: Explanation,
  amounts: ReadonlySet<string> | undefined,
): Explanation =>
  amounts
    ? {
        ...explanation,
        dependence: explanation.dependence.filter(({ column }) => !amounts.has(column)),
        slices: explanation.slices.filter(({ column }) => !amounts.has(column)),
      }
    : explanation;

/** Questions about parts of the rows, without the bounds of the parts of private numbers and times. */
export function unshownEvidence(
  evidence: HypothesisFamily,
  amounts: ReadonlySet<string> | undefined,
): HypothesisFamily {
  if (!amounts) return evidence;
  const unshown = <One extends { readonly subject: HypothesisSubject }>(one: One): One => {
    const { subject } = one;
    if (subject.kind !== "group" && subject.kind !== "group-calibration") return one;
    if (subject.column === null || !amounts.has(subject.column)) return one;
    return { ...one, subject: { ...subject, text: `${subject.column} (private) has values of one part` } };
  };
  return {
    ...evidence,
    hypotheses: evidence.hypotheses.map(unshown),
    untested: evidence.untested.map(unshown),
  };
}
