import { describe, expect, it } from "vitest";
import { style } from "./style.ts";

/** Contrast of two colours by WCAG 2.2, from 1 to 21. */
function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].toSorted((left, right) => right - left);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, "$&$&") : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** The colours of the three sheets: light, dark (over light), paper (over dark, since paper may be printed from either). */
const sheets = [...style.matchAll(/:root\{([^}]*)\}/g)].map(([, rules]) =>
  Object.fromEntries([...rules!.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name!, value!])),
);
const [light, dark, print] = [
  sheets[0]!,
  { ...sheets[0], ...sheets[1] },
  { ...sheets[0], ...sheets[1], ...sheets[2] },
];

describe("the page's colours", () => {
  it.each([
    ["light", light],
    ["dark", dark],
    ["print", print],
  ])(
    "have a contrast of at least 4.5 for text and 3 for marks on %s ground",
    (_, colours: Record<string, string>) => {
      for (const ground of ["paper", "shade"]) {
        for (const text of ["ink", "soft", "link", "good", "bad", "careful", "note"])
          expect(contrast(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(
            4.5,
          );
        expect(contrast(colours["mark"]!, colours[ground]!), `mark on ${ground}`).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it("measures contrast as WCAG does", () => {
    expect(contrast("#fff", "#000000")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#fff")).toBeCloseTo(4.48, 2);
  });
});
