import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { binColumn, createBinTable } from "./bin-table.ts";
import { openCrew } from "./bins.ts";
import { openTreeKernel, treeWorkBytes, type TreeKernel } from "./tree-kernel.ts";

const rowCount = 30_000;
// Three groups: two threads have one each and share the third, four share all of them.
const columnCount = 40;

/** A kernel on random bins with random derivatives; the same whatever the threads. */
async function openKernel(threads: number): Promise<TreeKernel> {
  const size = {
    binCounts: Array.from({ length: columnCount }, () => 200),
    histogramCount: 2,
    outputCount: 1,
    threads,
  };
  const workBytes = treeWorkBytes({ ...size, rowCount });
  const table = createBinTable({ rowCount, columnCount, workBytes, shared: true })!;
  const random = createRandom("tree threads");
  for (let column = 0; column < columnCount; column++) {
    const bins = binColumn(table, column);
    for (let row = 0; row < rowCount; row++) bins[row] = random.integer(200);
  }
  const kernel = openTreeKernel(table, size)!;
  await kernel.recruit(openCrew(table, threads));
  for (let row = 0; row < rowCount; row++)
    kernel.derivatives[row] = (random.integer(2000) - 1000) * 65_536 + 1 + random.integer(1000);
  kernel.groupColumns();
  kernel.numberRows(rowCount);
  return kernel;
}

/** All sums of a histogram. */
const sumsOf = (kernel: TreeKernel, histogram: number): readonly string[] =>
  Array.from({ length: columnCount }, (_, column) => kernel.cells(histogram, column).join());

describe("a kernel on several threads", () => {
  it.each([2, 4])(
    "has the sums, sides and places of one thread, whoever of %d takes which rows",
    async (threads) => {
      const [one, several] = [await openKernel(1), await openKernel(threads)];
      const goesLeft = Uint8Array.from({ length: 256 }, (_, bin) => (bin % 3 === 0 ? 1 : 0));
      for (let round = 0; round < 60; round++) {
        const count = rowCount - round * 487;
        for (const kernel of [one, several]) {
          kernel.fill(0, 0, count, false);
          kernel.fill(1, 0, count >> 1, false, 0);
        }
        expect(sumsOf(several, 0)).toEqual(sumsOf(one, 0));
        expect(sumsOf(several, 1)).toEqual(sumsOf(one, 1));
        const column = round % columnCount;
        expect(several.part(0, count, column, goesLeft)).toBe(one.part(0, count, column, goesLeft));
      }
      expect(several.rows).toEqual(one.rows);
      several.dismiss();
    },
  );
});
