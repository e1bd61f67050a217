import { failInput, unreachable, type Diagnostic } from "../../base/index.ts";
import type { Split, SplitSpec } from "../split.ts";
import { blockRows, groupBlocks, sum, timeBlocks, unplacedDiagnostics, type Blocks } from "./blocks.ts";
import { shuffledClassRows } from "./class-rows.ts";
import { cutBlocks } from "./cut-blocks.ts";
import { hashShare, saltOf } from "./hash-rows.ts";
import { failTooFew, rowKeysOf, rowsToPart, type SplitInput } from "./split-input.ts";

/** Which share of the rows each part should have; the rest is for training. A share of 0 leaves the part empty. */
export interface SplitShares {
  readonly validation: number;
  readonly test: number;
}

/** The shares when the user names none. */
export const defaultShares: SplitShares = Object.freeze({ validation: 0.15, test: 0.2 });

/** A split with what there is to tell about it. */
export interface SplitResult extends Split {
  readonly diagnostics: readonly Diagnostic[];
}

/** Row numbers per part, in any order. */
interface Parts {
  readonly train: Iterable<number>;
  readonly validation: Iterable<number>;
  readonly test: Iterable<number>;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * Parts rows into train, validation and test. No row stands in two parts, each row with a target stands in one, and no
 * part with a share is empty: where that cannot be, T1692 says so. Rows without a time or group are for training only.
 */
export function makeSplit(
  spec: SplitSpec,
  input: SplitInput,
  shares: SplitShares,
  seed: number,
): SplitResult {
  checkShares(shares);
  const parts = partRows(spec, input, shares, seed);
  const split = {
    train: ascending(parts.train),
    validation: ascending(parts.validation),
    test: ascending(parts.test),
    diagnostics: parts.diagnostics ?? [],
  };
  checkParts(split, shares);
  return split;
}

function partRows(spec: SplitSpec, input: SplitInput, shares: SplitShares, seed: number): Parts {
  switch (spec.kind) {
    case "time":
      return partBlocks(timeBlocks(spec, input), shares, "time", spec.column);
    case "group":
      return partBlocks(groupBlocks(spec, input, seed), shares, "group", spec.column);
    case "stratified":
      return partClasses(shuffledClassRows(input, seed), shares);
    case "random":
      return partByHash(input, shares, seed);
    default:
      return unreachable(spec);
  }
}

/** Cuts a line of blocks: train first, then validation, then test. */
function partBlocks(blocks: Blocks, shares: SplitShares, what: string, column: string): Parts {
  const named = (["validation", "test"] as const).filter((part) => shares[part] > 0);
  const { sizes, order, unplaced } = blocks;
  if (sizes.length < named.length + 1)
    failTooFew(
      `different ${what}s in "${column}"`,
      sizes.length,
      named.length + 1,
      `Give data with more ${what}s, or choose another split.`,
    );
  const wanted = named.map((part) => shares[part] * order.length);
  const cuts = cutBlocks(sizes, [order.length - sum(wanted), ...wanted]);
  const edges = [0, ...cuts, sizes.length];
  const rowsOf = (index: number): Uint32Array => blockRows(blocks, edges[index]!, edges[index + 1]!);
  return {
    train: [...rowsOf(0), ...unplaced],
    validation: shares.validation > 0 ? rowsOf(1) : [],
    test: shares.test > 0 ? rowsOf(named.length) : [],
    diagnostics: unplacedDiagnostics(blocks, what, column),
  };
}

/** Cuts each class alike; a class of three or more rows is in every part that has a share. */
function partClasses(classes: readonly Uint32Array[], shares: SplitShares): Parts {
  const cut = classes.map((rows) => {
    const size = (share: number): number =>
      share === 0 ? 0 : Math.max(Math.round(share * rows.length), rows.length >= 3 ? 1 : 0);
    const tested = size(shares.test);
    const untrained = Math.min(tested + size(shares.validation), Math.max(tested, rows.length - 1));
    return {
      test: rows.subarray(0, tested),
      validation: rows.subarray(tested, untrained),
      train: rows.subarray(untrained),
    };
  });
  const join = (part: "train" | "validation" | "test"): number[] => cut.flatMap((parts) => [...parts[part]]);
  return { train: join("train"), validation: join("validation"), test: join("test") };
}

/** The same content always lands on the same side, whatever other rows there are. */
function partByHash(input: SplitInput, shares: SplitShares, seed: number): Parts {
  const keys = rowKeysOf(input);
  const salt = saltOf(seed, "split");
  const train: number[] = [];
  const validation: number[] = [];
  const test: number[] = [];
  for (const row of rowsToPart(input)) {
    const place = hashShare(keys[row]!, salt);
    (place < shares.test ? test : place < shares.test + shares.validation ? validation : train).push(row);
  }
  return { train, validation, test };
}

function checkShares({ validation, test }: SplitShares): void {
  if (!(validation >= 0 && test >= 0 && validation + test < 1))
    failInput(
      "T1696",
      `The shares ${validation} for validation and ${test} for test leave no rows to train on`,
      {
        cure: "Give shares from 0 that add up to less than 1.",
      },
    );
}

function checkParts(split: Split, shares: SplitShares): void {
  const count = split.train.length + split.validation.length + split.test.length;
  for (const part of ["train", "validation", "test"] as const)
    if (split[part].length === 0 && (part === "train" || shares[part] > 0))
      failInput("T1692", `The ${part} part would be empty: there are only ${count} rows with a target`, {
        place: "split",
        cure: "Give more rows, other shares, or another seed.",
      });
}

const ascending = (rows: Iterable<number>): Uint32Array => Uint32Array.from(rows).sort();
