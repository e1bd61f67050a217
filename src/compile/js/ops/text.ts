import { type EmitCall, guarded, onPresent } from "./shared.ts";

/** Source of text. */
export const text = {
  length: onPresent("lengthOf"),
  lower: onPresent("lowerAscii"),
  upper: onPresent("upperAscii"),
  trim: onPresent("trimText"),
  concat: guarded((atoms) => atoms.join(" + ")),
  contains: guarded(([a, b]) => `${a}.includes(${b}) ? 1 : 0`),
  startsWith: guarded(([a, b]) => `${a}.startsWith(${b}) ? 1 : 0`),
  endsWith: guarded(([a, b]) => `${a}.endsWith(${b}) ? 1 : 0`),
  position: onPresent("positionOf"),
  replace: onPresent("replaceText"),
  substring: onPresent("substringOf"),
  splitPart: onPresent("partOf"),
  hashBucket: onPresent("hashBucketOf"),
} satisfies Record<string, EmitCall>;
