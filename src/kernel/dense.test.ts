import { describe, expect, it } from "vitest";
import { dot } from "./dense.ts";

describe("dot", () => {
  it("adds up products, also of lengths that are no multiple of four", () => {
    const vector = (length: number): Float64Array => Float64Array.from({ length }, (_, at) => at + 1);
    expect([0, 1, 3, 4, 9].map((length) => dot(vector(length), vector(length)))).toEqual([0, 1, 14, 30, 285]);
  });
});
