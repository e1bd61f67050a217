import { createRandom } from "../../src/base/index.ts";
import { writeTable, type TableMeta } from "./table.ts";

/** A table to be made: its name and how it is written into a folder. */
export interface MadeTable {
  readonly name: string;
  readonly title: string;
  /** Tables of other draws are other tables of the same make. */
  write(folder: string, scale: number, draws: number): void;
}

type Draw = () => number;

/** The seed of some draws; the first ones have the name alone. */
const seedOf = (name: string, draws: number): string => (draws === 1 ? name : `${name} ${draws}`);

/** Normal numbers by the polar method of Marsaglia, from a seed. */
function normals(seed: string): Draw {
  const random = createRandom(seed);
  let spare = Number.NaN;
  return () => {
    if (spare === spare) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * random.next() - 1;
      const v = 2 * random.next() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

const fill = (rowCount: number, draw: (row: number) => number): Float64Array => {
  const column = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) column[row] = draw(row);
  return column;
};

const numbers = (count: number): TableMeta["columns"] =>
  Array.from({ length: count }, (_, at) => ({ name: `x${at}`, kind: "number", levelCount: 0 }));

/** 1 where the score with noise is above its middle. */
const above = (score: Float64Array, noise: number, draw: Draw): Float64Array => {
  const noisy = score.map((value) => value + noise * draw());
  const middle = noisy.toSorted()[noisy.length >> 1]!;
  return noisy.map((value) => Number(value > middle));
};

/** In the shape of the Higgs data (Baldi, Sadowski, Whiteson 2014): 21 measured numbers and 7 that are made of them. */
function higgsLike(folder: string, scale: number, draws: number): void {
  const rowCount = Math.round(1_000_000 * scale);
  const draw = normals(seedOf("higgs", draws));
  const low = Array.from({ length: 21 }, (_, at) =>
    fill(
      rowCount,
      at % 4 === 3 ? () => Math.round(draw() * 2) / 2 : at % 3 === 0 ? () => Math.exp(draw() / 2) : draw,
    ),
  );
  const at = (column: number, row: number): number => low[column]![row]!;
  const high = Array.from({ length: 7 }, (_, made) =>
    fill(rowCount, (row) => {
      const [a, b, c] = [at(made, row), at(made + 7, row), at(made + 14, row)];
      return Math.sqrt(a * a + b * b + Math.abs(a * c)) + 0.1 * draw();
    }),
  );
  const score = fill(rowCount, (row) => {
    const made = high.reduce((sum, column, place) => sum + column[row]! * (place % 2 === 0 ? 0.6 : -0.5), 0);
    return (
      made +
      Math.sin(at(0, row) * at(1, row)) +
      0.5 * at(2, row) * Math.tanh(at(5, row)) -
      0.3 * Math.abs(at(9, row))
    );
  });
  const meta = {
    name: "higgs",
    task: "binary",
    classCount: 2,
    rowCount,
    trainCount: Math.round(rowCount * 0.8),
  } as const;
  writeTable(folder, { ...meta, columns: numbers(28) }, [...low, ...high], above(score, 1.2, draw));
}

/** 200 numbers, 100 small counts, and 20 categories of ten levels as 200 indicators. */
function wide(folder: string, scale: number, draws: number): void {
  const rowCount = Math.round(100_000 * scale);
  const draw = normals(seedOf("wide", draws));
  const random = createRandom(seedOf("wide levels", draws));
  const smooth = Array.from({ length: 200 }, () => fill(rowCount, draw));
  const counts = Array.from({ length: 100 }, (_, at) =>
    fill(rowCount, (row) => Math.max(0, Math.round(1.5 * draw() + smooth[at]![row]!))),
  );
  const score = fill(
    rowCount,
    (row) =>
      smooth[0]![row]! * smooth[1]![row]! +
      smooth[2]![row]! -
      Math.abs(smooth[3]![row]!) +
      0.3 * counts[4]![row]! +
      Math.sin(2 * smooth[5]![row]!),
  );
  const indicators: Float64Array[] = [];
  for (let category = 0; category < 20; category++) {
    const codes = fill(rowCount, () => Math.floor(10 * random.next() * random.next()));
    if (category < 4)
      for (let row = 0; row < rowCount; row++) score[row]! += [1, -0.5, 0.3, -1, 0.8][codes[row]! % 5]! * 0.8;
    for (let level = 0; level < 10; level++)
      indicators.push(fill(rowCount, (row) => Number(codes[row] === level)));
  }
  const meta = {
    name: "wide",
    task: "binary",
    classCount: 2,
    rowCount,
    trainCount: Math.round(rowCount * 0.8),
  } as const;
  writeTable(
    folder,
    { ...meta, columns: numbers(500) },
    [...smooth, ...counts, ...indicators],
    above(score, 1.2, draw),
  );
}

/** 20 numbers with gaps, 10 whole numbers, and 10 categories of 3 to 200 levels. */
function mixed(folder: string, scale: number, draws: number): void {
  const rowCount = Math.round(500_000 * scale);
  const draw = normals(seedOf("mixed", draws));
  const random = createRandom(seedOf("mixed levels", draws));
  const levelCounts = [3, 5, 8, 12, 20, 30, 50, 80, 120, 200];
  const effects = levelCounts.map((count) => Array.from({ length: count }, draw));
  const smooth = Array.from({ length: 20 }, () => fill(rowCount, draw));
  const whole = Array.from({ length: 10 }, (_, at) =>
    fill(rowCount, () => Math.round(Math.exp(1 + at / 4 + draw() / 2))),
  );
  const codes = levelCounts.map((count) =>
    fill(rowCount, () => Math.floor(count * random.next() * random.next())),
  );
  const score = fill(rowCount, (row) => {
    const byLevel = codes.reduce(
      (sum, column, at) => sum + (at % 2 === 0 ? effects[at]![column[row]!]! * 0.5 : 0),
      0,
    );
    return (
      byLevel +
      smooth[0]![row]! * smooth[1]![row]! +
      smooth[2]![row]! +
      Math.log(1 + whole[3]![row]!) +
      0.5 * Math.abs(smooth[4]![row]!)
    );
  });
  for (const [at, column] of [...smooth, ...codes].entries())
    if (at % 3 === 0)
      for (let row = 0; row < rowCount; row++) if (random.next() < 0.1) column[row] = Number.NaN;
  const columns = [
    ...numbers(30),
    ...levelCounts.map((levelCount, at) => ({ name: `c${at}`, kind: "category", levelCount }) as const),
  ];
  const meta = {
    name: "mixed",
    task: "binary",
    classCount: 2,
    rowCount,
    trainCount: Math.round(rowCount * 0.8),
  } as const;
  writeTable(folder, { ...meta, columns }, [...smooth, ...whole, ...codes], above(score, 1.5, draw));
}

/** The tables on which speed and memory are measured. */
export const madeTables: readonly MadeTable[] = [
  { name: "higgs", title: "1,000,000 x 28 numbers", write: higgsLike },
  { name: "wide", title: "100,000 x 500, half of them counts and indicators", write: wide },
  { name: "mixed", title: "500,000 x 40 with categories and gaps", write: mixed },
];
