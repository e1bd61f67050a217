/**
 * Parts a line of blocks, none of them cut in two, so that the parts come closest to the wanted sizes.
 * `wanted` gives the rows of each part in order; each part gets at least one block. There must be as many blocks as parts.
 * Returns the number of the first block of each part but the first.
 */
export function cutBlocks(sizes: readonly number[], wanted: readonly number[]): number[] {
  const before = [0];
  for (const size of sizes) before.push(before.at(-1)! + size);
  const cuts: number[] = [];
  let goal = 0;
  for (let part = 0; part < wanted.length - 1; part++) {
    goal += wanted[part]!;
    const lowest = (cuts.at(-1) ?? 0) + 1;
    const highest = sizes.length - (wanted.length - 1 - part);
    cuts.push(nearest(before, goal, lowest, highest));
  }
  return cuts;
}

/** The place between `lowest` and `highest` whose value is nearest to the goal, the first of equals. */
function nearest(values: readonly number[], goal: number, lowest: number, highest: number): number {
  let best = lowest;
  for (let at = lowest + 1; at <= highest; at++)
    if (Math.abs(values[at]! - goal) < Math.abs(values[best]! - goal)) best = at;
  return best;
}
