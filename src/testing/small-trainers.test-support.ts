import { call, choose, column, float, int, type Expr } from "../ir/index.ts";
import { prepareTrainingSet, ridge, type Feature, type Trainer, type TrainingSet } from "../model/index.ts";

/** A trainer without parameters that learns one expression. */
const small = (
  name: string,
  task: "clusters" | "outliers",
  learn: (features: readonly NumberFeature[]) => Expr,
): Trainer<unknown> => {
  const trainer: Trainer<unknown> = {
    ...ridge,
    name,
    title: name,
    tasks: [task],
    train: async (train, _validation, _params, { effects }) => {
      effects.signal.throwIfAborted();
      const { features } = prepareTrainingSet(trainer, train);
      const outputs = [learn(features.filter((feature) => feature.kind === "number"))];
      return { outputs, details: {}, importance: {}, diagnostics: [] };
    },
    normalize: (params, place, diagnostics) => ridge.normalize(params, place, diagnostics),
  };
  return trainer;
};

type NumberFeature = Extract<Feature, { kind: "number" }>;

const asRegression = (set: TrainingSet): TrainingSet => ({ ...set, task: { kind: "regression" } });

/** The grade as a number: the simplest ranking. */
const byGrade: Trainer<unknown> = {
  ...ridge,
  name: "by-grade",
  tasks: ["ranking"],
  normalize: (params, place, diagnostics) => ridge.normalize(params, place, diagnostics),
  train: (train, _validation, _params, context) =>
    ridge.train(asRegression(prepareTrainingSet(byGrade, train)), undefined, { lambda: 1 }, context),
};

const bounds = ({ values }: NumberFeature): readonly [number, number] => [
  values.reduce((least, value) => Math.min(least, value), Infinity),
  values.reduce((most, value) => Math.max(most, value), -Infinity),
];

/** Thirds of the range of the feature that has the widest. */
const thirds = small("thirds", "clusters", (features) => {
  const width = (feature: NumberFeature): number => bounds(feature)[1] - bounds(feature)[0];
  const widest = features.reduce<NumberFeature | undefined>(
    (best, one) => (best && width(best) >= width(one) ? best : one),
    undefined,
  );
  if (!widest) return int(0);
  const below = (third: number): Expr =>
    call("less", column(widest.name, "Float"), float(bounds(widest)[0] + (third * width(widest)) / 3));
  return choose(
    [
      { when: below(1), then: int(0) },
      { when: below(2), then: int(1) },
    ],
    int(2),
  );
});

/** How far the greatest of all features is from 0, as d / (d + 10). */
const farFromNull = small("far-from-null", "outliers", (features) => {
  const [first, second, ...others] = features.map(({ name }) => call("abs", column(name, "Float")));
  if (!first) return float(0);
  const most = second ? call("greatest", first, second, ...others) : first;
  return call("divide", most, call("add", most, float(10)));
});

/** A small trainer for a ranking, for clusters and for outliers each, for tests of what stands around them. */
export const smallTrainers = [byGrade, thirds, farFromNull] as const;
