import { describe, expect, it } from "vitest";
import { cosineOfTurn, sineOfTurn } from "./turn.ts";

describe("sineOfTurn and cosineOfTurn", () => {
  it("agrees with the engine's functions within 1e-15", () => {
    for (let part = -2; part < 3; part += 0.0073) {
      expect(Math.abs(sineOfTurn(part) - Math.sin(2 * Math.PI * part))).toBeLessThan(3e-15);
      expect(Math.abs(cosineOfTurn(part) - Math.cos(2 * Math.PI * part))).toBeLessThan(3e-15);
    }
  });

  it("is exact at the quarters", () => {
    expect([0, 0.25, 0.5, 0.75, 1].map(sineOfTurn)).toEqual([0, 1, 0, -1, 0]);
    expect([0, 0.25, 0.5, 0.75, 1].map(cosineOfTurn)).toEqual([1, 0, -1, 0, 1]);
  });
});
