import type { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createBinTable } from "./bin-table.ts";
import { openCrew } from "./bins.ts";
import { openTreeKernel, treeWorkBytes } from "./tree-kernel.ts";

const rowCount = 40_000;
// Two groups, one for each thread.
const columnCount = 20;
/** Where the plan of a training says where its groups stand, in words: `assembly/trees-plan.ts`. */
const groupList = 9216 / 4 + 4;
/** The same for the bytes from one thread's place to the next one's. */
const threadBytes = 9216 / 4 + 10;

/** A kernel with a second thread, and that thread. */
async function openPair(silentSeconds?: number) {
  const size = {
    binCounts: Array.from({ length: columnCount }, () => 200),
    histogramCount: 2,
    outputCount: 1,
    threads: 2,
    ...(silentSeconds === undefined ? {} : { silentSeconds }),
  };
  const table = createBinTable({
    rowCount,
    columnCount,
    workBytes: treeWorkBytes({ ...size, rowCount }),
    shared: true,
  })!;
  const workers: Worker[] = [];
  const keep = (worker: Worker): void => void workers.push(worker);
  process.on("worker", keep);
  const crew = openCrew(table, 2);
  const kernel = openTreeKernel(table, size)!;
  await kernel.recruit(crew);
  process.off("worker", keep);
  kernel.groupColumns();
  kernel.numberRows(rowCount);
  return { kernel, worker: workers[0]!, words: new Int32Array(table.memory.buffer) };
}

const left = (worker: Worker): Promise<number> => new Promise((resolve) => worker.once("exit", resolve));

describe("a crew that serves", () => {
  it("does its work and leaves", async () => {
    const { kernel, worker } = await openPair();
    kernel.fillCounts(0, 0, rowCount, true);
    expect([...kernel.cells(0, 3).subarray(0, 2)]).toEqual([rowCount, 0]);
    kernel.dismiss();
    expect(await left(worker)).toBe(0);
  });

  it("ends the work with T2675 when a thread traps in the middle of a command", async () => {
    const { kernel, worker, words } = await openPair();
    // The place of the second thread, which is so many bytes behind the first one's, is to stand behind the end of memory.
    words[threadBytes] = words.byteLength;
    const began = performance.now();
    expect(() => kernel.fillCounts(0, 0, rowCount, true)).toThrow(/T2675.*threads: 1/s);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await left(worker)).toBe(1);
    kernel.dismiss();
  });

  it("ends it when a thread was ended between commands", async () => {
    const { kernel, worker } = await openPair();
    kernel.fillCounts(0, 0, rowCount, true);
    await worker.terminate();
    expect(() => kernel.fillCounts(1, 0, rowCount, true)).toThrow("T2675");
  });

  it("ends it after a long silence when a thread was ended and could not say so", async () => {
    const { kernel, worker } = await openPair(1);
    const gone = worker.terminate();
    // The calling thread does not leave its work, so no event can tell it.
    const work = (): void => {
      const end = performance.now() + 40_000;
      while (performance.now() < end) kernel.fillCounts(0, 0, rowCount, true);
    };
    expect(work).toThrow("T2675");
    await gone;
  });

  it("lets the other threads go when the calling one fails", async () => {
    const { kernel, worker, words } = await openPair();
    words[words[groupList]! / 4] = words.byteLength - 16;
    expect(() => kernel.fillCounts(0, 0, rowCount, true)).toThrow("memory access out of bounds");
    // It traps where it waits for the other, and leaves where it has not begun.
    expect([0, 1]).toContain(await left(worker));
  });
});
