import {
  createMatcher,
  javascriptPattern,
  parsePattern,
  stepsFor,
  worstSteps,
  type TextMatcher,
} from "../../ir/index.ts";

/** A pattern as generated code uses it: for each text the engine's own matcher, or ours where that could take too long. */
export interface PatternMatcher {
  /** The engine's own expression, or null for texts of this length. */
  readonly native: (length: number) => RegExp | null;
  readonly ours: (text: string) => TextMatcher;
}

/** The engine's matcher tries every way through a pattern; it is used where all of them together are so few steps. */
const mostSteps = 2e6;

/** Builds the matcher of a pattern; done once for each compiled Program. */
export function buildPattern(source: string): PatternMatcher {
  const pattern = parsePattern(source);
  const growth = worstSteps(pattern);
  const native = new RegExp(javascriptPattern(pattern), "gu");
  return {
    native: (length) => (stepsFor(growth, length) <= mostSteps ? native : null),
    ours: createMatcher(pattern),
  };
}
