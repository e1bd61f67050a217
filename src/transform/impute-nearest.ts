import { call, choose, float, linear, missing, type Expr } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { asFloat, numberResult, oneWhen, sampledResult } from "./expressions.ts";
import { normalizeParams, trueOrFalse, wholeFrom } from "./params.ts";
import { countOf, numberText } from "./plain-words.ts";
import type { JointTransform, StepInput, StepNote } from "./transform.ts";

/** Parameters of `impute-nearest`. */
export interface ImputeNearestParams {
  /** Over so many of the nearest donors the mean is taken. */
  readonly neighbours: number;
  /** So many training rows at most lend their values. */
  readonly donors: number;
  /** True to measure distances in standard deviations of each column. */
  readonly scale: boolean;
  /** Which rows are donors, where there are more. */
  readonly seed: number;
  /** True to add a column for each one with gaps that is 1 where the value was missing. */
  readonly flag: boolean;
}

const rules = {
  neighbours: wholeFrom(1, 5, 3),
  donors: wholeFrom(1, 64, 32),
  scale: trueOrFalse(true),
  seed: wholeFrom(0, 2 ** 32 - 1, 0),
  flag: trueOrFalse(false),
};

/**
 * Fills each gap with the mean of the value in the nearest of a few rows, the donors. The distance is that over the columns that
 * both rows have, scaled up to all columns (J. K. Dixon, "Pattern Recognition with Partly Missing Data", 1979; scikit-learn's
 * KNNImputer, of which this is a bounded form: a fitted Program stays of a size that can be read and run anywhere).
 */
