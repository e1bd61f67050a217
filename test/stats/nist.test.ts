import { describe, expect, it } from "vitest";
import {
  certifiedFigures,
  certifiedSets,
  correctDigits,
  hasCertifiedSets,
  type CertifiedSet,
} from "./certified-sets.ts";
import { exactDoor, ourFigures, type Figures } from "./our-figures.ts";

const sets = hasCertifiedSets ? certifiedSets() : [];
const ofKind = (kind: CertifiedSet["kind"]): readonly CertifiedSet[] =>
  sets.filter((one) => one.kind === kind);

/** The texts of the file, and the float64 that they are read to. */
const doors = [exactDoor, (texts: readonly string[]) => Float64Array.from(texts, Number)];

/** The figures with fewer correct digits than asked for. */
function wrongFigures(set: CertifiedSet, ours: Figures, digits: number): readonly string[] {
  const certified = Object.entries(certifiedFigures(set));
  expect(certified.length).toBeGreaterThan(2);
  return certified
    .filter(([figure, text]) => !(correctDigits(ours[figure], text) >= digits))
    .map(([figure, text]) => `${figure}: ${ours[figure]}, not ${text}`);
}

describe.runIf(hasCertifiedSets)("the certified sets of NIST", () => {
  it("are there, of each kind", () => {
    for (const kind of ["univariate", "anova", "linear", "nonlinear"] as const)
      expect(ofKind(kind).length, kind).toBeGreaterThan(5);
  });

  it.each(ofKind("univariate"))("has 14 digits of mean, deviation and autocorrelation of $name", (set) => {
    for (const read of doors) expect(wrongFigures(set, ourFigures(set, read), 14)).toEqual([]);
  });

  it.each(ofKind("anova"))("has 14 digits of the analysis of variance of $name", (set) => {
    for (const read of doors) expect(wrongFigures(set, ourFigures(set, read), 14)).toEqual([]);
  });

  it.each(ofKind("linear"))("has 13 digits of the regression of $name", (set) => {
    for (const read of doors) expect(wrongFigures(set, ourFigures(set, read), 13)).toEqual([]);
  });

  it.each(ofKind("nonlinear"))("has 9 digits of $name from the far start", (set) => {
    expect(wrongFigures(set, ourFigures(set), 9)).toEqual([]);
  });
});
