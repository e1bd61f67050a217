/** The pieces of one function of a spline basis: for each span between two knots a polynomial. */
export interface BasisFunction {
  /** By span, the coefficients from the constant up, of the place within the span from 0 to 1; empty where it is 0. */
  readonly pieces: readonly (readonly number[])[];
}

/**
 * The B-spline basis of a degree over ascending knots, beyond which it is built as if the first and the last span went on at
 * equal distances. Method: the recursion of C. de Boor, "A Practical Guide to Splines", 1978, chapter IX.
 */
export function splineBasis(knots: readonly number[], degree: number): readonly BasisFunction[] {
  const all = extended(knots, degree);
  const spans = knots.length - 1;
  const pieces = Array.from({ length: spans }, (_, span) => piecesOf(all, degree + span, degree));
  return Array.from({ length: spans + degree }, (_, index) => ({
    pieces: pieces.map((functions, span) => functions[index - span] ?? []),
  }));
}

function extended(knots: readonly number[], degree: number): readonly number[] {
  const first = knots[0]!;
  const last = knots.at(-1)!;
  const before = knots[1]! - first;
  const after = last - knots.at(-2)!;
  return [
    ...Array.from({ length: degree }, (_, at) => first - (degree - at) * before),
    ...knots,
    ...Array.from({ length: degree }, (_, at) => last + (at + 1) * after),
  ];
}

/** The degree + 1 functions that are not 0 on a span, in order, as polynomials of the place within it. */
function piecesOf(knots: readonly number[], span: number, degree: number): readonly (readonly number[])[] {
  const start = knots[span]!;
  const width = knots[span + 1]! - start;
  let functions: readonly (readonly number[])[] = [[1]];
  for (let order = 1; order <= degree; order++) {
    const lower = functions;
    functions = Array.from({ length: order + 1 }, (_, at) => {
      const first = span - order + at;
      const rising = lower[at - 1] ?? [];
      const falling = lower[at] ?? [];
      const left = knots[first]!;
      const right = knots[first + order + 1]!;
      const up = knots[first + order]! - left;
      const down = right - knots[first + 1]!;
      return plus(
        timesLine(rising, (start - left) / up, width / up),
        timesLine(falling, (right - start) / down, -width / down),
      );
    });
  }
  return functions;
}

/** A polynomial times constant + slope · x. */
function timesLine(polynomial: readonly number[], constant: number, slope: number): readonly number[] {
  if (polynomial.length === 0) return [];
  return Array.from(
    { length: polynomial.length + 1 },
    (_, at) => (polynomial[at] ?? 0) * constant + (polynomial[at - 1] ?? 0) * slope,
  );
}

const plus = (left: readonly number[], right: readonly number[]): readonly number[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) => (left[at] ?? 0) + (right[at] ?? 0));
