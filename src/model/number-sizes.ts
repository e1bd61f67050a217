import { errorDiagnostic, type Diagnostic } from "../base/index.ts";

/** Of greater numbers the fourth powers, and of smaller ones too, times weights and summed over all rows, may leave float64. */
const mostSize = 1e60;
const leastSize = 1e-60;
/** Times a weight beyond this, what is computed with such numbers may leave float64. */
const mostWeight = 1e40;

const tooGreat = (what: string, value: number, row: number, cure: string, place?: string): Diagnostic =>
  errorDiagnostic("T2983", `${what} is ${value} in row ${row + 1}, which is too great to compute with`, {
    value: String(value),
    cure,
    ...(place === undefined ? {} : { place }),
  });

/** T2983 for a target or a weight that is finite, but so great that its powers leave float64. */
export function sizeProblems(target: Float64Array, weight: Float64Array | undefined): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const high = target.findIndex((value) => Math.abs(value) > mostSize && Math.abs(value) < Infinity);
  if (high >= 0)
    problems.push(
      tooGreat(
        "The target",
        target[high]!,
        high,
        "Leave the row out if the number stands for a missing one; else bring the target to a smaller unit.",
      ),
    );
  const heavy = weight?.findIndex((value) => value > mostWeight && value < Infinity) ?? -1;
  if (heavy >= 0)
    problems.push(
      tooGreat(
        "The weight",
        weight![heavy]!,
        heavy,
        "Divide all weights by the greatest: their ratios count.",
      ),
    );
  return problems;
}

/** T2983 for a number feature that a trainer cannot compute with: a value too great, or none that is far enough from 0. */
export function featureSizeProblems(
  trainer: string,
  { name, values }: { readonly name: string; readonly values: Float64Array },
): Diagnostic[] {
  let greatest = 0;
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(values[row]!);
    if (size > mostSize)
      return [
        tooGreat(
          `The feature ${JSON.stringify(name)}`,
          values[row]!,
          row,
          `If it stands for a missing value, make it missing; else clip the feature or divide it. Trees, such as boosting, take it as it is.`,
          name,
        ),
      ];
    if (size > greatest) greatest = size;
  }
  if (greatest === 0 || greatest >= leastSize) return [];
  return [
    errorDiagnostic(
      "T2983",
      `The feature ${JSON.stringify(name)} is ${greatest} at most, which is too small for ${trainer} to compute with`,
      { place: name, value: String(greatest), cure: "Bring it to a unit in which its numbers are greater." },
    ),
  ];
}
