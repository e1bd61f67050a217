import { createRandom } from "../base/index.ts";

/**
 * A sample of rows, ascending: one random row out of each of `size` equal stretches, so that every part of the table is in
 * it. All rows where there are not more. The same count and size give the same rows everywhere.
 */
export function sampleRows(rowCount: number, size: number): Uint32Array {
  if (rowCount <= size) return Uint32Array.from({ length: rowCount }, (_, row) => row);
  const random = createRandom("row-sample");
  return Uint32Array.from({ length: size }, (_, place) => {
    const start = Math.floor((place * rowCount) / size);
    const end = Math.floor(((place + 1) * rowCount) / size);
    return start + random.integer(end - start);
  });
}
