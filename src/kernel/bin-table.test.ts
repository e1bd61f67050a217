import { describe, expect, it } from "vitest";
import { binColumn, createBinTable } from "./bin-table.ts";

describe("createBinTable", () => {
  it("gives each column a place of its own, and work after them", () => {
    for (const shared of [false, true]) {
      const table = createBinTable({ rowCount: 1000, columnCount: 3, workBytes: 20_000_000, shared })!;
      for (const column of [0, 1, 2]) binColumn(table, column).fill(column + 1);
      const bytes = new Uint8Array(table.memory.buffer);
      expect(bytes.subarray(0, table.columnsAddress).some((byte) => byte !== 0)).toBe(false);
      expect(bytes.subarray(table.workAddress).some((byte) => byte !== 0)).toBe(false);
      expect([0, 1, 2].map((column) => binColumn(table, column)[999])).toEqual([1, 2, 3]);
      expect(table.workBytes).toBeGreaterThanOrEqual(20_000_000);
      expect((table.workAddress + table.workBytes) % 65_536).toBe(0);
      expect(bytes.buffer instanceof ArrayBuffer).toBe(!shared);
    }
  });

  it("has none for more than WebAssembly can address", () => {
    const size = { rowCount: 100_000_000, columnCount: 50, workBytes: 0, shared: false };
    expect(createBinTable(size)).toBeUndefined();
  });
});
