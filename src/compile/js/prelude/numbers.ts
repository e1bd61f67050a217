import { commonLogarithm, exponential, exponentOf, naturalLogarithm, powerOfTwo } from "../../../base/index.ts";
import { roundHalfAway, roundToDigits } from "../../../ir/index.ts";

/** Functions on numbers; NaN flows through. */
export const numberPrelude = {
  exponential,
  naturalLogarithm,
  commonLogarithm,
  powerOfTwo,
  exponentOf,
  roundHalfAway,
  roundToDigits,
} as const;
