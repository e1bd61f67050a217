import { expect, it } from "vitest";
import { restartUnderLoad } from "./restarts.test-support.ts";

const requests = 3000;

it.each([
  ["", false],
  [" and a prediction log that goes from one process to the next", true],
])(`fails none of ${requests} requests over a swap and a SIGTERM with handover%s`, async (_, isRecorded) => {
  const found = await restartUnderLoad({ requests, disturbances: 2, peakMs: 500, isRecorded });
  expect(found.failed).toEqual([]);
  expect(found).toMatchObject({ swaps: 1, ends: 1 });
  expect(found.requests).toBeGreaterThanOrEqual(requests);
  expect(found.versions).toEqual([1, 2]);
  if (isRecorded) expect(found.kept).toEqual({ requests: found.kept?.requests, rows: found.kept?.requests });
});
