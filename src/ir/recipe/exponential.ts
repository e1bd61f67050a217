import { recipe } from "./recipe.ts";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** e^a in the steps of `exponential`; missing beyond float64. */
export const exponentialRecipe = recipe(
  "exp(a)",
  `
  x = a > 7.09782712893383973096e2 ? missing : a < -7.4513321910194110842e2 ? -746 : a;
  size = abs(x);
  twos = size < ${0.5 * Math.LN2}
    ? 0
    : size < ${1.5 * Math.LN2}
      ? (x < 0 ? -1 : 1)
      : truncate(${Math.LOG2E} * x + (x < 0 ? -0.5 : 0.5));
  high = x - twos * ${ln2High};
  low = twos * ${ln2Low};
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
export const sigmoidRecipe = recipe("sigmoid(a)", "a < -709.78271289338397 ? 0 : 1 / (1 + exp(-a))", {
  uses: [exponentialRecipe],
  bound: 1,
});