export const imputeNearest: JointTransform<ImputeNearestParams> = {
  over: "columns",
  name: "impute-nearest",
  title: "Fills missing numbers by those of the most similar rows among a few donors.",
  accepts: ["Boolean", "Int", "Float"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<ImputeNearestParams>(rules, params, place, diagnostics),
  learn: (inputs, { donors, seed }) => ({
    donors: { kind: "sampleRows", of: inputs.map(({ expr }) => asFloat(expr)), count: donors, seed },
    ...Object.fromEntries(
      inputs.flatMap(({ expr }, at) => [
        [`missing ${at}`, { kind: "countMissing", of: asFloat(expr) } as const],
        [`mean ${at}`, { kind: "mean", of: asFloat(expr) } as const],
        [`deviation ${at}`, { kind: "standardDeviation", of: asFloat(expr) } as const],
      ]),
    ),
  }),
  apply: (inputs, params, results) => {
    const donors = sampledResult(results["donors"]) as readonly Donor[];
    const distances = distancesTo(donors, inputs, params, results);
    const nearest = new Map<string, readonly Expr[]>();
    return inputs.flatMap(({ name, expr }, at) => {
      const lenders = donors.flatMap((donor, place) => (donor[at] === null ? [] : [place]));
      const key = lenders.join(" ");
      const chosen =
        nearest.get(key) ??
        chooseNearest(
          lenders.map((place) => distances[place]!),
          params.neighbours,
        );
      nearest.set(key, chosen);
      const values = lenders.map((place) => donors[place]![at]!);
      const filled = [asFloat(expr), ...meanOfChosen(values, chosen), float(meanAt(results, at))] as const;
      return [
        { name, expr: call("coalesce", ...filled) },
        ...(params.flag && isGapped(results, at)
          ? [{ name: `${name} is missing`, expr: oneWhen(call("isNull", expr)) }]
          : []),
      ];
    });
  },
  describe: (inputs, params, results) => {
    const donors = sampledResult(results["donors"]).length;
    const whole = inputs.filter((_, at) => !isGapped(results, at)).map(({ name }) => name);
    const who = `the mean of the ${params.neighbours === 1 ? "nearest" : `${params.neighbours} nearest`} of ${countOf(donors, "donor row")}`;
    const notes = inputs.flatMap(({ name }, at): readonly StepNote[] => {
      if (!isGapped(results, at)) return [];
      const told = donors > 0 ? who : `the mean, ${numberText(meanAt(results, at))}`;
      const flagged = params.flag ? "; a column says where" : "";
      const count = countOf(numberResult(results[`missing ${at}`]) ?? 0, "missing value");
      return [{ columns: [name], text: `${count} became ${told}${flagged}` }];
    });
    const later = `have no missing value; later ones become ${who}`;
    return [...notes, ...(whole.length > 0 ? [{ columns: whole, text: later }] : [])];
  },
};

/** One value for each input; null where it is missing. */
type Donor = readonly (number | null)[];

const meanAt = (results: AggregateResults, at: number): number => numberResult(results[`mean ${at}`]) ?? 0;

const isGapped = (results: AggregateResults, at: number): boolean =>
  (numberResult(results[`missing ${at}`]) ?? 0) > 0;

/** The mean squared distance to each donor over the columns that both have; missing where they share none. */
function distancesTo(
  donors: readonly Donor[],
  inputs: readonly StepInput[],
  { scale }: ImputeNearestParams,
  results: AggregateResults,
): readonly Expr[] {
  const widths = inputs.map((_, at) => (scale && numberResult(results[`deviation ${at}`])) || 1);
  const given = inputs.map(({ expr }, at) => {
    const of = asFloat(expr);
    return widths[at] === 1 ? of : call("divide", of, float(widths[at]!));
  });
  const present = given.map((of) => oneWhen(call("isNotNull", of)));
  const counts = new Map<string, Expr>();
  return donors.map((donor) => {
    const shared = donor.flatMap((value, at) => (value === null ? [] : [at]));
    const squares = shared.map((at) => {
      const away = call("subtract", given[at]!, float(donor[at]! / widths[at]!));
      return { weight: 1, of: call("coalesce", call("multiply", away, away), float(0)) };
    });
    const key = shared.join(" ");
    const count =
      counts.get(key) ??
      linear(
        shared.map((at) => ({ weight: 1, of: present[at]! })),
        0,
      );
    counts.set(key, count);
    return call("divide", linear(squares, 0), count);
  });
}

/**
 * For each distance 1 where it is among the smallest, else 0: those up to the first distance at which there are enough. Donors
 * that are equally far stand and fall together.
 */
function chooseNearest(distances: readonly Expr[], neighbours: number): readonly Expr[] {
  if (distances.length === 0) return [];
  const within = (reach: Expr): readonly Expr[] =>
    distances.map((distance) => oneWhen(call("lessOrEqual", distance, reach)));
  const levels = [smallest(distances)];
  while (levels.length < Math.min(neighbours, distances.length)) {
    const last = levels.at(-1)!;
    levels.push(
      smallest(
        distances.map((distance) =>
          choose([{ when: call("greater", distance, last), then: distance }], missing("Float")),
        ),
      ),
    );
  }
  const [farthest, ...others] = levels.toReversed();
  const enough = others.toReversed().map((level) => ({
    when: call("greaterOrEqual", sumOf(within(level)), float(neighbours)),
    then: level,
  }));
  if (!farthest || others.length === 0) return within(levels[0]!);
  // Where fewer donors than wanted share a column with the row, the last levels are missing and all of those count.
  return within(choose(enough, call("coalesce", farthest, ...others)));
}

const smallest = (distances: readonly Expr[]): Expr =>
  distances.length === 1 ? distances[0]! : call("least", ...distances);

const sumOf = (flags: readonly Expr[]): Expr =>
  linear(
    flags.map((of) => ({ weight: 1, of })),
    0,
  );

/** The mean of the values that were chosen; missing where none was. */
function meanOfChosen(values: readonly number[], chosen: readonly Expr[]): readonly Expr[] {
  if (values.length === 0) return [];
  const total = linear(
    values.map((weight, at) => ({ weight, of: chosen[at]! })),
    0,
  );
  return [call("divide", total, sumOf(chosen))];
}
