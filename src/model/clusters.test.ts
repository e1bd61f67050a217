import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import { dbscan } from "./dbscan.ts";
import { context, rowOf } from "./fixtures/formula-rows.test-support.ts";
import { kMeans } from "./k-means.ts";
import { clusterQuality } from "./metrics/index.ts";
import { takeTrainingRows } from "./prepare-training-set.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

const setOf = (rows: readonly (readonly number[])[], weight?: Float64Array): TrainingSet => ({
  task: { kind: "clusters" },
  rowCount: rows.length,
  features: rows[0]!.map((_, at) => ({
    kind: "number",
    name: `x${at}`,
    values: Float64Array.from(rows, (row) => row[at]!),
  })),
  target: new Float64Array(0),
  ...(weight ? { weight } : {}),
});

const noise = (at: number, salt: number): number => ((at * 7919 + salt * 104729) % 1009) / 1009;
const blobRows = Array.from({ length: 90 }, (_, at) => [
  [0, 4, 1.5][at % 3]! + 2.2 * noise(at, 1) + 0.9 * noise(at, 2),
  [0, 0.5, 3.5][at % 3]! + 1.9 * noise(at, 3) + 0.8 * noise(at, 4),
]);
const blobs = setOf(blobRows);
const tripled = Float64Array.from(blobRows, (_, at) => 1 + (at % 3));
const weighted = setOf(blobRows, tripled);
/** Two half moons with two rows far from both. */
const moons = setOf(
  Array.from({ length: 120 }, (_, at) => {
    if (at === 17) return [-1.5, 1.4];
    if (at === 58) return [2.6, -1.1];
    const turn = (Math.floor(at / 2) * Math.PI) / 59;
    const [x, y] =
      at % 2 === 0 ? [Math.cos(turn), Math.sin(turn)] : [1 - Math.cos(turn), 0.5 - Math.sin(turn)];
    return [x + 0.12 * (noise(at, 5) - 0.5), y + 0.12 * (noise(at, 6) - 0.5)];
  }),
);
const irisFile = join(import.meta.dirname, "../../../shared/data/sklearn-bundled/iris.csv");
const hasIris = existsSync(irisFile);
const iris = hasIris
  ? setOf(
      readFileSync(irisFile, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",").slice(0, 4).map(Number)),
    )
  : blobs;

const labelsOf = ({ outputs }: Fitted, set: TrainingSet): readonly number[] =>
  Array.from({ length: set.rowCount }, (_, row) => Number(evaluateExpr(outputs[0]!, rowOf(set, row))));

/** Which rows lie together, as text: clusters numbered in the order of their first rows, noise as a dash. */
function partsOf(labels: readonly number[]): string {
  const numbers = new Map<number, number>();
  return labels
    .map((label) => {
      if (label < 0) return "-";
      if (!numbers.has(label)) numbers.set(label, numbers.size);
      return String(numbers.get(label));
    })
    .join("");
}

const expectClose = (actual: unknown, expected: number): void =>
  expect(Math.abs(Number(actual) / expected - 1)).toBeLessThan(1e-10);

