import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../src/base/index.ts";
import { bootstrapInterval, permutationTest } from "../src/stats/index.ts";
import { measureCommand, median } from "./measure.ts";

const scale = Number(process.env["TANDEM_BENCH_SCALE"] ?? 1);
/** Values in each of the two samples. */
const size = Math.round(50_000 * scale);
const threads = process.env["TANDEM_BENCH_THREADS"] ?? "1";
const bar = 1;
/** Intervals of different random numbers may lie so far apart, in widths of the interval. */
const agreement = 0.1;

type Work = "percentile" | "bca" | "permutation";

/** SciPy takes half a minute for some of these, so it is given fewer resamples where that says the same. */
const resamples: Readonly<Record<Work, { readonly ours: number; readonly theirs: number }>> = {
  percentile: { ours: 10_000, theirs: 10_000 },
  // Nearly all of SciPy's time is the jackknife, which leaves out each of the values.
  bca: { ours: 10_000, theirs: 10_000 },
  permutation: { ours: 9_999, theirs: 999 },
};

interface Answer {
  readonly seconds: number;
  readonly figures: readonly number[];
}

/**
 * Resamples of a difference of two means beside SciPy's `bootstrap` and `permutation_test` (vectorised), in turns on the same machine;
 * false where ours is slower, or where the intervals are further apart than chance has them.
 */
export async function benchBootstrap(runs = 1): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-bench-bootstrap-"));
  try {
    const random = createRandom("bootstrap");
    const draw = (shift: number): Float64Array =>
      Float64Array.from({ length: size }, () => random.next() + random.next() + random.next() + shift);
    const [first, second] = [draw(0), draw(0.01)];
    await writeFile(join(folder, "first.bin"), Buffer.from(first.buffer));
    await writeFile(join(folder, "second.bin"), Buffer.from(second.buffer));
    let holds = true;
    for (const work of ["percentile", "bca", "permutation"] as const)
      holds = (await race(work, [first, second], folder, runs)) && holds;
    return holds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function race(
  work: Work,
  samples: readonly [Float64Array, Float64Array],
  folder: string,
  runs: number,
): Promise<boolean> {
  const ours: Answer[] = [];
  const theirs: Answer[] = [];
  for (let run = 0; run < runs; run++) {
    ours.push(resampleOurs(work, samples));
    const answer = await askPeer(work, folder);
    if (answer) theirs.push(answer);
  }
  const perResample = (answers: readonly Answer[], count: number): number =>
    (median(answers.map(({ seconds }) => seconds)) / count) * 10_000;
  const own = perResample(ours, resamples[work].ours);
  console.log(`${work}, 10,000 resamples of 2 x ${size} values: ours ${own.toFixed(2)} s`);
  const [mine, other] = [ours[0]?.figures, theirs[0]?.figures];
  if (!mine || !other) {
    console.log("  SciPy is not here and was left out");
    return true;
  }
  const peer = perResample(theirs, resamples[work].theirs);
  const ratio = peer / own;
  const width = work === "permutation" ? 1 : mine[1]! - mine[0]!;
  const apart = Math.max(...mine.map((value, at) => Math.abs(value - other[at]!))) / width;
  console.log(
    `  SciPy        ${peer.toFixed(2)} s, ratio ${ratio.toFixed(2)} (bar ${bar}${ratio < bar ? ", missed" : ""}), apart by ${apart.toFixed(3)} of the width`,
  );
  return ratio >= bar && apart <= agreement;
}

function resampleOurs(work: Work, [first, second]: readonly [Float64Array, Float64Array]): Answer {
  const count = resamples[work].ours;
  const begin = performance.now();
  const figures = ((): number[] => {
    if (work === "permutation") {
      const { statistic, pValue } = permutationTest([first, second], "difference of means", {
        resamples: count,
      });
      return [statistic.value, pValue];
    }
    const { interval } = bootstrapInterval([first, second], "difference of means", {
      resamples: count,
      method: work,
    });
    return [interval.low, interval.high];
  })();
  return { seconds: (performance.now() - begin) / 1000, figures };
}

/** SciPy's answer; undefined where it is not installed. */
async function askPeer(work: Work, folder: string): Promise<Answer | undefined> {
  const python = process.env["TANDEM_PEERS_PYTHON"] ?? "python3";
  const args = [
    join(import.meta.dirname, "peers", "bootstrap.py"),
    work,
    folder,
    String(resamples[work].theirs),
    threads,
  ];
  try {
    return JSON.parse((await measureCommand(python, args, folder)).output) as Answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || /ModuleNotFoundError/.test(String(error)))
      return undefined;
    throw error;
  }
}
