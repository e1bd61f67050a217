import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, quietEffects } from "../src/base/index.ts";
import { gemm } from "../src/kernel/index.ts";
import { trainers, type Fitted, type Trainer, type TrainingSet } from "../src/model/index.ts";
import { measureCommand } from "./measure.ts";

/** The same work for both: a table, a trainer, its parameters. */
interface Race {
  readonly title: string;
  readonly table: "dense" | "words";
  readonly trainer: "logistic" | "lasso" | "glm" | "linear-svm";
  readonly params: Readonly<Record<string, unknown>>;
}

const races: readonly Race[] = [
  { title: "logistic, 60 numbers", table: "dense", trainer: "logistic", params: { lambda: 1 } },
  { title: "logistic, 400 words", table: "words", trainer: "logistic", params: { lambda: 1 } },
  { title: "lasso, 60 numbers", table: "dense", trainer: "lasso", params: { alpha: 0.01 } },
  {
    title: "glm poisson, 60 numbers",
    table: "dense",
    trainer: "glm",
    params: { family: "poisson", lambda: 1 },
  },
  { title: "linear-svm, 60 numbers", table: "dense", trainer: "linear-svm", params: { lambda: 1, folds: 2 } },
];

const rowCount = 20_000;
const columnCounts = { dense: 60, words: 400 } as const;
/** Coefficients may lie so far apart, relative to the greatest: the peer stops at its tolerance. */
const agreement = 1e-4;

interface Drawn {
  readonly columns: readonly Float64Array[];
  readonly score: Float64Array;
}

function draw(table: Race["table"]): Drawn {
  const random = createRandom(`linear/${table}`);
  const column = (place: number): Float64Array => {
    const share = 0.3 / (1 + place / 4);
    return Float64Array.from({ length: rowCount }, () =>
      table === "dense" ? random.next() : random.next() < share ? 1 + random.integer(2) : 0,
    );
  };
  const columns = Array.from({ length: columnCounts[table] }, (_, place) => column(place));
  const score = Float64Array.from(
    { length: rowCount },
    (_, row) => columns.slice(0, 5).reduce((sum, values) => sum + values[row]!, 0) + random.next() * 2,
  );
  return { columns, score };
}

/** The target of a race: the score, whether it is above its middle, or a count that grows with it. */
function targetOf({ trainer }: Race, score: Float64Array): Float64Array {
  const middle = score.toSorted()[rowCount >> 1]!;
  if (trainer === "lasso") return score;
  if (trainer === "glm") return score.map((value) => Math.floor(value));
  return score.map((value) => (value > middle ? 1 : 0));
}

async function trainOurs(race: Race, { columns }: Drawn, target: Float64Array) {
  const trainer = trainers[race.trainer] as Trainer<unknown>;
  const isClass = race.trainer === "logistic" || race.trainer === "linear-svm";
  const set: TrainingSet = {
    task: isClass ? { kind: "binary", classes: [false, true], type: "Boolean" } : { kind: "regression" },
    rowCount,
    features: columns.map((values, at) => ({ kind: "number", name: `x${at}`, values })),
    target,
  };
  const params = trainer.normalize(race.params, "bench", []);
  const begin = process.cpuUsage();
  const fitted = await trainer.train(set, undefined, params, { seed: 1, effects: quietEffects() });
  const { user, system } = process.cpuUsage(begin);
  return { seconds: (user + system) / 1e6, coefficients: coefficientsOf(fitted) };
}

const coefficientsOf = ({ details }: Fitted): readonly number[] =>
  Object.values(details["coefficients"] as Readonly<Record<string, number>>);

interface Theirs {
  readonly seconds: number;
  readonly coefficients: readonly number[];
}

/** The trainers beside scikit-learn on one thread, and the matrix product beside numpy's. Answers must agree. */
export async function benchLinear(): Promise<boolean> {
  const python = process.env["TANDEM_PEERS_PYTHON"] ?? "python3";
  const folder = await mkdtemp(join(tmpdir(), "tandem-bench-linear-"));
  try {
    let agrees = true;
    const tables = { dense: draw("dense"), words: draw("words") };
    for (const race of races) {
      const drawn = tables[race.table];
      const target = targetOf(race, drawn.score);
      await writeFile(join(folder, "columns.bin"), Buffer.concat(drawn.columns.map(bytesOf)));
      await writeFile(join(folder, "target.bin"), bytesOf(target));
      const ours = await trainOurs(race, drawn, target);
      const peer = join(import.meta.dirname, "peers", "linear.py");
      const { output } = await measureCommand(python, [peer, race.trainer, folder, String(rowCount)], folder);
      const theirs = JSON.parse(output) as Theirs;
      const greatest = Math.max(...theirs.coefficients.map(Math.abs));
      const apart = ours.coefficients.map(
        (value, at) => Math.abs(value - theirs.coefficients[at]!) / greatest,
      );
      const difference = Math.max(...apart);
      agrees &&= difference <= agreement;
      console.log(
        `${race.title.padEnd(26)} ours ${ours.seconds.toFixed(2)} s, scikit-learn ${theirs.seconds.toFixed(2)} s of processor, ratio ${(theirs.seconds / ours.seconds).toFixed(2)}, coefficients apart by ${difference.toExponential(1)}`,
      );
    }
    await benchProduct(python, folder);
    return agrees;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** 512 × 512 × 512, the least processor time of ten. */
async function benchProduct(python: string, folder: string): Promise<void> {
  const size = 512;
  const random = createRandom("gemm");
  const [left, right] = [0, 1].map(() => Float64Array.from({ length: size * size }, () => random.next()));
  const times = Array.from({ length: 10 }, () => {
    const begin = process.cpuUsage();
    gemm({ rows: size, inner: size, columns: size, left: left!, right: right! });
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
  const peer = join(import.meta.dirname, "peers", "linear.py");
  const { output } = await measureCommand(python, [peer, "gemm", folder, String(size)], folder);
  const [ours, theirs] = [Math.min(...times), (JSON.parse(output) as Theirs).seconds * 1000];
  console.log(
    `gemm ${size}: ours ${ours.toFixed(1)} ms, numpy ${theirs.toFixed(1)} ms, ratio ${(theirs / ours).toFixed(2)}`,
  );
}
