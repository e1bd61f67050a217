import type { Value } from "../../schema/index.ts";
import type { ForestTerm } from "./additive-terms.ts";

/**
 * Adds the Shapley values of a forest to `into`, for a row against one other row: the values of the forest's inputs for both.
 * Columns are the players, all inputs that follow from a column go with it. Exact, in one walk of each tree: a leaf is reached when
 * the columns of one set come from the row and those of another from the other row, and of such a function the Shapley values
 * are known (Laberge and Pequignot, 2022: interventional TreeSHAP with one reference).
 */
export function addForestShapley(
  { forest, owners, weight }: ForestTerm,
  row: readonly Value[],
  other: readonly Value[],
  into: Map<string, number>,
): void {
  // Along the way: for each column whether all its questions so far are answered as the row does, and as the other does.
  const asRow = new Map<string, boolean>();
  const asOther = new Map<string, boolean>();
  const goesLeft = (node: number, values: readonly Value[]): boolean => {
    const value = values[forest.feature[node]!]!;
    if (value === null) return forest.missingLeft[node] === 1;
    const categories = forest.categories[node];
    return categories ? categories.includes(Number(value)) : Number(value) <= forest.threshold[node]!;
  };
  const leaf = (value: number): void => {
    const fromRow = [...asRow].filter(([owner, fits]) => fits && !asOther.get(owner)).map(([owner]) => owner);
    const fromOther = [...asOther]
      .filter(([owner, fits]) => fits && !asRow.get(owner))
      .map(([owner]) => owner);
    const [for_, against] = shapleyWeights(fromRow.length, fromOther.length);
    for (const owner of fromRow) into.set(owner, (into.get(owner) ?? 0) + weight * value * for_);
    for (const owner of fromOther) into.set(owner, (into.get(owner) ?? 0) - weight * value * against);
  };
  const visit = (node: number): void => {
    if (forest.feature[node] === -1) return leaf(forest.value[node]!);
    const rowLeft = goesLeft(node, row);
    const otherLeft = goesLeft(node, other);
    const owner = owners[forest.feature[node]!];
    for (const isLeft of rowLeft === otherLeft ? [rowLeft] : [true, false]) {
      const child = (isLeft ? forest.left : forest.right)[node]!;
      if (owner === undefined || rowLeft === otherLeft) {
        // Both rows go here, so the question tells no set of columns from another.
        visit(child);
        continue;
      }
      const before = [asRow.get(owner), asOther.get(owner)] as const;
      const fitsRow = (before[0] ?? true) && rowLeft === isLeft;
      const fitsOther = (before[1] ?? true) && otherLeft === isLeft;
      if (!fitsRow && !fitsOther) continue;
      asRow.set(owner, fitsRow);
      asOther.set(owner, fitsOther);
      visit(child);
      restore(asRow, owner, before[0]);
      restore(asOther, owner, before[1]);
    }
  };
  for (const root of forest.roots) visit(root);
}

function restore(flags: Map<string, boolean>, owner: string, before: boolean | undefined): void {
  if (before === undefined) flags.delete(owner);
  else flags.set(owner, before);
}

/**
 * What each of p columns gains and each of q columns loses where all p and none of q have to be there:
 * (p - 1)! q! / (p + q)! and p! (q - 1)! / (p + q)!.
 */
function shapleyWeights(p: number, q: number): readonly [gain: number, loss: number] {
  // p! q! / (p + q)! as a product of quotients, which stays within float64 for any depth.
  let quotient = 1;
  for (let at = 1; at <= q; at++) quotient *= at / (p + at);
  return [p === 0 ? 0 : quotient / p, q === 0 ? 0 : quotient / q];
}
