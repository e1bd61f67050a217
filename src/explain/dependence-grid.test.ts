import { describe, expect, it } from "vitest";
import { vectorFromValues } from "../schema/index.ts";
import { dependenceGrid } from "./dependence-grid.ts";

describe("dependenceGrid", () => {
  it("takes every value of a number that has few, with the rows that have it", () => {
    expect(dependenceGrid(vectorFromValues("Int", [3, 1, 3, null, 2, 3]))).toEqual([
      { value: 1, rows: 1 },
      { value: 2, rows: 1 },
      { value: 3, rows: 3 },
      { value: null, rows: 1 },
    ]);
  });

  it("takes 20 quantiles of a number that has many, each with the rows nearest to it", () => {
    const grid = dependenceGrid(
      vectorFromValues(
        "Int",
        Array.from({ length: 191 }, (_, row) => row),
      ),
    );
    expect(grid.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, point) => point * 10));
    // A row halfway between two points belongs to the lower one: 0 to 5, 6 to 15, …, 186 to 190.
    expect(grid.map(({ rows }) => rows)).toEqual([6, ...Array.from({ length: 18 }, () => 10), 5]);
  });

  it("takes the most frequent levels of text and booleans, ties by the text", () => {
    expect(dependenceGrid(vectorFromValues("Text", ["b", "c", "a", "c", null]))).toEqual([
      { value: "c", rows: 2 },
      { value: "a", rows: 1 },
      { value: "b", rows: 1 },
      { value: null, rows: 1 },
    ]);
    expect(dependenceGrid(vectorFromValues("Boolean", [true, false, true]))).toEqual([
      { value: true, rows: 2 },
      { value: false, rows: 1 },
    ]);
    const many = Array.from({ length: 300 }, (_, row) => `level ${row % 60}`);
    expect(dependenceGrid(vectorFromValues("Text", many))).toHaveLength(20);
  });

  it("has only the missing point where every value is missing", () => {
    expect(dependenceGrid(vectorFromValues("Float", [null, null]))).toEqual([{ value: null, rows: 2 }]);
  });
});
