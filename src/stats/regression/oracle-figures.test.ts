import { describe, expect, it } from "vitest";
import { storedByDigits, storedByPeers, type Stored } from "./fixtures/oracle.test-support.ts";

/** The numbers of a part by their places. */
const numbersIn = (part: Stored, place = ""): readonly (readonly [place: string, value: number])[] =>
  typeof part === "object" && part !== null
    ? Object.entries(part).flatMap(([key, own]) => numbersIn(own, `${place}/${key}`))
    : typeof part === "number"
      ? [[place, part]]
      : [];

describe("the figures with 40 digits", () => {
  it("are the same estimates as those of R and statsmodels, to the digits that these have", () => {
    const peers = new Map(numbersIn(storedByPeers));
    const known = numbersIn(storedByDigits);
    expect(known.length).toBeGreaterThan(3000);
    const apart = known.filter(([place, value]) => {
      // R stops the search for this size early.
      const digits = place === "/power/anova_n" ? 5 : 11.5;
      return !(Math.abs(peers.get(place)! - value) <= 10 ** -digits * Math.abs(value));
    });
    expect(apart).toEqual([]);
  });
});
