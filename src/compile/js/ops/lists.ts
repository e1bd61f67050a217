import { finite, guarded, onPresent, type EmitCall } from "./shared.ts";
import type { PreludeName } from "../prelude.ts";

/** A number of a list, which may leave float64 or not be there. */
const finiteNumber = (name: PreludeName): EmitCall =>
  guarded((atoms, emitter) => finite(`${emitter.use(name)}(${atoms.join(", ")})`));

/** Source of lists and of the words of texts. */
export const lists = {
  listLength: onPresent("listLengthOf"),
  listItem: onPresent("listItemOf"),
  listSlice: onPresent("listSliceOf"),
  listDistinct: onPresent("listDistinctOf"),
  listSort: onPresent("listSortOf"),
  listJoin: onPresent("listJoinOf"),
  listSum: finiteNumber("listSumOf"),
  listMean: finiteNumber("listMeanOf"),
  listMin: onPresent("listMinOf"),
  listMax: onPresent("listMaxOf"),
  listContains: onPresent("listContainsItem"),
  listCount: onPresent("listCountItem"),
  listPosition: onPresent("listPositionOf"),
  listOverlap: onPresent("listOverlapOf"),
  listJaccard: onPresent("listJaccardOf"),
  tokenize: onPresent("tokenizeText"),
  removeStopWords: onPresent("withoutStopWords"),
  removeWords: onPresent("withoutWords"),
  wordNgrams: onPresent("wordNgramsOf"),
  characterNgrams: onPresent("characterNgramsIn"),
  hashTokens: onPresent("hashTokensOf"),
} satisfies Record<string, EmitCall>;
