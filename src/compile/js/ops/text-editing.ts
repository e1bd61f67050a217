import { type EmitCall, guarded, onPresent } from "./shared.ts";

/** Source of the operations that clean text and cut it. */
export const textEditing = {
  trimStart: onPresent("trimStartOf"),
  trimEnd: onPresent("trimEndOf"),
  normalizeSpaces: onPresent("normalizeSpacesOf"),
  padStart: onPresent("padStartOf"),
  padEnd: onPresent("padEndOf"),
  left: onPresent("leftOf"),
  right: onPresent("rightOf"),
  textBefore: onPresent("textBeforeOf"),
  textAfter: onPresent("textAfterOf"),
  countOf: onPresent("countIn"),
  containsAny: guarded(
    ([a, ...parts]) => `${parts.map((part) => `${a}.includes(${part})`).join(" || ")} ? 1 : 0`,
  ),
  isBlank: guarded(([a], emitter) => `${emitter.use("trimText")}(${a}) === "" ? 1 : 0`),
  capitalize: onPresent("capitalizeOf"),
  removeAccents: onPresent("removeAccents"),
  digitsOnly: guarded(([a]) => `${a}.replace(/[^0-9]+/g, "")`),
  slug: onPresent("slugOf"),
  hashText: onPresent("hashTextOf"),
} satisfies Record<string, EmitCall>;

/** Source of the comparisons of texts. */
export const similarity = {
  editDistance: onPresent("editDistanceIn"),
  jaroWinkler: onPresent("jaroWinklerIn"),
  trigramSimilarity: onPresent("trigramSimilarityOf"),
} satisfies Record<string, EmitCall>;
