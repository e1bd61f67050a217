import { exponential, naturalLogarithm } from "../../base/index.ts";
import { logGamma } from "../distributions/index.ts";
import type { CountTable } from "./read-table.ts";

/** A network of more edges, or of more ways through it, is not followed; tables are drawn at random then. */
const mostEdges = 1_000_000;
const mostWays = 4_000_000;
const mostTotal = 5000;

/** What is left of the row totals after some columns, and what can still come of it. */
interface Node {
  readonly rest: readonly number[];
  readonly edges: readonly { readonly to: Node; readonly log: number; readonly count: number }[];
  /** The largest and the smallest logarithm of 1 / Π cell! of the columns that are left. */
  readonly longest: number;
  readonly shortest: number;
  /** The logarithm of the sum of 1 / Π cell! over all ways to fill these columns, in closed form. */
  readonly total: number;
  /** Ways that came here: the logarithm of 1 / Π cell! so far, rounded to ten digits, and how many have it. */
  readonly ways: Map<number, { readonly log: number; count: number }>;
}

/**
 * The p-value of Fisher's test of a larger table: the probability of all tables with the same margins that are no more
 * probable than this one. The tables are the ways through a network whose nodes are what is left of the row totals, column
 * after column; a way is followed only while it is open whether its tables are among those (C. R. Mehta & N. R. Patel 1983,
 * with the exact longest and shortest ways in place of bounds). Null where it would take too long.
 */
export function exactTableP(table: CountTable): number | null {
  if (table.total > mostTotal) return null;
  const { rows, columns } = turnedTable(table);
  const logFactorial = Float64Array.from({ length: table.total + 1 }, (_, n) =>
    n < 2 ? 0 : logGamma(n + 1),
  );
  const sumLogs = (counts: readonly number[]): number =>
    counts.reduce((sum, one) => sum + logFactorial[one]!, 0);
  const margins = sumLogs(rows) + sumLogs(columns) - logFactorial[table.total]!;
  const bound = -table.counts.reduce((sum, row) => sum + sumLogs(row), 0) + naturalLogarithm(1 + 1e-7);
  const levels = buildNetwork(rows, columns, logFactorial, sumLogs);
  if (!levels) return null;
  const terms: number[] = [];
  [...levels[0]!.values()][0]!.ways.set(0, { log: 0, count: 1 });
  let followed = 0;
  for (const level of levels)
    for (const node of level.values()) {
      for (const { log, count } of node.ways.values()) {
        if (log + node.longest <= bound) terms.push(exponential(margins + log + node.total) * count);
        else if (log + node.shortest <= bound) {
          for (const edge of node.edges) addWay(edge.to, log + edge.log, count * edge.count);
          followed += node.edges.length;
        }
        if (followed > mostWays) return null;
      }
      node.ways.clear();
    }
  return Math.min(
    1,
    terms.sort((a, b) => a - b).reduce((sum, one) => sum + one, 0),
  );
}

/** Joins ways whose probabilities are equal to ten digits. */
function addWay({ ways }: Node, log: number, count: number): void {
  const key = Math.round(log * 1e10);
  const found = ways.get(key);
  if (found) found.count += count;
  else ways.set(key, { log, count });
}

/** The longer side as columns, the largest first: fewer rests to tell apart. */
function turnedTable({ rowTotals, columnTotals }: CountTable): {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
} {
  const [rows, columns] =
    rowTotals.length <= columnTotals.length ? [rowTotals, columnTotals] : [columnTotals, rowTotals];
  return { rows: rows.toSorted((a, b) => a - b), columns: columns.toSorted((a, b) => b - a) };
}

/** All nodes, level by level, built from the start and measured from the end; null for too many edges. */
function buildNetwork(
  rows: readonly number[],
  columns: readonly number[],
  logFactorial: Float64Array,
  sumLogs: (counts: readonly number[]) => number,
): readonly ReadonlyMap<string, Node>[] | null {
  const levels = columns.map(() => new Map<string, Node>());
  let edgeCount = 0;
  const nodeAt = (rest: readonly number[], level: number): Node | null => {
    const key = rest.join();
    const known = levels[level]!.get(key);
    if (known) return known;
    const left = rest.reduce((sum, one) => sum + one, 0);
    const total = logFactorial[left]! - sumLogs(rest) - sumLogs(columns.slice(level));
    if (level === columns.length - 1) {
      const end = -sumLogs(rest);
      const node = { rest, edges: [], longest: end, shortest: end, total: end, ways: new Map() };
      levels[level]!.set(key, node);
      return node;
    }
    const edges = new Map<string, { to: Node; log: number; count: number }>();
    const isDone = fillColumn(rest, columns[level]!, (cells) => {
      const to = nodeAt(
        rest.map((one, at) => one - cells[at]!).sort((a, b) => a - b),
        level + 1,
      );
      if (!to || ++edgeCount > mostEdges) return false;
      const log = -sumLogs(cells);
      const name = `${to.rest.join()};${Math.round(log * 1e10)}`;
      const same = edges.get(name);
      if (same) same.count++;
      else edges.set(name, { to, log, count: 1 });
      return true;
    });
    if (!isDone) return null;
    let [longest, shortest] = [-Infinity, Infinity];
    for (const { to, log } of edges.values()) {
      longest = Math.max(longest, log + to.longest);
      shortest = Math.min(shortest, log + to.shortest);
    }
    const node = { rest, edges: [...edges.values()], longest, shortest, total, ways: new Map() };
    levels[level]!.set(key, node);
    return node;
  };
  return nodeAt(rows, 0) ? levels : null;
}

/** Calls with every way to spread a column over rows with these rests; stops, and says false, when told to. */
function fillColumn(
  rests: readonly number[],
  column: number,
  take: (cells: readonly number[]) => boolean,
): boolean {
  const cells = rests.map(() => 0);
  const roomFrom = rests.map((_, at) => rests.slice(at).reduce((sum, one) => sum + one, 0));
  const fill = (row: number, left: number): boolean => {
    if (row === rests.length - 1) {
      cells[row] = left;
      return take(cells);
    }
    const most = Math.min(left, rests[row]!);
    for (let count = Math.max(0, left - roomFrom[row + 1]!); count <= most; count++) {
      cells[row] = count;
      if (!fill(row + 1, left - count)) return false;
    }
    return true;
  };
  return fill(0, column);
}