// KMeans (100 starts, no tolerance) and the three scores of scikit-learn 1.9.1.
const means = [
  {
    name: "blobs 3",
    set: blobs,
    clusters: 3,
    scale: false,
    inertia: 73.05587613526495,
    centres: [1.6147010241162871, 2.92789560621077, 5.514631648496862],
    parts: "012012012012012012012012012012012012012012012012012012012012012012012012012012012012012012",
    silhouette: 0.6894778710293265,
    daviesBouldin: 0.43601073381710487,
    calinskiHarabasz: 275.11558859362987,
  },
  {
    name: "blobs 5",
    set: blobs,
    clusters: 5,
    scale: false,
    inertia: 37.32053480996039,
    centres: [
      1.6147010241162871, 2.3225683137476993, 3.457556987115957, 4.934062666768316, 5.958596163936338,
    ],
    parts: "012034012034012034012014032014032012034012034012034012014032014032012034012034012034012014",
    silhouette: 0.6313274221808558,
    daviesBouldin: 0.52647267994733,
    calinskiHarabasz: 283.4300320143288,
  },
  {
    name: "blobs 3 weighted",
    set: weighted,
    clusters: 3,
    scale: false,
    inertia: 147.14339647271032,
    centres: [1.6147010241162871, 2.92789560621077, 5.514631648496862],
    parts: "012012012012012012012012012012012012012012012012012012012012012012012012012012012012012012",
    silhouette: 0.6894778710293265,
    daviesBouldin: 0.43601073381710487,
    calinskiHarabasz: 275.1155885936298,
  },
  {
    name: "iris 3",
    set: iris,
    clusters: 3,
    scale: false,
    inertia: 78.851441426146,
    centres: [5.006, 5.901612903225806, 6.85],
    parts:
      "000000000000000000000000000000000000000000000000001121111111111111111111111112111111111111111111111121222212222221122221212122112222212222122212221221",
    silhouette: 0.5528190123564095,
    daviesBouldin: 0.6619715465007465,
    calinskiHarabasz: 561.62775662962,
  },
  {
    name: "iris 3 scaled",
    set: iris,
    clusters: 3,
    scale: true,
    inertia: 139.82049635974982,
    centres: [-1.0145789685148416, -0.050219890957464625, 1.135970269074202],
    parts:
      "000000000000000000000000000000000000000000000000001112221222222221222212222111222222211222222222222212111121111112211112121211211111122111211121112112",
    silhouette: 0.45994823920518635,
    daviesBouldin: 0.8335949464754338,
    calinskiHarabasz: 241.90440170183157,
  },
] as const;

describe("k-means", () => {
  for (const { name, set, clusters, scale, inertia, centres, parts, ...scores } of means)
    it.runIf(hasIris || set !== iris)(`finds the clusters of scikit-learn in ${name}`, async () => {
      const params = kMeans.normalize({ clusters, scale, starts: 40 }, "", []);
      const fitted = await kMeans.train(set, undefined, params, context);
      expect(partsOf(labelsOf(fitted, set))).toBe(parts);
      expectClose(fitted.details["inertia"], inertia);
      const sizes = fitted.details["sizes"] as readonly number[];
      expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
      // Of weighted rows scikit-learn knows no scores.
      if (!set.weight)
        for (const [score, expected] of Object.entries(scores)) expectClose(fitted.details[score], expected);
      if (scale) return;
      const found = (fitted.details["centres"] as readonly Record<string, number>[]).map(({ x0 }) => x0!);
      for (const [at, centre] of found.toSorted((left, right) => left - right).entries())
        expectClose(centre, centres[at]!);
    });

  it("finds how many clusters there are by their silhouette", async () => {
    const fitted = await kMeans.train(blobs, undefined, kMeans.normalize({ scale: false }, "", []), context);
    expect(fitted.details).toMatchObject({ clusters: 3, sizes: [30, 30, 30] });
    expect(fitted.details["tried"]).toHaveLength(9);
  });

  it("does not look at the order of rows and features", async () => {
    const params = kMeans.normalize({ clusters: 4, starts: 2 }, "", []);
    const order = shuffledIndexes(blobs.rowCount, createRandom("order"));
    const turned = takeTrainingRows({ ...blobs, features: blobs.features.toReversed() }, order);
    const [one, other] = [
      await kMeans.train(blobs, undefined, params, context),
      await kMeans.train(turned, undefined, params, context),
    ];
    expect(other).toEqual(one);
  });

  it("tells that there are fewer different rows than clusters", async () => {
    const same = setOf([[1], [1], [2]]);
    const params = kMeans.normalize({ clusters: 3 }, "", []);
    await expect(kMeans.train(same, undefined, params, context)).rejects.toThrow(
      /T2702 There are 2 different rows for 3/,
    );
  });
});

