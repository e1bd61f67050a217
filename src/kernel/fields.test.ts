import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanFields } from "./fields.ts";

const plan = { delimiter: ",", quote: '"', kinds: ["number", "ignored"] } as const;

/** What the numbers of texts are read as; undefined where that is left to the caller. */
function numbersOf(texts: readonly string[]): (number | undefined)[] {
  const found = scanFields(texts.map((text) => `${text},\n`).join(""), plan);
  if (!found) throw new Error("The rows are plain");
  const odd = new Set<number>();
  for (let at = 0; at < found.odd.length; at += 4) odd.add(found.odd[at]!);
  return texts.map((_, row) => (odd.has(row) ? undefined : found.columns[0]![row]!));
}

const isOrdinary = (value: number): boolean => Math.abs(value) > 1e-280 && Math.abs(value) < 1e280;
const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 })
  .map((list) => list.join(""));
const decimal = fc
  .tuple(
    fc.constantFrom("", "-", "+"),
    digits,
    fc.option(digits),
    fc.option(fc.integer({ min: -330, max: 330 })),
  )
  .map(
    ([sign, whole, part, power]) =>
      `${sign}${whole}${part === null ? "" : `.${part}`}${power === null ? "" : `e${power}`}`,
  );

describe("numbers out of fields", () => {
  it("are the nearest ones, of any float64 in any notation", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { minLength: 50, maxLength: 200 }),
        (values) => {
          for (const write of [String, (x: number) => x.toExponential(), (x: number) => x.toPrecision(17)]) {
            const texts = values.map(write);
            const found = numbersOf(texts);
            found.forEach((one, at) => one !== undefined && expect(one).toBe(Number(texts[at]) + 0));
            const ordinary = texts.filter(
              (text) => text.replace(/e.*/, "").length < 20 && isOrdinary(Number(text)),
            );
            expect(numbersOf(ordinary).filter((one) => one === undefined)).toEqual([]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are the nearest ones, of any digits and powers", () => {
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 50, maxLength: 200 }), (texts) => {
        numbersOf(texts).forEach(
          (one, at) =>
            one !== undefined && expect([texts[at], one]).toEqual([texts[at], Number(texts[at]) + 0]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("go to the even one from halfway between two", () => {
    const texts = [
      "9007199254740993",
      "9007199254740995",
      "1.000000000000000111",
      "4503599627370496.5",
      "4503599627370497.5",
      "1e23",
      "8.5e22",
      "0.1e-6",
    ];
    expect(numbersOf(texts)).toEqual(texts.map(Number));
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n << 53n, max: (1n << 54n) - 1n }),
        fc.integer({ min: 0, max: 9 }),
        (odd, twos) => {
          const text = ((odd | 1n) << BigInt(twos)).toString();
          expect(numbersOf([text])).toEqual([Number(text)]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are missing where nothing stands, and left to the caller where no plain number does", () => {
    expect(
      numbersOf(["", "x", " 1", "1e", "1e99999", ".", "-", "1.2.3", "0x10", "NaN", "-0", ".5", "5."]),
    ).toEqual([Number.NaN, ...Array.from({ length: 9 }, () => undefined), 0, 0.5, 5]);
  });
});

describe("rows of fields", () => {
  const two = { delimiter: ";", quote: '"', kinds: ["whole number", "ignored", "other", "number"] } as const;

  it("are told with their places, their numbers, and what the caller has to read", () => {
    const found = scanFields("1;a;b;2.5\r\n1.5;;;x\n-7;c;d;", two);
    expect(found).toEqual({
      rowCount: 3,
      rows: Int32Array.of(0, 9, 11, 18, 19, 26),
      columns: [expect.anything(), expect.anything(), expect.anything()],
      odd: Int32Array.of(0, 1, 4, 5, 1, 0, 11, 14, 1, 1, 16, 16, 1, 2, 17, 18, 2, 1, 24, 25),
    });
    expect([found?.columns[0]?.[0], found?.columns[0]?.[2]]).toEqual([1, -7]);
    expect([found?.columns[2]?.[0], found?.columns[2]?.[2]]).toEqual([2.5, Number.NaN]);
  });

  it.each([
    "1;2;3\n",
    "1;2;3;4;5\n",
    '1;"a";2;3\n',
    "\n1;2;3;4\n",
    "1;2;3;4\r5;6;7;8\n",
    "1;2;ä;4\n",
    "1;2;\0;4\n",
  ])("are not plain in %j", (text) => {
    expect(scanFields(text, two)).toBeUndefined();
  });
});
