import { TandemError } from "../../base/index.ts";
import { makeFolds, type Fold, type Split, type SplitInput, type SplitSpec } from "../../model/index.ts";

/** The folds that models are compared on, with the reason where they are fewer than wanted. */
export interface ChosenFolds {
  readonly folds: readonly Fold[];
  /** Why there are fewer folds than wanted; empty when there are not. */
  readonly reason: string;
}

/**
 * As many folds of the training rows as wanted, or as many as the rows allow: no fold may be empty, and with two classes
 * both must stand on both sides of each. Where no two folds are possible, the validation part is the only one.
 */
export function chooseFolds(
  spec: SplitSpec,
  input: SplitInput,
  split: Split,
  wanted: number,
  seed: number,
): ChosenFolds {
  const single: Fold = { train: split.train, validation: split.validation };
  if (wanted === 1) return { folds: [single], reason: "" };
  const candidates: { readonly count: number; readonly folds: readonly Fold[] }[] = [];
  for (let count = wanted; count >= 2; count--) {
    const folds = foldsOrNone(spec, { ...input, rows: split.train }, count, seed);
    if (folds) candidates.push({ count, folds });
  }
  candidates.push({ count: 1, folds: [single] });
  // Where one class is alone on some side however the rows are parted, the metric decides whether that is enough.
  const chosen =
    candidates.find(({ folds }) => folds.every((fold) => holdsBoth(fold, input))) ?? candidates[0]!;
  const why = candidates[0]!.count === chosen.count ? whatIsScarce(spec) : "rows of the rarer class";
  return {
    folds: chosen.folds,
    reason: chosen.count === wanted ? "" : `there are too few ${why} for ${wanted} folds`,
  };
}

/** Folds, or none where there are too few rows, groups or times for so many. */
function foldsOrNone(spec: SplitSpec, input: SplitInput, count: number, seed: number): Fold[] | undefined {
  try {
    return makeFolds(spec, input, count, seed);
  } catch (error) {
    if (error instanceof TandemError && error.diagnostics.every(({ code }) => code === "T1692"))
      return undefined;
    throw error;
  }
}

const holdsBoth = ({ train, validation }: Fold, { task, target }: SplitInput): boolean =>
  task.kind !== "binary" ||
  [train, validation].every(
    (rows) => rows.some((row) => target[row] === 0) && rows.some((row) => target[row] === 1),
  );

function whatIsScarce(spec: SplitSpec): string {
  if (spec.kind === "time") return `different times in "${spec.column}"`;
  return spec.kind === "group" ? `groups in "${spec.column}"` : "rows";
}
