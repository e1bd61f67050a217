import { call, float, linear, type Expr } from "../ir/index.ts";
import { symmetricEigen } from "../stats/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asFloat, correlationsResult, numberResult } from "./expressions.ts";
import { normalizeParams, numberFrom, someText, trueOrFalse, wholeOrNull } from "./params.ts";
import { countOf, shareText } from "./plain-words.ts";
import type { JointTransform, StepInput } from "./transform.ts";

/** Parameters of `pca`. */
export interface PcaParams {
  /** How many components; null: as many as `variance` takes. */
  readonly components: number | null;
  /** The share of the variance that the components hold together. */
  readonly variance: number;
  /** True to bring the columns to the same standard deviation first. */
  readonly scale: boolean;
  /** What the components are called, with their number. */
  readonly name: string;
}

const rules = {
  components: wholeOrNull(1, 1000),
  variance: numberFrom(0, 1, 0.95),
  scale: trueOrFalse(true),
  name: someText("component"),
};

/**
 * Replaces columns by their principal components (Pearson 1901; Jolliffe, "Principal Component Analysis", 2nd ed. 2002): sums
 * of the centred columns that do not correlate, the one with the largest variance first. A missing value counts as the mean.
 */
export const pca: JointTransform<PcaParams> = {
  over: "columns",
  name: "pca",
  title: "Replaces numbers by fewer that hold most of their variance: the principal components.",
  accepts: ["Boolean", "Int", "Float", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) => normalizeParams<PcaParams>(rules, params, place, diagnostics),
  newNames: ({ name }) => [name],
  learn: (inputs, _, __, answers) => ({
    ...Object.fromEntries(
      inputs.map(({ expr }, at) => [`mean ${at}`, { kind: "mean", of: asFloat(expr) }] as const),
    ),
    ...(inputs.some((__, at) => answers[`mean ${at}`] === undefined)
      ? {}
      : {
          spread: {
            kind: "correlations",
            of: inputs.map((input, at) => filled(input, meanAt(answers, at))),
          } as const,
        }),
  }),
  apply: (inputs, params, results) => {
    const terms = inputs.map((input, at) =>
      centred(input, meanAt(results, at), scaleAt(params, results, at)),
    );
    return componentsOf(params, results).map(({ loadings }, at) => ({
      name: `${params.name} ${at + 1}`,
      expr: loadings
        ? linear(
            terms.map((of, column) => ({ weight: loadings[column]!, of })),
            0,
          )
        : float(0),
    }));
  },
  describe: (inputs, params, results) => {
    const columns = inputs.map(({ name }) => name);
    const components = componentsOf(params, results);
    if (!components[0]?.loadings)
      return [{ columns, text: "have no two different values, so they became 0" }];
    const shares = components.map(({ share }) => share);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const first = shares.slice(0, 5).map(shareText).join(", ");
    const scaled = params.scale ? ", after they were scaled to one standard deviation" : "";
    const held = `${shareText(total)} of the variance (${first}${shares.length > 5 ? ", …" : ""})`;
    return [
      {
        columns,
        text: `became ${countOf(shares.length, "principal component")} together, with ${held}${scaled}`,
      },
    ];
  },
};

interface Component {
  /** Its share of the whole variance. */
  readonly share: number;
  /** The weight of each column; null where there is no variance at all. */
  readonly loadings: Float64Array | null;
}

/** A share of the variance that is rounding, and no component. */
const noise = 1e-12;

function componentsOf(params: PcaParams, results: AggregateResults): readonly Component[] {
  const { deviations, correlations } = correlationsResult(results["spread"]);
  const size = deviations.length;
  const widest = Math.max(...deviations);
  if (!(widest > 0)) return [{ share: 0, loadings: null }];
  // Only shares of the variance matter, so the deviations are taken relative to the largest, which keeps them in float64.
  const widths = deviations.map((one) => (one === 0 ? 0 : params.scale ? 1 : one / widest));
  const covariances = Float64Array.from(
    correlations,
    (one, place) => one * widths[Math.floor(place / size)]! * widths[place % size]!,
  );
  const { values, vectors } = symmetricEigen(covariances, size);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const found: Component[] = [];
  let held = 0;
  for (const [at, value] of values.entries()) {
    const share = value / total;
    const isEnough = params.components === null ? held >= params.variance - noise : at >= params.components;
    if (at > 0 && (isEnough || share <= noise)) break;
    held += share;
    found.push({ share, loadings: vectors[at]! });
  }
  return found;
}

const meanAt = (results: AggregateResults, at: number): number => numberResult(results[`mean ${at}`]) ?? 0;

/** What a column is divided by: its standard deviation (dividing by n, as `scale` does), or 1 where its values are equal. */
function scaleAt({ scale }: PcaParams, results: AggregateResults, at: number): number {
  const { deviations, count } = correlationsResult(results["spread"]);
  return (scale && (deviations[at] ?? 0) * Math.sqrt((count - 1) / count)) || 1;
}

const filled = ({ expr }: StepInput, mean: number): Expr => call("coalesce", asFloat(expr), float(mean));

function centred(input: StepInput, mean: number, width: number): Expr {
  const away = call("subtract", filled(input, mean), float(mean));
  return width === 1 ? away : call("divide", away, float(width));
}
