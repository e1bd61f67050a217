/** Runs of so many places are sorted by insertion before they are merged. */
const runLength = 16;

/** Sorts places by falling score; of equal scores the earlier place stays first. */
export type SortPlaces = (scores: Float64Array, count: number) => Uint32Array;

/**
 * A stable merge sort for lists of up to `most` scores that allocates nothing while it works. The answer is valid until the
 * next call.
 */
export function createSorter(most: number): SortPlaces {
  const one = new Uint32Array(most);
  const other = new Uint32Array(most);
  return (scores, count) => {
    for (let from = 0; from < count; from += runLength)
      sortRun(scores, one, from, Math.min(from + runLength, count));
    let source = one;
    let sink = other;
    for (let width = runLength; width < count; width *= 2) {
      for (let from = 0; from < count; from += 2 * width)
        mergeRuns(
          scores,
          source,
          sink,
          from,
          Math.min(from + width, count),
          Math.min(from + 2 * width, count),
        );
      [source, sink] = [sink, source];
    }
    return source;
  };
}

function sortRun(scores: Float64Array, places: Uint32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const score = scores[at]!;
    let hole = at;
    while (hole > from && scores[places[hole - 1]!]! < score) {
      places[hole] = places[hole - 1]!;
      hole--;
    }
    places[hole] = at;
  }
}

function mergeRuns(
  scores: Float64Array,
  source: Uint32Array,
  sink: Uint32Array,
  from: number,
  middle: number,
  to: number,
): void {
  let left = from;
  let right = middle;
  for (let at = from; at < to; at++) {
    const takesLeft = left < middle && (right >= to || scores[source[left]!]! >= scores[source[right]!]!);
    sink[at] = takesLeft ? source[left++]! : source[right++]!;
  }
}
