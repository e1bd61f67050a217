import { naturalLogarithm } from "../../base/index.ts";
import { call, choose, column, float, linear, lookup, type Expr } from "../../ir/index.ts";
import type { Json } from "../../base/index.ts";

/** What one feature says about the classes: a factor of the product for each class. */
export interface Factor {
  readonly name: string;
  /** ln p(x | class) for each class; 0 where the feature is missing. */
  readonly logs: readonly Expr[];
  /** How much it tells of the class, in natural units; not negative. */
  readonly information: number;
  readonly details: Json;
}

/** ln √(2π). */
const logRootOfTwoPi = 0.9189385332046728;

/** Stands for a logarithm too low for float64, so that the sums over features stay numbers. */
const lowest = -1e300;

/** Mean and deviation of a number in one class. */
export interface Normal {
  readonly mean: number;
  readonly deviation: number;
}

/** A number that is normal in each class. */
export function numberFactor(
  name: string,
  normals: readonly Normal[],
  pooled: Normal,
  shares: readonly number[],
): Factor {
  const x = column(name, "Float");
  const logs = normals.map(({ mean, deviation }) => {
    const away = call("divide", call("subtract", x, float(mean)), float(deviation));
    const log = linear(
      [{ weight: -0.5, of: call("multiply", away, away) }],
      -(logRootOfTwoPi + naturalLogarithm(deviation)),
    );
    return choose([{ when: call("isNull", x), then: float(0) }], call("coalesce", log, float(lowest)));
  });
  const within = shares.reduce((sum, share, at) => sum + share * naturalLogarithm(normals[at]!.deviation), 0);
  return {
    name,
    logs,
    information: Math.max(0, naturalLogarithm(pooled.deviation) - within),
    details: normals.map(({ mean, deviation }) => ({ mean, deviation })),
  };
}

/** A category with a probability of each level in each class. */
export function categoryFactor(
  name: string,
  probabilities: readonly (readonly number[])[],
  shares: readonly number[],
): Factor {
  const code = column(name, "Int");
  const logs = probabilities.map((levels) =>
    lookup(
      code,
      levels.map((probability, level) => [level, naturalLogarithm(probability)] as const),
      "Float",
      float(0),
    ),
  );
  const pooled = probabilities[0]!.map((_, level) =>
    shares.reduce((sum, share, at) => sum + share * probabilities[at]![level]!, 0),
  );
  const information = shares.reduce(
    (sum, share, at) =>
      sum +
      share *
        probabilities[at]!.reduce(
          (inner, probability, level) => inner + probability * naturalLogarithm(probability / pooled[level]!),
          0,
        ),
    0,
  );
  return { name, logs, information: Math.max(0, information), details: probabilities };
}
