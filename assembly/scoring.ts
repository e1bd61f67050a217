/**
 * Scores forests, which are data in this memory: `src/kernel/scoring-tables.ts` and `scoring-walk.ts` lay them out. Addresses are in
 * bytes. A leaf is added to the sum of its forest in the order of the trees, so that every way of scoring gives the same bits.
 */

export { encode, scoreTables, scoreTablesOfRow } from "./scoring-tables";
export { addValues, spread, walkRows, walkTrees } from "./scoring-walk";
