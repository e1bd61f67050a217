/**
 * A service that is asked for five times as much as it can do.
 *   npm run build && npm run bench -- overload [seconds]
 *   TANDEM_BENCH_ROWS=20 npm run bench -- overload     rows of each request (1 unless told)
 * Measures the greatest load, then has requests due at five times of it, whatever the service does (two minutes unless told), from two
 * processes on another processor. Prints the goodput (answers of status 200 per second) beside that peak, by the clock and by the
 * server's processor time for each answer, which other work on the machine disturbs less; the times of what was accepted; and what
 * was refused. Bars: goodput at least 90 % of the peak, the 99th percentile of what was accepted below 2 s, no other failure.
 */
import { overload } from "../test/e2e/overload.test-support.ts";

const secondsByDefault = 120;
const clients = 2;
const connections = 1000;
const goodputBar = 0.9;
const acceptedBarMs = 2000;
const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** Runs the benchmark; false where a bar is missed. */
export async function benchOverload(seconds = secondsByDefault): Promise<boolean> {
  const rows = Number(process.env["TANDEM_BENCH_ROWS"] ?? 1);
  const found = await overload({ seconds, peakSeconds: 6, times: 5, rows, clients, connections });
  const { peak, goodput, p99, lost, others } = found;
  const share = goodput.rate / peak.rate;
  const shareByCost = peak.cost / goodput.cost;
  console.log(
    [
      `${rows} row${rows === 1 ? "" : "s"} of 28 numbers, 100 trees: peak ${whole(peak.rate)} requests/s, ${whole(peak.cost)} µs of processor time each`,
      `  due for ${seconds} s: ${whole(found.due)}/s; sent ${whole(found.sent)}/s, for the others none of ${whole(clients * connections)} connections was free`,
      `  goodput ${whole(goodput.rate)}/s, ${whole(100 * share)} % of the peak; ${whole(goodput.cost)} µs for each answer with all that was refused, ${whole(100 * shareByCost)} % by processor time`,
      `  accepted: p50 ${whole(found.p50)} ms, p99 ${whole(p99)} ms, longest ${whole(found.longest)} ms`,
      `  refused with 503 and Retry-After: ${whole(found.refused)}/s, p99 ${whole(found.refusedP99)} ms; ${lost} connections lost, ${others} other answers`,
    ].join("\n"),
  );
  return Math.max(share, shareByCost) >= goodputBar && p99 < acceptedBarMs && lost + others === 0;
}
