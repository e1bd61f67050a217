import { failInput } from "../../base/index.ts";
import { binnerWorkBytes, binTableBytes, mostTableBytes, treeWorkBytes } from "../../kernel/index.ts";
import { kernelSize } from "./kernel-ground.ts";
import type { GroundSize } from "./tree-ground.ts";

/** What boosting is to learn from, and how. */
export interface BoostingSize extends GroundSize {
  /** Of each feature, how many bins it has at most. */
  readonly binCounts: readonly number[];
  /** True where the kernel computes the derivatives by itself. */
  readonly hasForm: boolean;
  /** True where it weighs them. */
  readonly isWeighted: boolean;
  /** True where the kernel measures the rows that are learnt from. */
  readonly isJudgedInPlace: boolean;
  /** True where iterations learn from drawn rows. */
  readonly isBagged: boolean;
  readonly validationRowCount: number;
  /** Features that linear leaves may be of; 0 for constant leaves. */
  readonly linearFeatureCount: number;
}

/** Bytes that boosting takes beside the table it is given, by what they are for. */
export interface BoostingMemory {
  /** A byte per row and feature, once in columns and once in rows of 16. */
  readonly bins: number;
  /** Places of rows, derivatives, scores, predictions and losses. */
  readonly rows: number;
  /** The sums of the leaves by bin. */
  readonly histograms: number;
  /** Numbers of the rows in the order in which they stand, which leaf each is in, and room to fit a leaf. */
  readonly linear: number;
  /** Bins and scores of the rows to judge by. */
  readonly validation: number;
  /** Compiled code, trees, and what each thread has for itself. */
  readonly rest: number;
}

const float64 = 8;
const float32 = 4;
/**
 * Room for a leaf of half the rows with six columns of its own, in columns of all rows: a training on a million rows of eight numbers
 * grew by 180 MB where 188 were foretold.
 */
const fitted = 5;
const million = 1_000_000;

/** About how much memory boosting will take; the growth that was measured for a million rows lies within 15 % of it. */
export function estimateMemory(size: BoostingSize): BoostingMemory {
  const { rowCount, binCounts, outputCount, threads, validationRowCount } = size;
  const growing = { ...kernelSize(binCounts, size), rowCount };
  // The work has room for lists, a label, a target and a weight of each row too.
  const withoutHistograms = treeWorkBytes({ ...growing, histogramCount: 0, outputCount: 0 });
  const labelled = rowCount * (1 + float64 + float32);
  const lists = 12 * rowCount;
  const scores = outputCount * float64;
  const derivatives = size.hasForm ? 1 + (size.isWeighted ? float32 : 0) : 2 * float64;
  // The objective of several outputs keeps their probabilities beside those that a metric is measured by.
  const shared = outputCount > 1 ? outputCount * (size.hasForm ? float32 : float64) : 0;
  const predictions = shared + (size.isJudgedInPlace ? 0 : scores + float64);
  const groups = withoutHistograms - labelled - lists;
  // The bins are learnt in the same work, before anything else needs it.
  const beyond = Math.max(0, binnerWorkBytes(rowCount) - treeWorkBytes(growing));
  return {
    bins: binTableBytes(rowCount, binCounts.length) + groups + beyond,
    rows: lists + rowCount * (scores + derivatives + predictions + (size.isBagged ? 16 : 0)),
    histograms: treeWorkBytes({ ...growing, outputCount: 0 }) - withoutHistograms,
    linear: size.linearFeatureCount && rowCount * (float64 * (size.linearFeatureCount + 1 + fitted) + 4),
    validation:
      validationRowCount &&
      binTableBytes(validationRowCount, binCounts.length) +
        binnerWorkBytes(validationRowCount) +
        validationRowCount * (2 * scores + float64),
    rest: (6 + 12 * (threads - 1)) * million,
  };
}

const sum = (memory: BoostingMemory): number => Object.values(memory).reduce((all, bytes) => all + bytes, 0);

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / million).toLocaleString("en")} MB`;

/** The estimate in words: `about 110 MB (bins 61, rows 37, …)`. */
export function describeMemory(memory: BoostingMemory): string {
  const parts = Object.entries(memory)
    .filter(([, bytes]) => bytes > 0)
    .map(([part, bytes]) => `${part} ${inMegabytes(bytes)}`);
  return `about ${inMegabytes(sum(memory))} (${parts.join(", ")})`;
}

/**
 * Fails with T2610 where the bins alone are more than WebAssembly's memory can hold, and with T2611 where all of it is more than
 * the limit that was given, in bytes.
 */
export function refuseTooMuch(size: BoostingSize, memory: BoostingMemory, limit: number | undefined): void {
  const { rowCount, binCounts } = size;
  const table = `${rowCount.toLocaleString("en")} rows of ${binCounts.length.toLocaleString("en")} features`;
  const cure =
    "Learn from a sample of the rows, or leave out features; smaller maxBin and numLeaves make the histograms smaller. `tandem run --memory` sets what may be used.";
  if (memory.bins > mostTableBytes)
    failInput(
      "T2610",
      `The bins of ${table} need ${inMegabytes(memory.bins)}, and WebAssembly's memory ends at ${inMegabytes(mostTableBytes)}`,
      { value: describeMemory(memory), cure },
    );
  if (limit !== undefined && sum(memory) > limit)
    failInput(
      "T2611",
      `Boosting needs ${inMegabytes(sum(memory))} for ${table}, and ${inMegabytes(limit)} may be used`,
      { value: describeMemory(memory), cure },
    );
}
