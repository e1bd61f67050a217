import { compareText, listItems } from "../ir/index.ts";
import type { TextVector } from "../schema/index.ts";
import type { Group } from "./aggregate.ts";

/**
 * In how many rows each item of the lists stands (`count`), and how often in all (`sum`): those of most rows first, ties by item. A
 * list that many rows share is cut once.
 */
export function itemCounts({ codes, dictionary }: TextVector, separator: string): readonly Group[] {
  const rowCounts = new Float64Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) rowCounts[codes[row]!]!++;
  const found = new Map<string, { count: number; sum: number; lastList: number }>();
  for (const [code, list] of dictionary.entries()) {
    const rows = rowCounts[code]!;
    if (rows === 0) continue;
    for (const item of listItems(list, separator)) {
      const known = found.get(item);
      if (!known) {
        found.set(item, { count: rows, sum: rows, lastList: code });
        continue;
      }
      known.sum += rows;
      if (known.lastList === code) continue;
      known.count += rows;
      known.lastList = code;
    }
  }
  return [...found]
    .map(([value, { count, sum }]) => ({ value, count, sum }))
    .sort((left, right) => right.count - left.count || compareText(left.value, right.value));
}
