import { warningDiagnostic, type Diagnostic } from "../../base/index.ts";
import { choleskyFactor, solveCholesky } from "../../stats/index.ts";
import { createDesign, type Design } from "./design.ts";

/** A pivot below this share of its diagonal means a variance inflation factor above 10^10: the column says nothing new. */
export const collinearTolerance = 1e-10;

/** One note or warning for each feature that is constant (T1659) or follows from the features before it (T1658). */
export function designDiagnostics(design: Design, gram: Float64Array, dropped: boolean): Diagnostic[] {
  return [
    ...design.constant.map((name) => constantNote(name)),
    ...choleskyFactor(gram, design.names.length + 1, collinearTolerance)
      .dependent.filter((at) => at < design.names.length)
      .map((at) => collinearWarning(design, at, gram, dropped)),
  ];
}

const constantNote = (name: string): Diagnostic =>
  Object.freeze({
    code: "T1659",
    severity: "note",
    message: `The feature ${JSON.stringify(name)} has one value only, so the model leaves it out`,
    place: name,
  });

function collinearWarning(design: Design, at: number, gram: Float64Array, dropped: boolean): Diagnostic {
  const partners = partnersOf(design, at, gram).map((name) => JSON.stringify(name));
  return warningDiagnostic(
    "T1658",
    `The feature ${JSON.stringify(design.names[at])} is a linear combination of ${partners.join(", ") || "others"}`,
    {
      place: design.names[at]!,
      cure: dropped
        ? "The model leaves it out. Remove it, or give lambda a value above 0."
        : "Its coefficient is shared among them and has no meaning alone. Remove it to read the coefficients.",
    },
  );
}

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
