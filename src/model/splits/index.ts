export { hashRows } from "./hash-rows.ts";
export { makeFolds } from "./make-folds.ts";
export { defaultShares, makeSplit } from "./make-split.ts";
export type { SplitInput } from "./split-input.ts";
export { timeBounds } from "./time-bounds.ts";
