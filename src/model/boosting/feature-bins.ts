import {
  binnerWorkBytes,
  createBinTable,
  openColumnBinner,
  openCrew,
  plainColumnBinner,
  type BinTable,
  type ColumnBinner,
  type CrewMember,
} from "../../kernel/index.ts";
import type { Feature, TrainingSet } from "../trainer.ts";
import { applyCategoryBins, learnCategoryBins, maxLevels } from "./category-bins.ts";

/** How the values of one feature become bins 0…255. The last bin always stands for a missing value. */
export type FeatureBins = NumberBins | CategoryBins;

export interface NumberBins {
  readonly kind: "number";
  readonly name: string;
  /** Upper edges of the bins 0…edges.length-1; bin edges.length has none. */
  readonly edges: Float64Array;
  readonly binCount: number;
  readonly missingBin: number;
}

export interface CategoryBins {
  readonly kind: "category";
  readonly name: string;
  /** The level of each bin. After them come one bin for all other levels, and the one for missing. */
  readonly levels: readonly number[];
  readonly binCount: number;
  readonly missingBin: number;
}

/** Rows in bins: a column of bytes for each feature. */
export interface BinnedRows {
  readonly columns: readonly Uint8Array[];
  /** Where the columns stand, when the kernels can work on them; else they are arrays of their own. */
  readonly table: BinTable | undefined;
  /** The threads beside this one that work on the table. They are to be let go. */
  readonly crew: readonly CrewMember[];
}

/** Room beside the bins: bytes that will be needed after them, and how many threads are to share all of it. */
export interface BinRoom {
  readonly workBytes: number;
  readonly threads: number;
}

/** Values below which a table in WebAssembly's memory takes longer to make than it saves. */
const fewValues = 20_000;

/** Learns the bins of all features, with a number of bins at most for all or for each, and bins their rows. The bins depend on the values only, not on the rows' order. */
export function learnBins(
  { features, rowCount }: Pick<TrainingSet, "features" | "rowCount">,
  maxBins: number | readonly number[],
  room?: BinRoom,
): BinnedRows & { readonly bins: readonly FeatureBins[] } {
  const mostOf = (at: number): number => (typeof maxBins === "number" ? maxBins : maxBins[at]!);
  const { binner, table, crew } = openBinner(rowCount, features.length, room);
  try {
    const learnt = features.map((feature, at) => learnFeature(binner, at, feature, mostOf(at)));
    const bins = learnt.map((bin) => bin());
    return { bins, table, crew, columns: bins.map((_, at) => binner.column(at)) };
  } catch (error) {
    for (const member of crew) member.dismiss();
    throw error;
  }
}

/** Bins rows by what was learnt on others; the features are found by their names. */
export function applyBins(
  bins: readonly FeatureBins[],
  { features, rowCount }: Pick<TrainingSet, "features" | "rowCount">,
): BinnedRows {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const { binner, table, crew } = openBinner(rowCount, bins.length);
  for (const [at, one] of bins.entries()) applyFeature(binner, at, one, byName.get(one.name)!);
  return { table, crew, columns: bins.map((_, at) => binner.column(at)) };
}

/** Bins that a feature has at most, with that of missing values. */
export const mostBins = (feature: Feature, maxBin: number): number =>
  feature.kind === "number" ? maxBin + 1 : Math.min(feature.levelCount, maxLevels) + 2;

/** The kernel's binner into a table, or the plain one where there is no kernel, no memory for it, or little to do. */
function openBinner(
  rowCount: number,
  columnCount: number,
  { workBytes, threads }: BinRoom = { workBytes: 0, threads: 1 },
): Pick<BinnedRows, "table" | "crew"> & { readonly binner: ColumnBinner } {
  const least = binnerWorkBytes(rowCount);
  const create = (bytes: number): BinTable | undefined =>
    createBinTable({ rowCount, columnCount, workBytes: Math.max(bytes, least), shared: threads > 1 });
  // Where there is no memory for what comes after, there may still be some for the bins.
  const table = rowCount * columnCount < fewValues ? undefined : (create(workBytes) ?? create(least));
  const crew = table ? openCrew(table, threads) : [];
  const binner = table && openColumnBinner(table, crew);
  if (binner) return { binner, table, crew };
  for (const member of crew) member.dismiss();
  return { binner: plainColumnBinner(columnCount, rowCount), table: undefined, crew: [] };
}

/** Learns a feature; what it learnt is there when it is asked for, and the column with it. */
function learnFeature(binner: ColumnBinner, at: number, feature: Feature, maxBin: number): () => FeatureBins {
  const { name } = feature;
  if (feature.kind === "category") {
    const levels = feature.binned ?? learnCategoryBins(feature);
    applyCategoryBins(levels, feature.codes, binner.column(at));
    const missingBin = levels.length + 1;
    return () => ({ kind: "category", name, levels, binCount: missingBin + 1, missingBin });
  }
  const learnt = binner.learnNumbers(at, feature.values, maxBin);
  return () => {
    const edges = learnt();
    const missingBin = edges.length + 1;
    return { kind: "number", name, edges, binCount: missingBin + 1, missingBin };
  };
}

function applyFeature(binner: ColumnBinner, at: number, bins: FeatureBins, feature: Feature): void {
  if (bins.kind === "number") {
    const values = feature.kind === "number" ? feature.values : Float64Array.from(feature.codes);
    binner.binNumbers(at, values, bins.edges, bins.missingBin);
  } else {
    const codes = feature.kind === "category" ? feature.codes : Int32Array.from(feature.values);
    applyCategoryBins(bins.levels, codes, binner.column(at));
  }
}
