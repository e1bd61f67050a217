import { scoreForest } from "./forest-kernel.ts";
import { scoreNearest } from "./nearest-kernel.ts";
import { numberPrelude } from "./prelude/numbers.ts";
import { listPrelude } from "./prelude/lists.ts";
import { patternPrelude } from "./prelude/patterns.ts";
import { textEditingPrelude } from "./prelude/text-editing.ts";
import { textPrelude } from "./prelude/text.ts";
import { timePrelude } from "./prelude/time.ts";
import { valuePrelude } from "./prelude/values.ts";

/**
 * Every function that generated code may call. They take no null: generated code guards texts, and NaN flows through
 * the functions on numbers.
 */
export const prelude = {
  scoreForest,
  scoreNearest,
  ...numberPrelude,
  ...textPrelude,
  ...textEditingPrelude,
  ...patternPrelude,
  ...listPrelude,
  ...timePrelude,
  ...valuePrelude,
} as const;

/** The name of a function of the prelude. */
export type PreludeName = keyof typeof prelude;
