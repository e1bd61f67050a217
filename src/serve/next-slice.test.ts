import { expect, it } from "vitest";
import { nextSlice } from "./next-slice.ts";

it("lets one begin in each turn of the event loop, whoever asked first", async () => {
  const begun: number[] = [];
  const turns = { count: 0 };
  const turn = (): void => {
    turns.count += 1;
    if (begun.length < 20) setImmediate(turn);
  };
  setImmediate(turn);
  const work = async (at: number): Promise<void> => {
    await nextSlice();
    begun.push(at);
    await nextSlice();
    begun.push(at);
  };
  await Promise.all(Array.from({ length: 10 }, (_, at) => work(at)));
  const each = Array.from({ length: 10 }, (_, at) => at);
  expect(begun).toEqual([...each, ...each]);
  expect(turns.count).toBeGreaterThanOrEqual(19);
});
