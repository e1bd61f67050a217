import { type EmitCall, onPresent } from "./shared.ts";

/** Source of hashes. */
export const hash = {
  hashInt: onPresent("hashIntOf"),
  hashUnit: onPresent("hashUnitOf"),
} satisfies Record<string, EmitCall>;
