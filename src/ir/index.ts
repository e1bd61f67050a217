export * from "./expr.ts";
export * from "./op-name.ts";
export type { OpDefinition, Signature } from "./ops/definition.ts";
export { compareText, compareValues } from "./ops/logic.ts";
export { widthBucketOf } from "./ops/buckets.ts";
export { floatToText } from "./ops/cast.ts";
export { hashIntOf, hashUnitOf } from "./ops/hash.ts";
export { roundHalfAway, roundHalfEven } from "./ops/arithmetic.ts";
export * from "./ops/calendar-arithmetic.ts";
export { lowerAscii, upperAscii, hashBucketOf } from "./ops/text.ts";
export type { Formula, FormulaOp } from "./algorithm/formula.ts";
export { partsOfFormula, type Algorithm } from "./algorithm/algorithm.ts";
export { geographyAlgorithms, mathematicsAlgorithms } from "./algorithm/algorithms.ts";
export { accented, combiningMarks, removeAccents, unaccented } from "./ops/accents.ts";
export { hashTextOf, slugOf } from "./ops/text-editing.ts";
export {
  editDistanceOf,
  jaroWinklerOf,
  longestCompared,
  mostCommonLetters,
  trigramSimilarityOf,
} from "./ops/similarity.ts";
export { commonItems, itemAt, listItems, numberItems, sortedItems, sumOfItems } from "./ops/list-items.ts";
export { betweenWordsRe2, bucketsOf, characterNgramsOf, ngramsOf, tokenizeText } from "./ops/token-list.ts";
export { stopWords } from "./ops/stop-words.ts";
export { canBeEmpty } from "./pattern/pattern.ts";
export { parsePattern, readPattern } from "./pattern/parse-pattern.ts";
export { createMatcher, type TextMatcher } from "./pattern/match-pattern.ts";
export { countMatchesIn, extractFrom, matchesIn, replaceIn } from "./pattern/use-pattern.ts";
export { javascriptPattern, re2Pattern } from "./pattern/write-pattern.ts";
export { javascriptReplacement, parseReplacement, re2Replacement } from "./pattern/replacement.ts";
export { stepsFor, worstSteps } from "./pattern/worst-steps.ts";
export * from "./type-of.ts";
export * from "./build.ts";
export * from "./program.ts";
export * from "./walk.ts";
export { createProgram } from "./create-program.ts";
export { normalizeProgram } from "./normalize-program.ts";
export * from "./chain/column.ts";
export type { AnyColumn } from "./chain/any-column.ts";
export type { BooleanColumn } from "./chain/boolean-column.ts";
export type { DayColumn } from "./chain/day-column.ts";
export type { AnyDuration, DayDuration, InstantDuration } from "./chain/duration.ts";
export type { InstantColumn } from "./chain/instant-column.ts";
export type { ListColumn } from "./chain/list-column.ts";
export type { NumberColumn } from "./chain/number-column.ts";
export type { TextColumn } from "./chain/text-column.ts";
export { chooseColumn, columnChain, constantColumn, isColumn } from "./chain/chain.ts";
export { chainContext } from "./chain/context.ts";
export { printExpr, printProgram } from "./print.ts";
export { parseExpr, parseProgram } from "./parse.ts";
export { shareCommon } from "./share-common.ts";
