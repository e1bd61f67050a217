import { createRandom, failInput, type Json } from "../base/index.ts";
import { call, int, float, linear, type Expr } from "../ir/index.ts";
import { firstCentres, lloyd, type Clustering, type Points } from "./clusters/lloyd.ts";
import { numberClusters } from "./clusters/number-clusters.ts";
import { qualityOf, sampleOf } from "./clusters/quality-of.ts";
import { constantNote } from "./linear/linear-diagnostics.ts";
import { clusterQuality } from "./metrics/cluster-quality.ts";
import { normalizeParameters, orWord, yesOrNo, wholeNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { createRowTable, scaledExprs, type RowTable } from "./row-table.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `k-means` can be told. */
export interface KMeansParameters {
  /** How many clusters; `auto` takes the number with the best silhouette. */
  readonly clusters: number | "auto";
  /** So many are tried at most for `auto`. */
  readonly mostClusters: number;
  /** From so many first centres; the best end counts. */
  readonly starts: number;
  readonly iterations: number;
  /** True to measure in standard deviations of each feature. */
  readonly scale: boolean;
}

const rules: ParameterRules<KMeansParameters> = {
  clusters: orWord("auto", wholeNumber(3, 1, 1000)),
  mostClusters: wholeNumber(10, 2, 1000),
  starts: wholeNumber(10, 1, 1000),
  iterations: wholeNumber(300, 1, 100_000),
  scale: yesOrNo(true),
};

/**
 * Parts rows into so many clusters that each row is near the mean of its own (Lloyd 1982), from first centres by k-means++.
 * Clusters are numbered from 0, the largest first. Rows are worked on in the order of what they hold, so theirs changes nothing.
 * @example
 * const params = kMeans.normalize({ clusters: 3 }, "models.0", diagnostics);
 * const fitted = await kMeans.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const kMeans: Trainer<KMeansParameters> = {
  name: "k-means",
  title: "k-means: clusters around means",
  tasks: ["clusters"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(kMeans, train), params, context),
};

async function fit(set: TrainingSet, params: KMeansParameters, context: TrainContext): Promise<Fitted> {
  await takeTurn(context.effects, { task: "train k-means" });
  const table = createRowTable(set, params.scale);
  const points: Points = { ...table, size: table.features.length };
  if (params.clusters !== "auto" && params.clusters > points.rowCount)
    failInput("T2702", `There are ${points.rowCount} different rows for ${params.clusters} clusters`, {
      place: "clusters",
      cure: "Ask for fewer clusters, or bring more rows.",
    });
  const { best, tried } =
    params.clusters === "auto"
      ? await chooseCount(points, params, context)
      : { best: await cluster(points, params.clusters, params, context), tried: [] };
  const clustering = renumbered(best, points);
  return {
    outputs: [nearestCentre(table, clustering.centres)],
    details: describe(table, clustering, tried, context.seed),
    importance: {},
    diagnostics: table.constant.length > 0 ? [constantNote(table.constant)] : [],
  };
}

/** The best of several starts: the least inertia, the first of equals. */
async function cluster(
  points: Points,
  count: number,
  { starts, iterations }: KMeansParameters,
  { seed, effects }: TrainContext,
): Promise<Clustering> {
  let best: Clustering | undefined;
  for (let start = 0; start < starts; start++) {
    await takeTurn(effects, { task: "train k-means", done: start, total: starts });
    const random = createRandom(`${seed}/k-means/${count}/${start}`);
    const found = lloyd(points, firstCentres(points, count, random), iterations);
    if (!best || found.inertia < best.inertia) best = found;
    if (count === 1) break;
  }
  return best!;
}

interface Tried {
  readonly clusters: number;
  readonly silhouette: number;
}

/** The number of clusters with the best silhouette, the smallest of equals; 1 where fewer than three rows differ. */
async function chooseCount(
  points: Points,
  params: KMeansParameters,
  context: TrainContext,
): Promise<{ readonly best: Clustering; readonly tried: readonly Tried[] }> {
  const tried: Tried[] = [];
  const sample = sampleOf(points, context.seed);
  let best: Clustering | undefined;
  let most = -Infinity;
  for (let count = 2; count <= Math.min(params.mostClusters, points.rowCount - 1); count++) {
    const found = await cluster(points, count, params, context);
    const { silhouette } = clusterQuality({ ...sample.points, labels: sample.take(found.labels) });
    tried.push({ clusters: count, silhouette: silhouette ?? -1 });
    if ((silhouette ?? -1) <= most) continue;
    most = silhouette ?? -1;
    best = found;
  }
  return { best: best ?? (await cluster(points, 1, params, context)), tried };
}

/** The same clusters, the heaviest first. */
function renumbered(clustering: Clustering, { weight, size }: Points): Clustering {
  const { centres, labels } = clustering;
  const numbers = numberClusters(labels, weight, size === 0 ? 1 : centres.length / size);
  const moved = new Float64Array(centres.length);
  for (const [label, number] of numbers.entries())
    moved.set(centres.subarray(label * size, (label + 1) * size), number * size);
  return { ...clustering, centres: moved, labels: labels.map((label) => numbers[label]!) };
}

/** The number of the nearest centre, the first of equals. */
function nearestCentre(table: RowTable, centres: Float64Array): Expr {
  const inputs = scaledExprs(table);
  const count = inputs.length === 0 ? 1 : centres.length / inputs.length;
  if (count === 1) return int(0);
  const distances = Array.from({ length: count }, (_, centre) => {
    const terms = inputs.map((input, at) => {
      const away = call("subtract", input, float(centres[centre * inputs.length + at]!));
      return { weight: 1, of: call("multiply", away, away) };
    });
    return linear(terms, 0);
  });
  return call("subtract", call("whichLeast", ...distances), int(1));
}

function describe(
  table: RowTable,
  clustering: Clustering,
  tried: readonly Tried[],
  seed: number,
): Readonly<Record<string, Json>> {
  const { features, weight } = table;
  const { centres, labels, inertia, iterations, converged } = clustering;
  const count = features.length === 0 ? 1 : centres.length / features.length;
  const sizes = Array.from({ length: count }, () => 0);
  for (const [row, label] of labels.entries()) sizes[label]! += weight[row]!;
  return {
    clusters: count,
    sizes,
    centres: sizes.map((_, centre) =>
      Object.fromEntries(
        features.map(({ name, mean, deviation }, at) => [
          name,
          centres[centre * features.length + at]! * deviation + mean,
        ]),
      ),
    ),
    inertia,
    iterations,
    converged,
    ...qualityOf({ ...table, size: features.length }, labels, seed),
    ...(tried.length > 0 ? { tried: tried.map((one) => ({ ...one })) } : {}),
  };
}