// DBSCAN of scikit-learn 1.9.1.
const dense = [
  {
    name: "moons",
    set: moons,
    eps: 0.2,
    minSamples: 5,
    scale: false,
    coreRows: 115,
    parts:
      "01010101010101010-0101010101010101010101010101010101010101-1010101010101010101010101010101010101010101010101010101010101",
  },
  {
    name: "blobs",
    set: blobs,
    eps: 0.8,
    minSamples: 9,
    scale: false,
    coreRows: 85,
    parts: "012345012045012045312015342015342012345012045012045312015342015342012345012045012045312015",
  },
  {
    name: "weighted",
    set: weighted,
    eps: 0.75,
    minSamples: 18,
    scale: false,
    coreRows: 53,
    parts: "-01-23-01-23-01-23-01-03-21-03-21-01-23-01-23-01-23-01-03-21-03-21-01-23-01-23-01-23-01-03",
  },
  {
    name: "iris",
    set: iris,
    eps: 0.5,
    minSamples: 5,
    scale: false,
    coreRows: 117,
    parts:
      "00000000000000000000000000000000000000000-000000001111111-11-1111111-111111111111111111-11111-1111-111111--1--1111111--111-11111111-11--11111111111111",
  },
  {
    name: "iris scaled",
    set: iris,
    eps: 0.6,
    minSamples: 4,
    scale: true,
    coreRows: 119,
    parts:
      "00000000000000010000000000000000110000000-000000002222222-22-2-22222-222222222222222222-22222-2222-222222--2--2222222---22-22-22222-222-22222222222222",
  },
] as const;

describe("dbscan", () => {
  for (const { name, set, parts, coreRows, ...given } of dense)
    it.runIf(hasIris || set !== iris)(
      `finds the clusters and the noise of scikit-learn in ${name}`,
      async () => {
        const fitted = await dbscan.train(set, undefined, dbscan.normalize(given, "", []), context);
        expect(partsOf(labelsOf(fitted, set))).toBe(parts);
        if (!set.weight) expect(fitted.details["core"]).toBe(coreRows);
        const sizes = fitted.details["sizes"] as readonly number[];
        expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
      },
    );

  it("puts a new row to its nearest core row within eps, and calls others noise", async () => {
    const params = dbscan.normalize({ eps: 0.2, scale: false }, "", []);
    const { outputs } = await dbscan.train(moons, undefined, params, context);
    const at = (x0: number, x1: number): unknown => evaluateExpr(outputs[0]!, { x0, x1 });
    expect(at(0, 1.1)).toBe(at(1, 0.05));
    expect(at(1, -0.6)).toBe(at(0, 0.5));
    expect(at(0, 1.1)).not.toBe(at(1, -0.6));
    expect(at(0, 1.3)).toBe(-1);
    expect(evaluateExpr(outputs[0]!, { x0: null, x1: 1 })).toBe(-1);
  });

  it("takes eps from the rows, and warns where all rows are noise", async () => {
    const chosen = await dbscan.train(moons, undefined, dbscan.normalize({ scale: false }, "", []), context);
    expect(chosen.details).toMatchObject({ epsChosen: true, clusters: 2 });
    const none = dbscan.normalize({ eps: 1e-6 }, "", []);
    const fitted = await dbscan.train(blobs, undefined, none, context);
    expect(fitted.diagnostics[0]).toMatchObject({ code: "T2703", severity: "warning" });
    expect(labelsOf(fitted, blobs).every((label) => label === -1)).toBe(true);
  });
});

describe("clusterQuality", () => {
  const flat = Float64Array.from(blobRows.flat());
  const labels = blobRows.map((_, at) => at % 3);

  it("counts a weight as so many rows", () => {
    const found = clusterQuality({ rows: flat, size: 2, labels, weight: tripled });
    // scikit-learn 1.9.1, each row repeated as often as its weight says.
    expectClose(found.silhouette, 0.6952099195400449);
    expectClose(found.daviesBouldin, 0.4360107338171044);
    expectClose(found.calinskiHarabasz, 515.5250792224531);
  });

  it("leaves noise out and knows nothing of a single cluster", () => {
    const without = blobRows.map((_, at) => at).filter((at) => at % 5 > 0);
    const rows = Float64Array.from(without.flatMap((at) => blobRows[at]!));
    const noisy = labels.map((label, at) => (at % 5 > 0 ? label : -1));
    expect(clusterQuality({ rows: flat, size: 2, labels: noisy })).toEqual(
      clusterQuality({ rows, size: 2, labels: without.map((at) => labels[at]!) }),
    );
    const none = { silhouette: null, daviesBouldin: null, calinskiHarabasz: null };
    expect(clusterQuality({ rows: flat, size: 2, labels: labels.map(() => 0) })).toEqual(none);
  });
});
