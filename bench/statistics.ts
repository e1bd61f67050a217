/**
 * Resamples beside SciPy's, and linear and logistic regression with their inference beside statsmodels' and R's, on 1,000,000 rows of
 * 50 numbers.
 *   npm run bench -- statistics [runs]
 * The Python is `TANDEM_PEERS_PYTHON`, R is `TANDEM_PEERS_R` (Rscript); a peer that is not there is left out and said so.
 * TANDEM_BENCH_SCALE=0.1 takes a tenth of the rows, TANDEM_BENCH_THREADS (1) is what the peers' linear algebra may use; ours uses one.
 * Prints medians of seconds from columns in memory to coefficients, errors, p-values and intervals. False where a bar is missed or where
 * the answers of two are further apart than their tolerances.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, exponential } from "../src/base/index.ts";
import {
  createDesign,
  generalizedLinearModel,
  linearRegression,
  type Coefficient,
  type Design,
} from "../src/stats/index.ts";
import { benchBootstrap } from "./bootstrap.ts";
import { measureCommand, median } from "./measure.ts";

const rowCount = Math.round(1_000_000 * Number(process.env["TANDEM_BENCH_SCALE"] ?? 1));
const columnCount = 50;
const threads = process.env["TANDEM_BENCH_THREADS"] ?? "1";
/** How many times as long as ours each peer has to take. */
const bar = 1;
/** The peers stop where their deviance stands; figures may lie so far apart, relative. */
const agreement = 1e-6;

type Work = "linear" | "logistic";

interface Answer {
  readonly seconds: number;
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchStatistics(runs = 1): Promise<boolean> {
  const resampled = await benchBootstrap(runs);
  const folder = await mkdtemp(join(tmpdir(), "tandem-bench-statistics-"));
  try {
    const { columns, linear, logistic } = draw();
    await writeFile(join(folder, "columns.bin"), Buffer.concat(columns.map(bytesOf)));
    await writeFile(join(folder, "linear.bin"), bytesOf(linear));
    await writeFile(join(folder, "logistic.bin"), bytesOf(logistic));
    const design = createDesign({
      variables: columns.map((values, at) => ({ kind: "number", name: `x${at}`, values })),
    });
    let holds = resampled;
    for (const [work, target] of [
      ["linear", linear],
      ["logistic", logistic],
    ] as const)
      holds = (await race(work, design, target, folder, runs)) && holds;
    return holds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function race(
  work: Work,
  design: Design,
  target: Float64Array,
  folder: string,
  runs: number,
): Promise<boolean> {
  const peers: Readonly<Record<string, readonly string[]>> = {
    statsmodels: [
      process.env["TANDEM_PEERS_PYTHON"] ?? "python3",
      join(import.meta.dirname, "peers", "statistics.py"),
      work,
      folder,
      String(rowCount),
      threads,
    ],
    R: [
      process.env["TANDEM_PEERS_R"] ?? "Rscript",
      join(import.meta.dirname, "peers", "statistics.R"),
      work,
      folder,
      String(rowCount),
    ],
  };
  const ours: Answer[] = [];
  const theirs = new Map<string, Answer[]>();
  for (let run = 0; run < runs; run++) {
    ours.push(fitOurs(work, design, target));
    for (const [name, [command, ...args]] of Object.entries(peers)) {
      const answer = await askPeer(command!, args, folder);
      if (answer) theirs.set(name, [...(theirs.get(name) ?? []), answer]);
    }
  }
  const secondsOf = (answers: readonly Answer[]): number => median(answers.map(({ seconds }) => seconds));
  console.log(
    `${work} regression, ${rowCount} rows, ${columnCount} columns: ours ${secondsOf(ours).toFixed(2)} s`,
  );
  let holds = true;
  for (const name of Object.keys(peers)) {
    const answers = theirs.get(name);
    if (!answers) {
      console.log(`  ${name} is not here and was left out`);
      continue;
    }
    const ratio = secondsOf(answers) / secondsOf(ours);
    const apart = Math.max(
      distance(ours[0]!.coefficients, answers[0]!.coefficients),
      distance(ours[0]!.errors, answers[0]!.errors),
    );
    console.log(
      `  ${name.padEnd(12)} ${secondsOf(answers).toFixed(2)} s, ratio ${ratio.toFixed(2)} (bar ${bar}${ratio < bar ? ", missed" : ""}), apart by ${apart.toExponential(1)}`,
    );
    holds &&= ratio >= bar && apart <= agreement;
  }
  return holds;
}

function fitOurs(work: Work, design: Design, response: Float64Array): Answer {
  const begin = performance.now();
  const coefficients: readonly Coefficient[] =
    work === "linear"
      ? linearRegression({ design, response }).coefficients
      : generalizedLinearModel({ design, response, family: "binomial" }).coefficients;
  return {
    seconds: (performance.now() - begin) / 1000,
    coefficients: coefficients.map(({ estimate }) => estimate),
    errors: coefficients.map(({ standardError }) => standardError),
  };
}

/** A peer's answer; undefined where it is not installed. */
async function askPeer(
  command: string,
  args: readonly string[],
  folder: string,
): Promise<Answer | undefined> {
  try {
    const { output } = await measureCommand(command, args, folder);
    return JSON.parse(output) as Answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || /ModuleNotFoundError/.test(String(error)))
      return undefined;
    throw error;
  }
}

/** The largest difference, relative to the largest figure. */
function distance(left: readonly number[], right: readonly number[]): number {
  let largest = 0;
  let apart = left.length === right.length ? 0 : Infinity;
  left.forEach((value, at) => {
    largest = Math.max(largest, Math.abs(value));
    apart = Math.max(apart, Math.abs(value - right[at]!));
  });
  return apart / largest;
}

/** Columns that go together a little, with different means and spreads, and two responses. */
function draw(): {
  readonly columns: readonly Float64Array[];
  readonly linear: Float64Array;
  readonly logistic: Float64Array;
} {
  const random = createRandom("statistics");
  const shared = Float64Array.from({ length: rowCount }, () => random.next() - 0.5);
  const columns = Array.from({ length: columnCount }, (_, at) => {
    const [spread, middle] = [1 + (at % 7), at % 3];
    return Float64Array.from(shared, (value) => middle + spread * (random.next() - 0.5 + value / 2));
  });
  const linear = new Float64Array(rowCount);
  const logistic = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    let score = -0.5;
    for (let at = 0; at < columnCount; at += 5) score += 0.2 * columns[at]![row]!;
    linear[row] = score + 2 * (random.next() + random.next() - 1);
    logistic[row] = random.next() < 1 / (1 + exponential(-score)) ? 1 : 0;
  }
  return { columns, linear, logistic };
}

const bytesOf = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);
