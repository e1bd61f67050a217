import { accurateLogarithmOfSumAlgorithm } from "./logarithm.ts";
import { algorithm } from "./algorithm.ts";
import { ln2 } from "./steps.ts";

/** e^a in the steps of `exponential`; missing beyond float64. */
export const exponentialAlgorithm = algorithm(
  "exp(a)",
  `
  x = a > 7.09782712893383973096e2 ? missing : a < -7.4513321910194110842e2 ? -746 : a;
  size = abs(x);
  twos = size < ${0.5 * Math.LN2}
    ? 0
    : size < ${1.5 * Math.LN2}
      ? (x < 0 ? -1 : 1)
      : truncate(${Math.LOG2E} * x + (x < 0 ? -0.5 : 0.5));
  high = x - twos * ${ln2.high};
  low = twos * ${ln2.low};
  rest = high - low;
  square = rest * rest;
  bend = rest - square * polynomial(square, 1.66666666666666019037e-1, -2.77777777770155933842e-3,
    6.61375632143793436117e-5, -1.6533902205465251539e-6, 4.13813679705723846039e-8);
  mantissa = 1 - (low - (rest * bend) / (2 - bend) - high);
  x == 1
    ? ${Math.E}
    : size < 2^-28
      ? 1 + x
      : twos == 1024
        ? mantissa * 2 * 2^1023
        : twos >= -1021
          ? mantissa * powerOfTwo(twos)
          : mantissa * powerOfTwo(twos + 1000) * powerOfTwo(-1000)
  `,
);

/** 1 / (1 + e^-a), computed so. */
export const sigmoidAlgorithm = algorithm("sigmoid(a)", "a < -709.78271289338397 ? 0 : 1 / (1 + exp(-a))", {
  uses: [exponentialAlgorithm],
  bound: 1,
});

/** ln(1 + e^a), without overflow. */
export const softplusAlgorithm = algorithm("softplus(a)", "(a > 0 ? a : 0) + log1pExact(exp(-abs(a)))", {
  uses: [exponentialAlgorithm, accurateLogarithmOfSumAlgorithm],
});

/**
 * e^a - 1 without the loss of 1; missing beyond float64. Method: fdlibm 5.3 (Sun Microsystems, 1993), s_expm1.c.
 */
export const exponentialMinusOneAlgorithm = algorithm(
  "expm1(a)",
  `
  x = a > 7.09782712893383973096e2 ? missing : a < -40 ? -40 : a;
  size = abs(x);
  twos = size <= ${0.5 * Math.LN2}
    ? 0
    : size < ${1.5 * Math.LN2}
      ? (x < 0 ? -1 : 1)
      : truncate(${Math.LOG2E} * x + (x < 0 ? -0.5 : 0.5));
  high = x - twos * ${ln2.high};
  low = twos * ${ln2.low};
  rest = high - low;
  lost = high - rest - low;
  half = 0.5 * rest;
  square = rest * half;
  r = polynomial(square, 1, -3.33333333333331316428e-2, 1.58730158725481460165e-3, -7.93650757867487942473e-5,
    4.00821782732936239552e-6, -2.01099218183624371326e-7);
  t = 3 - r * half;
  e = square * ((r - t) / (6 - rest * t));
  bend = rest * (e - lost) - lost - square;
  twos == 0
    ? rest - (rest * e - square)
    : twos == -1
      ? 0.5 * (rest - bend) - 0.5
      : twos == 1
        ? (rest < -0.25 ? -2 * (bend - (rest + 0.5)) : 1 + 2 * (rest - bend))
        : twos == 1024
          ? (1 - (bend - rest)) * 2 * 2^1023 - 1
          : twos <= -2 || twos > 56
            ? (1 - (bend - rest)) * powerOfTwo(twos) - 1
            : twos < 20
              ? (1 - powerOfTwo(-twos) - (bend - rest)) * powerOfTwo(twos)
              : (rest - (bend + powerOfTwo(-twos)) + 1) * powerOfTwo(twos)
  `,
);

/** From here on the exponential function, though not its half, may leave float64. */
const large = 709.7;

/** The hyperbolic sine; missing beyond float64. Method: fdlibm 5.3, e_sinh.c. */
export const hyperbolicSineAlgorithm = algorithm(
  "sinh(a)",
  `
  size = abs(a);
  half = a < 0 ? -0.5 : 0.5;
  t = expm1(size > ${large} ? 0.5 * size : size);
  size > ${large} ? half * t * t : size < 1 ? half * (2 * t - t * t / (t + 1)) : half * (t + t / (t + 1))
  `,
  { uses: [exponentialMinusOneAlgorithm] },
);

/** The hyperbolic cosine; missing beyond float64. Method: fdlibm 5.3, e_cosh.c. */
export const hyperbolicCosineAlgorithm = algorithm(
  "cosh(a)",
  `
  size = abs(a);
  t = expm1(size > ${large} ? 0.5 * size : size);
  e = 1 + t;
  size > ${large} ? 0.5 * t * t : size < ${0.5 * Math.LN2} ? 1 + t * t / (e + e) : 0.5 * e + 0.5 / e
  `,
  { uses: [exponentialMinusOneAlgorithm] },
);

/** The hyperbolic tangent. Method: fdlibm 5.3, s_tanh.c. */
export const hyperbolicTangentAlgorithm = algorithm(
  "tanh(a)",
  `
  size = abs(a) > 22 ? 22 : abs(a);
  t = expm1(size >= 1 ? 2 * size : -2 * size);
  z = size >= 1 ? 1 - 2 / (t + 2) : -t / (t + 2);
  a < 0 ? -z : z
  `,
  { uses: [exponentialMinusOneAlgorithm], bound: 1 },
);
