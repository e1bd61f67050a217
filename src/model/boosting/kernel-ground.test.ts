import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { binColumn, createBinTable, openCrew, treeWorkBytes } from "../../kernel/index.ts";
import { createSampler } from "./bag.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { deriveOutput, growIteration, openGrowth, prepareOutputs } from "./grow-iteration.ts";
import { growTree } from "./grow-tree.ts";
import { normalizeParameters } from "../parameters.ts";
import type { TrainingSet } from "../trainer.ts";
import { kernelSize, openKernelGround } from "./kernel-ground.ts";
import { boostingRules, type BoostingParameters } from "./parameters.ts";
import { findSplits } from "./leaf-search.ts";
import { rootState } from "./leaf-state.ts";
import { openObjective } from "./objectives/open-objective.ts";
import { openPlainGround } from "./plain-ground.ts";
import { openSide } from "./side.ts";
import { addTree } from "./tree.ts";
import type { LeafPlaces, TreeGround } from "./tree-ground.ts";

interface Made {
  readonly bins: readonly FeatureBins[];
  readonly columns: readonly Uint8Array[];
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Columns of many kinds: few bins and all, categories, one value only, gaps; derivatives that some of them explain. */
function make(rowCount: number, seed: string): Made {
  const random = createRandom(seed);
  const widths = [256, 256, 3, 2, 17, 256, 100, 40, 5, 256, 64, 31, 256, 7, 256, 128, 9, 255, 2, 256];
  const bins = widths.map((binCount, at): FeatureBins => {
    const shared = { name: String(at), binCount, missingBin: binCount - 1 };
    return at % 5 === 2
      ? { kind: "category", levels: Array.from({ length: binCount - 2 }, (_, level) => level), ...shared }
      : { kind: "number", edges: Float64Array.from({ length: binCount - 2 }, (_, edge) => edge), ...shared };
  });
  const columns = widths.map((binCount, at) =>
    Uint8Array.from({ length: rowCount }, () =>
      at === 6 ? 4 : Math.floor(random.next() ** (1 + (at % 3)) * binCount),
    ),
  );
  const score = (row: number): number =>
    columns[0]![row]! / 100 - columns[4]![row]! / 17 + (columns[2]![row] === 1 ? 1 : 0);
  const gradient = Float64Array.from({ length: rowCount }, (_, row) => score(row) + random.next() * 4 - 3);
  const hessian = gradient.map((value) => 0.02 + Math.abs(value) * random.next());
  return { bins, columns, gradient, hessian };
}

/** Rows of a form that the ground knows. */
type FormCase = Pick<TrainingSet, "task" | "target" | "weight"> & {
  /** How far scores go. */
  readonly spread: number;
  readonly params?: Partial<BoostingParameters>;
};

const defaults = {
  ...normalizeParameters(boostingRules, {}, "test", []),
  monotone: undefined,
  groups: undefined,
  seed: 1,
};

describe("a ground on the kernel", () => {
  const rowCount = 40_003;
  const made = make(rowCount, "ground");
  const every = made.bins.map((_, feature) => feature);
  /** The plain one, and kernels with 1, 2 and 4 threads. */
  const grounds: TreeGround[] = [];
  beforeAll(async () => {
    grounds.push(openPlainGround(made.bins, made.columns, rowCount));
    for (const threads of [1, 2, 4]) {
      const size = { rowCount, leafCount: 31, outputCount: 2, threads };
      const refuse = (): TreeGround => {
        throw new Error("these derivatives are narrow");
      };
      const binCounts = made.bins.map(({ binCount }) => binCount);
      const workBytes = treeWorkBytes({ ...kernelSize(binCounts, size), rowCount });
      const columnCount = made.columns.length;
      const table = createBinTable({ rowCount, columnCount, workBytes, shared: threads > 1 })!;
      // Whoever fills the columns may leave anything in the work.
      new Uint8Array(table.memory.buffer, table.workAddress, table.workBytes).fill(0xa5);
      for (const [at, column] of made.columns.entries()) binColumn(table, at).set(column);
      grounds.push((await openKernelGround(made.bins, table, openCrew(table, threads), size, refuse))!);
    }
  });
  afterAll(() => {
    for (const ground of grounds) ground.close();
  });

  /** All that a ground tells in some steps, as text under names. */
  function tellAll(
    ground: TreeGround,
    rows: Uint32Array | undefined,
    features: readonly number[] = every,
  ): ReadonlyMap<string, string> {
    const told = new Map<string, string>();
    const tell = (name: string, value: unknown): void => void told.set(name, JSON.stringify(value));
    const tellSums = (name: string, key: number): void =>
      tell(
        name,
        features.map((at) => [...ground.read(key, at).subarray(0, made.bins[at]!.binCount * 3)]),
      );
    const units = ground.derive(made.gradient.slice(), made.hessian.slice());
    tell("units", units);
    tell("sums", ground.begin(rows, features));
    const root = ground.fill(0, ground.placeCount());
    tellSums("root", root);
    const goesLeft = Uint8Array.from({ length: 256 }, (_, bin) => (bin % 3 === 0 ? 1 : 0));
    const middle = ground.part(0, ground.placeCount(), 5, goesLeft);
    tell("middle", middle);
    const left = ground.fillSide(0, middle, root);
    tellSums("left", left);
    tellSums("right", root);
    ground.recount(left, 0, middle);
    tellSums("left counted", left);
    tellSums("right beside it", root);
    const scores = new Float64Array(rowCount);
    ground.addValues([{ from: middle, to: ground.placeCount(), value: 0.25 }], scores);
    tell("scores", [...scores]);
    ground.release(left);
    ground.release(root);
    const { tree, leaves } = growTree(ground, {
      ...defaults,
      seed: 0,
      rows,
      features,
      limits: { ...defaults, ...units },
    });
    tell("tree", tree);
    tell("leaves", leaves);
    expect(leaves.length).toBe(31);
    const [room] = ground.scoreRoom(2);
    room!.fill(0.1);
    ground.addValues(leaves, room!);
    tell("scores of the tree", [...room!]);
    return told;
  }

  it("gives the sums, parts and trees of the plain one to the bit, of all rows and of some, with any threads", () => {
    const some = Uint32Array.from(made.columns[1]!.keys()).filter((row) => row % 3 > 0);
    const few = [1, 3, 4, 7, 12, 17];
    for (const [rows, features] of [
      [undefined],
      [some],
      [undefined, few],
      [some, [5]],
      [undefined],
    ] as const) {
      const [plain, ...kernels] = grounds.map((ground) => tellAll(ground, rows, features));
      for (const kernel of kernels) {
        const differing = [...plain!].filter(([name, text]) => kernel.get(name) !== text);
        expect(differing.map(([name]) => name)).toEqual([]);
      }
    }
  });

  /** Rows to learn from, how far their scores go, and what the objective is told. */
  const label = made.gradient.map((value) => (value > 0 ? 1 : 0));
  const weight = made.hessian.map((value, row) => (row % 1000 === 3 ? 0 : 1e-5 * (0.2 + value)));
  const binary = {
    task: { kind: "binary", classes: [0, 1], type: "Int" },
    target: label,
    spread: 3,
  } as const;
  const two = { ...binary, task: { kind: "multiclass", classes: [0, 1], type: "Int" } } as const;
  const number = { task: { kind: "regression" }, target: made.gradient, spread: 2 } as const;
  const shares = { ...number, target: label.map((value, row) => value * 0.7 + made.hessian[row]! / 100) };
  const positive = { ...number, target: made.gradient.map((value) => 0.1 + value * value) };
  const forms: readonly [string, FormCase][] = [
    ["log-loss", binary],
    ["log-loss of equal scores", { ...binary, spread: 0 }],
    ["log-loss of great scores", { ...binary, spread: 60 }],
    ["weighted log-loss", { ...binary, weight }],
    ["log-loss of weighted classes", { ...binary, params: { scalePosWeight: 3.7 } }],
    ["log-loss weighted twice", { ...binary, weight, params: { isUnbalance: true } }],
    ["log-loss of each class", { ...two, params: { objective: "multiclassova" } }],
    ["squared error", number],
    ["squared error of great numbers", { ...number, target: made.gradient.map((value) => value * 1e200) }],
    ["weighted squared error", { ...number, weight }],
    ["cross-entropy", { ...shares, params: { objective: "cross_entropy" } }],
    ["Poisson's deviance", { ...positive, params: { objective: "poisson" } }],
    ["the gamma deviance", { ...positive, weight, params: { objective: "gamma" } }],
    ["the Tweedie deviance", { ...positive, params: { objective: "tweedie", tweedieVariancePower: 1.4 } }],
    ["softmax", two],
    ["weighted softmax", { ...two, weight }],
  ];
  it.each(forms)("takes derivatives of %s, and adds values, as the plain one does", (_, given) => {
    const random = createRandom("forms");
    const { spread, params, ...rest } = given;
    const set = { rowCount, features: [], ...rest };
    const size = rest.target.reduce((most, value) => Math.max(most, value), 0);
    const score = Float64Array.from({ length: rowCount }, (_row, row) =>
      spread === 0 ? 0.3 : row === 7 ? spread / 3e10 : row % 5000 === 9 ? -1 : (random.next() - 0.5) * spread,
    ).map((value) => (size > 100 ? value * size : value));
    const objective = openObjective(set, { ...defaults, ...params }, 1);
    const output = objective.start.length - 1;
    const [gradient, hessian] = [new Float64Array(rowCount), new Float64Array(rowCount)];
    const told = grounds.map((ground) => {
      const scores = ground.scoreRoom(2).slice(0, output + 1);
      for (const [at, mine] of scores.entries())
        mine.set(score.map((value) => value * (at === output ? 1 : -0.5)));
      const mine = scores[output]!;
      const growth = openGrowth(ground, { columns: [], set, scores }, objective);
      objective.prepare?.(scores, 1);
      objective.differentiate(scores, output, gradient, hessian);
      prepareOutputs(growth, 1);
      expect(ground.deriveForm(objective.form!, mine)).toBeDefined();
      const units = deriveOutput(growth, output);
      const sums = ground.begin(undefined, every);
      const root = ground.fill(0, rowCount);
      const triples = [...ground.read(root, 0)];
      ground.release(root);
      const goesLeft = Uint8Array.from({ length: 256 }, (_bin, bin) => (bin % 3 === 0 ? 1 : 0));
      const middle = ground.part(0, rowCount, 5, goesLeft);
      const leaves = [
        { from: 0, to: middle, value: 0.1 },
        { from: middle, to: rowCount, value: -1 / 3 },
      ];
      ground.addValues(leaves, mine);
      return { units, sums, triples: triples.slice(0, 768), scores: [...mine] };
    });
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    const { units, sums } = told[0]!;
    const sizes = gradient.reduce((sum, value) => sum + Math.abs(value), 0);
    const exact = gradient.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(sums.gradient * units.gradientUnit - exact) / sizes).toBeLessThan(1e-4);
    const bent = hessian.reduce((sum, value) => sum + value, 0);
    expect((sums.hessian * units.hessianUnit) / bent).toBeCloseTo(1, spread > 3 ? 2 : 4);
  });

  it("learns as much from derivatives of 32 bits as from those of 64, by the loss of other rows", () => {
    const held = make(20_000, "held out");
    const set = { ...binary, rowCount, features: [] };
    const objective = openObjective(set, defaults, 1);
    const single = grounds[1]!;
    const double: TreeGround = {
      ...single,
      deriveForm: () => undefined,
      // In the same units: others would give other ties, and so other trees.
      derive: (gradient, hessian) =>
        single.derive(
          gradient.map((value) => Math.round(value * 2 ** 14) / 2 ** 14),
          hessian.map((value) => Math.max(1, Math.round(value * 2 ** 17)) / 2 ** 17),
        ),
    };
    const losses = [single, double].map((ground) => {
      const side = openSide(set, { columns: [] }, objective.start, ground.scoreRoom(2));
      const growth = openGrowth(ground, side, objective);
      const scores = new Float64Array(20_000).fill(objective.start[0]!);
      for (let iteration = 1; iteration <= 12; iteration++) {
        const sampler = createSampler(set, defaults, 1);
        const rules = { monotone: undefined, groups: undefined, maxBins: [] };
        const task = { iteration, sampler, params: defaults, rules, learningRate: 0.1, seed: `${iteration}` };
        addTree(growIteration(growth, task)[0]!.tree, { columns: held.columns }, scores);
      }
      const wrong = scores.map((value, row) => (held.gradient[row]! > 0 ? -value : value));
      return wrong.reduce((sum, value) => sum + Math.log1p(Math.exp(value)), 0) / wrong.length;
    });
    expect(losses[1]).toBeLessThan(0.65);
    expect(losses[0]! / losses[1]!).toBeCloseTo(1, 5);
  });

  it("measures the log-loss and the squared error as the plain one does", () => {
    const random = createRandom("judged");
    const score = Float64Array.from({ length: rowCount }, () => (random.next() - 0.5) * 12);
    const wrong = score.map((value, row) => (label[row] === 1 ? -value : value));
    for (const [kind, target, losses] of [
      ["log-loss", label, wrong.map((value) => Math.log1p(Math.exp(value)))],
      ["difference", made.gradient, score.map((value, row) => (value - made.gradient[row]!) ** 2)],
    ] as const) {
      const means = grounds.map((ground) => {
        const [mine] = ground.scoreRoom(2);
        mine!.set(score);
        return ground.judgeForm({ kind, target, label: 1 }, mine!);
      });
      expect(new Set(means).size).toBe(1);
      expect(means[0]).toBeCloseTo(losses.reduce((sum, value) => sum + value, 0) / rowCount, 9);
    }
  });

  it("finds the splits of the plain search under any limits", () => {
    const random = createRandom("limits");
    const units = grounds.map((ground) => ground.derive(made.gradient.slice(), made.hessian.slice()))[0]!;
    let found = 0;
    for (let round = 0; round < 60; round++) {
      const share = [1, 0.3, 0.05, 0.004][round % 4]!;
      const rows = Uint32Array.from(made.columns[1]!.keys()).filter(() => random.next() < share);
      const limits = {
        ...defaults,
        ...units,
        lambdaL2: [0, 0.5, 300, 1e9][random.integer(4)]!,
        minDataInLeaf: [1, 20, 700, 3000][random.integer(4)]!,
        minSumHessianInLeaf: [0, 1e-3, 40][random.integer(3)]!,
        minGainToSplit: [0, 3][random.integer(2)]!,
        catSmooth: [0, 10, 100][random.integer(3)]!,
        catL2: [0, 10][random.integer(2)]!,
        minDataPerGroup: [1, 100][random.integer(2)]!,
        maxCatThreshold: [3, 32][random.integer(2)]!,
        maxCatToOnehot: [4, 60][random.integer(2)]!,
      };
      const asked = every.filter(() => random.next() < [1, 0.2][round % 2]!);
      const splits = grounds.map((ground) => {
        const sums = ground.begin(rows, asked);
        const histogram = ground.fill(0, rows.length);
        const state = rootState(sums, limits, 1);
        const [split] = findSplits(ground, [{ histogram, state }], asked, limits);
        ground.release(histogram);
        return split;
      });
      for (const split of splits.slice(1)) expect(split).toEqual(splits[0]);
      if (splits[0]) found++;
    }
    expect(found).toBeGreaterThan(30);
  });

  /** Whether the rows of each leaf stand in their order, which threads that add values go by. */
  function ordersAreKept(ground: TreeGround, leaves: readonly LeafPlaces[]): boolean {
    const places = new Float64Array(rowCount);
    ground.addValues(
      Array.from({ length: rowCount }, (_, at) => ({ from: at, to: at + 1, value: at })),
      places,
    );
    const order = Uint32Array.from(places.keys()).toSorted((one, other) => places[one]! - places[other]!);
    return leaves.every(({ from, to }) =>
      order.subarray(from, to).every((row, at, rows) => at === 0 || row > rows[at - 1]!),
    );
  }

  it("has no leaf of fewer rows than are allowed, though it estimates them", () => {
    // A few rows of great curvature and one gradient, which the first column knows: they look like many.
    const isApart = (row: number): boolean => made.columns[0]![row]! < 1;
    const gradient = made.gradient.map((value, row) => (isApart(row) ? 5 : value));
    const hessian = made.hessian.map((value, row) => (isApart(row) ? 10 : value));
    const apart = gradient.filter((_, row) => isApart(row)).length;
    const minDataInLeaf = apart + 50;
    let recounts = 0;
    const trees = grounds.map((ground) => {
      const counted: TreeGround = {
        ...ground,
        recount: (...given) => {
          recounts++;
          ground.recount(...given);
        },
      };
      const units = ground.derive(gradient.slice(), hessian.slice());
      const limits = { ...defaults, minDataInLeaf, ...units };
      const grown = growTree(counted, { ...defaults, seed: 0, rows: undefined, features: every, limits });
      expect(Math.min(...grown.leaves.map(({ from, to }) => to - from))).toBeGreaterThanOrEqual(
        minDataInLeaf,
      );
      expect(ordersAreKept(ground, grown.leaves)).toBe(true);
      return JSON.stringify(grown);
    });
    expect(new Set(trees).size).toBe(1);
    expect(recounts).toBeGreaterThan(0);
  });
});
