/**
 * A service under requests is swapped and ended by SIGTERM, in turn. Requests are due at 70 % of the greatest load, whatever the service
 * does. Each end hands over: the next service listens at the same port (`--share-port`) before the one that ends is told to.
 *   npm run build && npm run bench -- restarts [requests]
 *   TANDEM_BENCH_RECORD=1 npm run bench -- restarts    with the prediction log on, which goes from one process to the next
 * Prints how many requests were answered and failed, and whether each answer's version is the one that computed it (1,000,000
 * requests, 10 swaps and 10 SIGTERMs unless told). Nothing is sent again. Bar: none failed, none refused a connection, none wrong; with
 * the log on, every answer is in it once.
 */
import { restartUnderLoad } from "../test/e2e/restarts.test-support.ts";

const requestsByDefault = 1_000_000;
const peakMs = 5000;

/** Runs the benchmark; false where a request failed or an answer was wrong. */
export async function benchRestarts(requests = requestsByDefault): Promise<boolean> {
  const { failed, kept, ...found } = await restartUnderLoad({
    requests,
    // Ten swaps and ten SIGTERMs for a million requests, one of each for a few.
    disturbances: Math.max(2, Math.min(20, 2 * Math.round(requests / 100_000))),
    peakMs,
    isRecorded: process.env["TANDEM_BENCH_RECORD"] !== undefined,
  });
  console.log(
    `${found.requests.toLocaleString("en")} requests at ${((100 * found.rate) / found.peak).toFixed(0)} % of ${Math.round(found.peak).toLocaleString("en")} requests/s, ${found.swaps} swaps, ${found.ends} SIGTERMs: ${failed.length} failed or wrong, none sent again; the longest took ${found.longestMs.toFixed(0)} ms; answered by versions ${found.versions.join(", ")}`,
  );
  if (kept)
    console.log(
      `  the prediction log has ${kept.rows.toLocaleString("en")} rows of ${kept.requests.toLocaleString("en")} requests`,
    );
  for (const one of failed.slice(0, 5)) console.log(`  ${one}`);
  return failed.length === 0 && (kept === undefined || kept.rows === kept.requests);
}
