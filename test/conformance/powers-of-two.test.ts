import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "../../src/compile/index.ts";
import { openDuckdb, type DuckdbTarget } from "./duckdb-target.ts";

let duckdb: DuckdbTarget;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

describe("what the algorithms ask of the engine's own mathematics", () => {
  it("is every power of two, exactly", async () => {
    const rows = await duckdb.rows(
      sql`SELECT k, pow(2e0, k) AS power FROM (SELECT CAST(range AS DOUBLE) AS k FROM range(-1080, 1024)) ORDER BY k`,
    );
    expect(rows).toHaveLength(2104);
    // A product of halves is exact, also where the result is denormal; Math.pow is an engine's own.
    const exact = (k: number): number =>
      Array.from({ length: Math.abs(k) }).reduce<number>((power) => (k < 0 ? power / 2 : power * 2), 1);
    expect(rows.filter(({ k, power }) => power !== exact(Number(k)))).toEqual([]);
  });

  it("is an exponent that is at most 1 off, at each power of two and beside it", async () => {
    const rows = await duckdb.rows(
      sql`SELECT k, x, floor(log2(x)) AS rough FROM (
            SELECT k, unnest([pow(2e0, k), pow(2e0, k) * (1e0 - 1.1102230246251565e-16), pow(2e0, k) * 1.0000000000000002e0]) AS x
            FROM (SELECT CAST(range AS DOUBLE) AS k FROM range(-1021, 1024)))`,
    );
    expect(rows).toHaveLength(3 * 2045);
    const off = rows.filter(({ x, k, rough }) => {
      const exponent = Number(x) < 2 ** Number(k) ? Number(k) - 1 : Number(k);
      return Math.abs(Number(rough) - exponent) > 1;
    });
    expect(off).toEqual([]);
  });

  it("is no sum or product that is put together: each operation is rounded by itself", async () => {
    const rows = await duckdb.rows(
      sql`SELECT x * x - y AS fused, (x + 1e16) - 1e16 AS together, x * 3e0 / 3e0 AS cancelled
          FROM (SELECT 1.0000000149011612e0 AS x, 1.0000000298023224e0 AS y FROM range(3))`,
    );
    const [x, y] = [1.0000000149011612, 1.0000000298023224];
    for (const row of rows)
      expect(row).toEqual({ fused: x * x - y, together: x + 1e16 - 1e16, cancelled: (x * 3) / 3 });
  });
});
