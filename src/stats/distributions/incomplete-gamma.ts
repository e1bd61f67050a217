import { exponential, failWork, naturalLogarithm } from "../../base/index.ts";
import { exponentialMinusOne } from "./exponentials.ts";
import { deviancePart, logGammaOfOnePlus, stirlingError } from "./log-gamma.ts";
import { scaledNormalUpper } from "./normal-tail.ts";
import { lowerOf, nothingAbove, nothingBelow, tailOf, upperOf, type Scaled, type Tail } from "./tail.ts";

/** x^shape e^-x / Γ(shape + 1): the Poisson probability, for real shapes (Loader 2000). */
export const poissonPart = (shape: number, x: number, xLow = 0): Scaled => ({
  log: -stirlingError(shape) - deviancePart(shape, x, 0, xLow),
  factor: 1 / Math.sqrt(2 * Math.PI * shape),
});

/**
 * The tails of the incomplete gamma function with this shape at x (x ≥ 0, with what its float leaves of it): series below
 * shape + 1, continued fraction above (DLMF 8.7.1 and 8.9.2), and near a large shape the uniform expansion of N. M. Temme,
 * "Uniform asymptotic expansions of the incomplete gamma functions and the incomplete beta function", 1975.
 */
export function gammaTail(shape: number, x: number, xLow = 0): Tail {
  if (x <= 0) return nothingBelow;
  if (x === Infinity) return nothingAbove;
  if (shape >= 20 && x > 0.3 * shape && x < 2.3 * shape) return uniformTail(shape, x, xLow);
  const { log, factor } = poissonPart(shape, x, xLow);
  if (x >= shape + 1) return { isLower: false, log, factor: factor * shape * gammaFraction(shape, x) };
  const lower: Tail = { isLower: true, log, factor: factor * gammaSeries(shape, x) };
  return shape < 1 && lowerOf(lower) > 0.5 ? tailOf(false, smallShapeUpper(shape, x)) : lower;
}

function gammaSeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let place = 1; place < 10_000; place++) {
    term *= x / (shape + place);
    sum += term;
    if (term < sum * 1e-17) return sum;
  }
  return noEnd("gamma");
}

/** Where a sum or a fraction has not settled: never seen, and said rather than answered. */
export const noEnd = (name: string): never =>
  failWork("T2819", `The incomplete ${name} function did not settle.`, {
    cure: "Report the distribution, its parameters and the point.",
  });

/** Modified Lentz on 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- …))). */
function gammaFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let step = 1; step < 10_000; step++) {
    const a = -step * (step - shape);
    b += 2;
    d = 1 / awayFromZero(a * d + b);
    c = awayFromZero(b + a / c);
    const factor = d * c;
    result *= factor;
    if (Math.abs(factor - 1) < 4e-16) return result;
  }
  return noEnd("gamma");
}

export const awayFromZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** The upper tail for a shape below 1, where the lower one is nearly everything (DLMF 8.7.1, with the 1 taken off). */
function smallShapeUpper(shape: number, x: number): number {
  const log = shape * naturalLogarithm(x) - logGammaOfOnePlus(shape);
  let power = 1;
  let sum = 0;
  for (let place = 1; place < 200; place++) {
    power *= -x / place;
    const next = sum + power / (shape + place);
    if (next === sum) break;
    sum = next;
  }
  return -exponentialMinusOne(log) - exponential(log) * shape * sum;
}

/** η/(λ - 1) in powers of η, where λ - 1 - ln λ = η²/2: from that equation with fractions. */
const expansion = [
  1, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
  0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-5, -2.185448510679992e-6,
  -1.85406221071516e-6, 8.296711340953087e-7, -1.7665952736826078e-7, 6.707853543401498e-9,
  1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10, -2.5514193994946248e-11,
  -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13,
  3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16, 2.5305430097478883e-18,
  1.1686939738559576e-17, -4.770037049820485e-18,
];

/**
 * Near a large shape: half an error function and a correction, whose coefficients run backwards (A. Gil, J. Segura, N. M. Temme,
 * "Efficient and accurate algorithms for the computation and inversion of the incomplete gamma function ratios", 2012).
 */
function uniformTail(shape: number, x: number, xLow: number): Tail {
  const isLower = x < shape;
  const deviance = deviancePart(shape, x, 0, xLow);
  const eta = (isLower ? -1 : 1) * Math.sqrt((2 * deviance) / shape);
  let later = 0;
  let now = 0;
  let sum = 0;
  // beta_{n - 1} = f_n + (n + 1) beta_{n + 1} / shape, summed by Horner's rule; both ends keep the last two coefficients.
  const betas: number[] = Array.from({ length: expansion.length + 1 }, () => 0);
  for (let n = expansion.length - 1; n >= 1; n--)
    betas[n - 1] = expansion[n]! + ((n + 1) * betas[n + 1]!) / shape;
  for (let n = expansion.length - 2; n >= 0; n--) {
    later = now;
    now = betas[n]!;
    sum = sum * eta + now;
  }
  const correction = sum / (1 + later / shape) / Math.sqrt(2 * Math.PI * shape);
  const half = scaledNormalUpper(Math.sqrt(2 * deviance));
  return { isLower, log: -deviance, factor: isLower ? half - correction : half + correction };
}

/** The lower regularized incomplete gamma function P(shape, x), for shape > 0 and x ≥ 0. */
export const gammaLower = (shape: number, x: number): number => lowerOf(gammaTail(shape, x));

/** The upper regularized incomplete gamma function Q(shape, x) = 1 - P(shape, x), accurate far into its tail. */
export const gammaUpper = (shape: number, x: number): number => upperOf(gammaTail(shape, x));

/** The probability that a chi-square variable with `degrees` of freedom is above x. */
export const chiSquareUpper = (x: number, degrees: number): number => gammaUpper(degrees / 2, x / 2);
