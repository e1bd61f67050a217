import { algorithm } from "./algorithm.ts";
import { ln2, mantissaAndExponent } from "./steps.ts";

/** Of the series in s² of ln((1 + s) / (1 - s)) beyond 2s: fdlibm 5.3, e_log.c. */
const logarithmCoefficients =
  "6.666666666666735130e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1, 1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860510658591e-1";

/** The natural logarithm in the steps of `naturalLogarithm`; missing at 0 and below. */
export const naturalLogarithmAlgorithm = algorithm(
  "ln(a)",
  `
  x = a > 0 ? a : missing;
  ${mantissaAndExponent}
  isUpper = mantissa >= ${1 + 0x6a09c / 2 ** 20} ? 1 : 0;
  twos = exponent + isUpper;
  f = (isUpper == 1 ? mantissa * 0.5 : mantissa) - 1;
  high = twos * ${ln2.high};
  low = twos * ${ln2.low};
  s = f / (2 + f);
  z = s * s;
  w = z * z;
  bend = z * polynomial(w, 6.66666666666673513e-1, 2.857142874366239149e-1, 1.818357216161805012e-1, 1.479819860510658591e-1)
    + w * polynomial(w, 3.999999999940941908e-1, 2.222219843214978396e-1, 1.531383769920937332e-1);
  half = 0.5 * f * f;
  nearBend = f * f * (0.5 - 0.3333333333333333 * f);
  f >= -2^-20 && f < 2^-20
    ? (f == 0 ? (twos == 0 ? 0 : high + low) : twos == 0 ? f - nearBend : high - (nearBend - low - f))
    : mantissa >= ${1 + 0x6147a / 2 ** 20} && mantissa < ${1 + 0x6b852 / 2 ** 20}
      ? (twos == 0 ? f - (half - s * (half + bend)) : high - (half - (s * (half + bend) + low) - f))
      : twos == 0 ? f - s * (f - bend) : high - (s * (f - bend) - low - f)
  `,
  { bound: 1000 },
);

/** The logarithm to base 10 in the steps of `commonLogarithm`; missing at 0 and below. */
export const commonLogarithmAlgorithm = algorithm(
  "log10(a)",
  `
  x = a > 0 ? a : missing;
  ${mantissaAndExponent}
  twos = exponent < 0 ? exponent + 1 : exponent;
  part = exponent < 0 ? mantissa * 0.5 : mantissa;
  twos * 3.69423907715893078616e-13 + ${Math.LOG10E} * ln(part) + twos * 3.01029995663611771306e-1
  `,
  { uses: [naturalLogarithmAlgorithm], bound: 1000 },
);

/** ln(1 + a), computed so; missing at -1 and below. */
export const logarithmOfSumAlgorithm = algorithm("log1p(a)", "ln(1 + a)", {
  uses: [naturalLogarithmAlgorithm],
  bound: 1000,
});

/**
 * The logarithm to base 2; missing at 0 and below, whole for powers of two.
 * Method: FreeBSD msun, e_log2.c (Sun Microsystems, 1993): the leading 21 bits of the logarithm times those of 1 / ln 2 are exact.
 */
export const binaryLogarithmAlgorithm = algorithm(
  "log2(a)",
  `
  x = a > 0 ? a : missing;
  ${mantissaAndExponent}
  isUpper = mantissa >= ${Math.SQRT2} ? 1 : 0;
  twos = exponent + isUpper;
  f = (isUpper == 1 ? mantissa * 0.5 : mantissa) - 1;
  s = f / (2 + f);
  z = s * s;
  half = 0.5 * f * f;
  bend = z * polynomial(z, ${logarithmCoefficients});
  rest = s * (half + bend);
  wide = (f - half) * ${2 ** 32 + 1};
  head = wide - (wide - (f - half));
  tail = f - head - half + rest;
  high = head * 1.44269504072144627571;
  low = (tail + head) * 1.67517131648865118353e-10 + tail * 1.44269504072144627571;
  sum = twos + high;
  low + (twos - sum + high) + sum
  `,
  { bound: 1100 },
);

/**
 * ln(1 + a) to the last place, for a from -1 to 2^53; missing at -1 and below.
 * Method: fdlibm 5.3 (Sun Microsystems, 1993), s_log1p.c: what 1 + a leaves out is added to the logarithm.
 */
export const accurateLogarithmOfSumAlgorithm = algorithm(
  "log1pExact(a)",
  `
  x = a > -1 ? 1 + a : missing;
  lost = (a > 1 ? 1 - (x - a) : a - (x - 1)) / x;
  ${mantissaAndExponent}
  isNear = a > -0.2929 && a < 0.41422 ? 1 : 0;
  isUpper = mantissa >= ${Math.SQRT2} ? 1 : 0;
  twos = isNear == 1 ? 0 : exponent + isUpper;
  f = isNear == 1 ? a : (isUpper == 1 ? mantissa * 0.5 : mantissa) - 1;
  half = 0.5 * f * f;
  s = f / (2 + f);
  z = s * s;
  bend = z * polynomial(z, ${logarithmCoefficients});
  twos == 0
    ? f - (half - s * (half + bend))
    : twos * ${ln2.high} - (half - (s * (half + bend) + (twos * ${ln2.low} + lost)) - f)
  `,
  { bound: 1000 },
);

/** ln(a / (1 - a)); missing outside 0 to 1. Around one half, where the logarithm is near 0, from the distance to one half. */
export const logitAlgorithm = algorithm(
  "logit(a)",
  `
  x = a > 0 && a < 1 ? a : missing;
  x >= 0.25 && x <= 0.75 ? log1pExact((2 * x - 1) / (1 - x)) : ln(x / (1 - x))
  `,
  { uses: [naturalLogarithmAlgorithm, accurateLogarithmOfSumAlgorithm], bound: 1000 },
);
