/**
 * Three million flights: `tandem profile` and `tandem run --model logistic` of the built package beside the same work in
 * pandas and scikit-learn (`bench/peers/flights.py`), in turn, each in a fresh process and our project in a fresh folder.
 *   npm run build && npm run bench -- flights [runs]
 * The Python is `TANDEM_PEERS_PYTHON`. Prints the medians, their ratio (theirs / ours) and the peak memory of both.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureCommand, median, type Measured } from "./measure.ts";

const root = join(import.meta.dirname, "..");
const data = join(root, "node_modules/vega-datasets/data/flights-3m.parquet");
const command = join(root, "dist/cli/main.js");
const memoryBar = 2048;

const config = `import { defineProject, parquet } from "tandem-ml";
export default defineProject({
  name: "flights",
  data: parquet(${JSON.stringify(data)}),
  columns: ({ column }) => ({ late: column("delay").greater(15) }),
  predict: "late",
  time: "date",
});
`;

async function runOurs(args: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "bench-flights-"));
  try {
    writeFileSync(join(folder, "tandem.config.ts"), config);
    return await measureCommand(process.execPath, [command, ...args, "--json"], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const aucOf = (output: string): string =>
  /"auc"[^}]*?"estimate":\s*([\d.]+)/.exec(output)?.[1]?.slice(0, 6) ?? "";

async function compare(
  name: string,
  args: readonly string[],
  python: string,
  runs: number,
): Promise<boolean> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let run = 0; run < runs; run++) {
    ours.push(await runOurs(args));
    theirs.push(await measureCommand(python, [join(root, "bench/peers/flights.py"), name, data], root));
  }
  const seconds = (list: readonly Measured[]): number => median(list.map((one) => one.seconds));
  const memory = (list: readonly Measured[]): number => Math.max(...list.map((one) => one.megabytes));
  const line = (who: string, list: readonly Measured[]): string =>
    `  ${who.padEnd(22)} ${seconds(list).toFixed(2).padStart(7)} s   ${memory(list).toFixed(0).padStart(5)} MB   ${list.map((one) => one.seconds.toFixed(1)).join(" ")}`;
  console.log(`${name}, 3,000,000 rows`);
  console.log(line("tandem", ours));
  console.log(line("pandas, scikit-learn", theirs));
  const ratio = seconds(theirs) / seconds(ours);
  console.log(
    `  ratio ${ratio.toFixed(2)} in time (theirs / ours), ${(memory(theirs) / memory(ours)).toFixed(2)} in memory; bars: 1 in time, ${memoryBar} MB`,
  );
  if (name === "run") console.log(`  test AUC ${aucOf(ours[0]!.output)} and ${theirs[0]!.output.trim()}`);
  return ratio >= 1 && memory(ours) < memoryBar;
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchFlights(runs = 3): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"];
  if (!python)
    throw new Error("Set TANDEM_PEERS_PYTHON to a Python with pandas and scikit-learn: see bench/README.md.");
  if (!existsSync(command)) throw new Error("There is no built package: run `npm run build` first.");
  const profile = await compare("profile", ["profile"], python, runs);
  const run = await compare("run", ["run", "--model", "logistic"], python, runs);
  return profile && run;
}
