import { commonLogarithm, exponential, naturalLogarithm } from "../../../base/index.ts";
import { roundHalfAway, roundToDigits } from "../../../ir/index.ts";

/** Functions on numbers; NaN flows through. */
export const numberPrelude = {
  exponential,
  naturalLogarithm,
  commonLogarithm,
  roundHalfAway,
  roundToDigits,
} as const;
