import { type EmitCall, constantValue, countAtOrBelow, onNumbers } from "./shared.ts";

/** Source of intervals. */
export const buckets = {
  bucket: ({ args: [a, ...edges] }, emitter) => {
    const atom = emitter.atom(a!);
    const sorted = edges.map((edge) => Number(constantValue(edge))).sort((left, right) => left - right);
    return `(${atom} === ${atom} ? ${countAtOrBelow(atom, sorted)} : NaN)`;
  },
  widthBucket: onNumbers("widthBucketOf"),
} satisfies Record<string, EmitCall>;
