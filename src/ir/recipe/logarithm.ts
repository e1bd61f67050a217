import { recipe } from "./recipe.ts";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/**
 * The steps from `x`, a positive number or missing, to its mantissa from 1 to 2 and its exponent. Whether the rough exponent is
 * the right one or 1 off, what comes out is the same.
 */
export const mantissaAndExponent = `
  isTiny = x < 2^-1022 ? 54 : 0;
  normal = x * powerOfTwo(isTiny);
  rough = roughExponent(normal);
  near = normal * powerOfTwo(-rough);
  correction = near >= 2 ? 1 : near < 1 ? -1 : 0;
  exponent = rough + correction - isTiny;
  mantissa = near * (correction == 1 ? 0.5 : correction == -1 ? 2 : 1);
`;

/** The natural logarithm in the steps of `naturalLogarithm`; missing at 0 and below. */
export const naturalLogarithmRecipe = recipe(
  "ln(a)",
  `
  x = a > 0 ? a : missing;
  ${mantissaAndExponent}
  isUpper = mantissa >= ${1 + 0x6a09c / 2 ** 20} ? 1 : 0;
  twos = exponent + isUpper;
  f = (isUpper == 1 ? mantissa * 0.5 : mantissa) - 1;
  high = twos * ${ln2High};
  low = twos * ${ln2Low};
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
export const commonLogarithmRecipe = recipe(
  "log10(a)",
  `
  x = a > 0 ? a : missing;
  ${mantissaAndExponent}
  twos = exponent < 0 ? exponent + 1 : exponent;
  part = exponent < 0 ? mantissa * 0.5 : mantissa;
  twos * 3.69423907715893078616e-13 + ${Math.LOG10E} * ln(part) + twos * 3.01029995663611771306e-1
  `,
  { uses: [naturalLogarithmRecipe], bound: 1000 },
);

/** ln(1 + a), computed so; missing at -1 and below. */
export const logarithmOfSumRecipe = recipe("log1p(a)", "ln(1 + a)", {
  uses: [naturalLogarithmRecipe],
  bound: 1000,
});
