import { describe, expect, it } from "vitest";
import { fisherExactTest } from "./index.ts";

describe("Fisher's test of a table with too many ways", () => {
  it("draws tables at random before the network takes minutes and gigabytes: cars by class and drive", () => {
    // ggplot2's mpg: 234 cars, seven classes, three kinds of drive.
    const cars = [
      [0, 0, 5],
      [12, 35, 0],
      [33, 38, 3],
      [0, 11, 0],
      [33, 0, 0],
      [4, 22, 9],
      [51, 0, 11],
    ];
    const { pValue, notes } = fisherExactTest(cars, { draws: 500 });
    expect(notes.join()).toMatch(/random tables/);
    expect(pValue).toBeCloseTo(1 / 501, 12);
    expect(notes.join()).toMatch(/None of them was as improbable as what was seen/);
  });

  it("goes through all tables as long as it can: job satisfaction by income", () => {
    // Agresti (2002), table 2.8; R 4.2.2: fisher.test(Job)$p.value.
    const job = [
      [1, 2, 1, 0],
      [3, 3, 6, 1],
      [10, 10, 14, 9],
      [6, 7, 12, 11],
    ];
    expect(fisherExactTest(job).pValue).toBeCloseTo(0.7826849389656096, 9);
  });
});
