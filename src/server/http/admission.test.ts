import { expect, it } from "vitest";
import { Admission } from "./admission.ts";
import type { Call } from "./call.ts";

const requests = 60;
const workMs = 0.25;

/** How many of the requests that came together were worked on in each turn of the event loop, with a new connection in each or none. */
async function workedByTurn(hasNewcomers: boolean): Promise<readonly number[]> {
  let worked = 0;
  const admission = new Admission(1000, 1000, () => {
    worked++;
    const end = performance.now() + workMs;
    while (performance.now() < end);
  });
  const turns: number[] = [];
  if (hasNewcomers) admission.newcomer();
  for (let at = 0; at < requests; at++) admission.admit({ state: "reading" } as Call, performance.now());
  while (turns.reduce((sum, count) => sum + count, worked) < requests) {
    turns.push(worked);
    worked = 0;
    if (hasNewcomers) admission.newcomer();
    await new Promise((resume) => setImmediate(resume));
  }
  return turns;
}

it("works in slices of 10 ms, and in short ones while new connections come in, of which each turn takes one", async () => {
  const calm = await workedByTurn(false);
  const crowded = await workedByTurn(true);
  // A slice of 0.5 ms has two pieces of work and one that begins within it, and a turn has two slices.
  expect(Math.max(...crowded)).toBeLessThanOrEqual(6);
  expect(Math.max(...calm)).toBeGreaterThan(6);
});
