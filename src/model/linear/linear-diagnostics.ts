import type { Diagnostic } from "../../base/index.ts";
import { choleskyFactor, solveCholesky } from "../../stats/index.ts";
import { createDesign, type Design } from "./design.ts";

/** A pivot below this share of its diagonal means a variance inflation factor above 10^10: the column says nothing new. */
const collinearTolerance = 1e-10;

/** One note on the features that are constant (T1659) and one on those that follow from features before them (T1658). */
export function designDiagnostics(design: Design, gram: Float64Array, dropped: boolean): Diagnostic[] {
  const { dependent } = choleskyFactor(gram, design.names.length + 1, collinearTolerance);
  const collinear = dependent.filter((at) => at < design.names.length);
  return [
    ...(design.constant.length > 0 ? [constantNote(design.constant)] : []),
    ...(collinear.length > 0 ? [collinearNote(design, collinear, gram, dropped)] : []),
  ];
}

/** Tells which features have one value only. */
export function constantNote(names: readonly string[]): Diagnostic {
  const one = names.length === 1;
  return Object.freeze({
    code: "T1659",
    severity: "note",
    message: `${one ? `The feature ${quoted(names)} has` : `The features ${quoted(names)} have`} one value only, so the model leaves ${one ? "it" : "them"} out`,
    place: names[0]!,
  });
}

function collinearNote(
  design: Design,
  collinear: readonly number[],
  gram: Float64Array,
  dropped: boolean,
): Diagnostic {
  const names = collinear.map((at) => design.names[at]!);
  const one = names.length === 1;
  const partners = partnersOf(design, collinear[0]!, gram);
  const ofWhat = one && partners.length > 0 ? quoted(partners) : "others";
  const example = one || partners.length === 0 ? "" : ` (the first of ${quoted(partners)})`;
  return Object.freeze({
    code: "T1658",
    severity: dropped ? "warning" : "note",
    message: `${one ? `The feature ${quoted(names)} is a linear combination` : `The features ${quoted(names)} are linear combinations`} of ${ofWhat}${example}`,
    place: names[0]!,
    cure: dropped
      ? "The model leaves such features out. Remove them, or give lambda a value above 0."
      : "Predictions do not mind; but their coefficients are shared out and mean nothing alone. Leave columns that repeat others out to read the coefficients.",
  });
}

const listed = 5;
const quoted = (names: readonly string[]): string =>
  names
    .slice(0, listed)
    .map((name) => JSON.stringify(name))
    .join(", ") + (names.length > listed ? ` and ${names.length - listed} more` : "");

/** The features before a dependent one that it is made of, the strongest first, at most five. */
function partnersOf(design: Design, at: number, gram: Float64Array): readonly string[] {
  const size = design.names.length + 1;
  const before = new Float64Array(at * at);
  for (let row = 0; row < at; row++) before.set(gram.subarray(row * size, row * size + at), row * at);
  const weights = solveCholesky(
    choleskyFactor(before, at, collinearTolerance),
    gram.slice(at * size, at * size + at),
  );
  return [...weights.entries()]
    .filter(([, weight]) => Math.abs(weight) > 1e-6)
    .sort(([, left], [, right]) => Math.abs(right) - Math.abs(left))
    .slice(0, 5)
    .map(([place]) => design.names[place]!);
}

/** The design without the features that follow from others: what a fit without a penalty can use. */
export function dropCollinear(design: Design, gram: Float64Array): Design {
  const { dependent } = choleskyFactor(gram, design.names.length + 1, collinearTolerance);
  if (dependent.length === 0) return design;
  const keep = design.names.flatMap((_, at) => (dependent.includes(at) ? [] : [at]));
  return createDesign({
    ...design,
    names: keep.map((at) => design.names[at]!),
    columns: keep.map((at) => design.columns[at]!),
    means: Float64Array.from(keep, (at) => design.means[at]!),
    scales: Float64Array.from(keep, (at) => design.scales[at]!),
  });
}
