import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/base/index.ts";
import { fitLeastSquares } from "../src/stats/index.ts";
import { measureCommand, median } from "./measure.ts";

const columnCount = 50;
/** Coefficients and standard errors may lie so far apart. */
const agreement = 1e-9;

interface Answer {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly coefficients: readonly number[];
  readonly errors: readonly number[];
}

/**
 * Least squares with standard errors, residuals and R² on 1,000,000 rows of 50 columns and an intercept, beside statsmodels'
 * `OLS` and R's `lm` with `summary`, each in a fresh process with the table in memory before the clock starts. The bar is to be
 * as fast as both by the wall clock, on as many threads as each takes of its own.
 */
export async function benchLeastSquares(runs = 1): Promise<boolean> {
  const rows = Math.round(1_000_000 * Number(process.env["TANDEM_BENCH_SCALE"] ?? 1));
  const folder = mkdtempSync(join(tmpdir(), "tandem-bench-least-squares-"));
  try {
    const { columns, target } = draw(rows);
    writeFileSync(join(folder, "columns.bin"), Buffer.concat([...columns, target].map(bytesOf)));
    const peers = [
      ["statsmodels", process.env["TANDEM_PEERS_PYTHON"] ?? "python3", "least_squares.py"],
      ["R", process.env["TANDEM_PEERS_RSCRIPT"] ?? "Rscript", "least_squares.R"],
    ] as const;
    const times = new Map<string, Answer[]>([["tandem", []]]);
    for (let run = 0; run < runs; run++) {
      times.get("tandem")!.push(fitOurs(columns, target));
      for (const [name, command, script] of peers) {
        const own = times.get(name) ?? [];
        try {
          const path = join(import.meta.dirname, "peers", script);
          const { output } = await measureCommand(
            command,
            [path, folder, String(rows), String(columnCount)],
            folder,
          );
          own.push(readAnswer(output));
          times.set(name, own);
        } catch (error) {
          console.log(`${name} is left out: ${String(error).slice(0, 300)}`);
        }
      }
    }
    return report(rows, times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Columns that share a part, of different units; a target of all of them and noise. */
function draw(rows: number): { readonly columns: readonly Float64Array[]; readonly target: Float64Array } {
  const random = createRandom("bench least squares");
  const common = Float64Array.from({ length: rows }, () => random.next());
  const columns = Array.from({ length: columnCount }, (_, at) =>
    common.map((value) => (1 + at) * (value + 2 * random.next() + 3)),
  );
  const target = common.map((_, row) => {
    let sum = 20 * random.next();
    for (const [at, column] of columns.entries()) sum += (column[row]! * ((at % 7) - 3)) / (1 + at);
    return sum;
  });
  return { columns, target };
}

function fitOurs(columns: readonly Float64Array[], target: Float64Array): Answer {
  const processor = process.cpuUsage();
  const begin = performance.now();
  const { terms } = fitLeastSquares({
    columns: columns.map((values, at) => ({ name: `x${at + 1}`, values })),
    target: { name: "y", values: target },
  });
  const { user, system } = process.cpuUsage(processor);
  return {
    seconds: (performance.now() - begin) / 1000,
    processorSeconds: (user + system) / 1e6,
    coefficients: terms.map(({ coefficient }) => coefficient),
    errors: terms.map(({ standardError }) => standardError),
  };
}

/** Two times, then coefficients and errors, a number a line. */
function readAnswer(output: string): Answer {
  const numbers = output.trim().split(/\s+/).map(Number);
  return {
    seconds: numbers[0]!,
    processorSeconds: numbers[1]!,
    coefficients: numbers.slice(2, 3 + columnCount),
    errors: numbers.slice(3 + columnCount),
  };
}

function report(rows: number, times: ReadonlyMap<string, readonly Answer[]>): boolean {
  const ours = times.get("tandem")!;
  const seconds = median(ours.map((one) => one.seconds));
  let holds = true;
  console.log(`${rows} x ${columnCount}, ${availableParallelism()} threads there, ours takes one`);
  for (const [name, answers] of times) {
    const own = median(answers.map((one) => one.seconds));
    const processor = median(answers.map((one) => one.processorSeconds));
    const apart = Math.max(
      ...answers[0]!.coefficients.map(
        (value, at) => Math.abs(value - ours[0]!.coefficients[at]!) / ours[0]!.errors[at]!,
      ),
      ...answers[0]!.errors.map((value, at) => Math.abs(value / ours[0]!.errors[at]! - 1)),
    );
    const isFast = name === "tandem" || own >= seconds;
    if (!isFast || !(apart <= agreement)) holds = false;
    console.log(
      `${name.padEnd(12)} ${own.toFixed(2)} s, ${processor.toFixed(2)} s of processor, theirs / ours ${(own / seconds).toFixed(2)}${isFast ? "" : " (bar 1, missed)"}, apart by ${apart.toExponential(1)}`,
    );
  }
  return holds;
}
