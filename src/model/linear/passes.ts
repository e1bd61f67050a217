import { takeNumbers } from "../../schema/index.ts";
import { addBlockDots, blockScores, forEachBlock } from "./blocks.ts";
import { BlockSum } from "./block-sum.ts";
import { createDesign, type Design } from "./design.ts";

/** Σ coefficient·z of every row, the intercept last. */
export function allScores(design: Design, coefficients: Float64Array): Float64Array {
  const scores = new Float64Array(design.rowCount);
  forEachBlock(design, (block) => {
    blockScores(block, coefficients, scores, block.from);
  });
  return scores;
}

/** Σ z·v over all rows for each feature and the intercept. */
export function allDots(design: Design, vector: Float64Array): Float64Array {
  const sums = Array.from({ length: design.names.length + 1 }, () => new BlockSum());
  forEachBlock(design, (block) => {
    addBlockDots(block, vector, block.from, sums);
  });
  return Float64Array.from(sums, (sum) => sum.total());
}

/** A design of some rows; means and scales stay those of all rows. */
export const takeDesignRows = (design: Design, rows: Uint32Array): Design =>
  createDesign({
    ...design,
    rowCount: rows.length,
    columns: design.columns.map((column) => takeNumbers(column, rows)),
  });
