import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanRows } from "../csv-scanner.ts";
import { cutText } from "./cut-text.ts";
import { scanRecords } from "./json-records.ts";

const dialect = { delimiter: ",", quote: '"', escape: '"', newline: "\n" } as const;

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

const cuts = {
  csv: (text: string) => scanRows(text, 0, false, dialect, () => {}),
  json: (text: string) => scanRecords(text, false),
} as const;

async function partsOf(
  text: string,
  kind: keyof typeof cuts,
  pieceLength: number,
  known: readonly number[] = [],
): Promise<{ text: string; line: number }[]> {
  const parts = cutText({
    pieces: inPieces(text, pieceLength),
    endOfRows: cuts[kind],
    newline: "\n",
    done: () => 0,
    partBytes: 40,
    sizeOf: (part) => known[part],
  });
  const found = [];
  for await (const { range } of parts)
    if (range.kind === "text") found.push({ text: range.text, line: range.line });
  return found;
}

const field = fc.constantFrom("a", "", "12", '"quoted, with\nlines"', '"dou""bled"', "é", "long ".repeat(12));
const csvText = fc
  .array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 30 })
  .map((rows) => rows.map((row) => `${row.join(",")}\n`).join(""));
const jsonText = fc
  .array(fc.record({ a: fc.string(), b: fc.array(fc.record({ c: fc.string() })) }), { maxLength: 20 })
  .map((records) => JSON.stringify(records, null, 2));

describe("cutting a text into parts", () => {
  it("loses nothing, cuts no row, and does not depend on the pieces that the text came in", async () => {
    await fc.assert(
      fc.asyncProperty(csvText, fc.integer({ min: 1, max: 90 }), async (text, length) => {
        const parts = await partsOf(text, "csv", length);
        expect(parts.map((part) => part.text).join("")).toBe(text);
        expect(await partsOf(text, "csv", 7)).toEqual(parts);
        const rowsOf = (some: string): string[] => {
          const rows: string[] = [];
          scanRows(some, 0, true, dialect, ({ start, end }) => rows.push(some.slice(start, end)));
          return rows;
        };
        expect(parts.flatMap((part) => rowsOf(part.text))).toEqual(rowsOf(text));
      }),
      { numRuns: 200 },
    );
  });

  it("finds the records of an array, whatever stands in their texts, with their lines", async () => {
    await fc.assert(
      fc.asyncProperty(jsonText, async (text) => {
        const parts = await partsOf(text, "json", 13);
        const records = parts.flatMap((part) => {
          const found: unknown[] = [];
          scanRecords(part.text, true, ({ start, end }) =>
            found.push(JSON.parse(part.text.slice(start, end))),
          );
          return found;
        });
        expect(records).toEqual(JSON.parse(text));
        let before = "";
        for (const part of parts) {
          expect(part.line).toBe(before.split("\n").length);
          before += part.text;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("passes over the parts that are known, and gives out the others as they were", async () => {
    const text = Array.from({ length: 50 }, (_, row) => `row ${row},"a\nb"\n`).join("");
    const parts = await partsOf(text, "csv", 11);
    expect(parts.length).toBeGreaterThan(5);
    const known = parts.map((part, at) => (at % 2 === 0 ? part.text.length : undefined)) as number[];
    expect(await partsOf(text, "csv", 17, known)).toEqual(parts.filter((_, at) => at % 2 === 1));
  });

  it("takes a line for the row where a quote is never closed", async () => {
    const text = `a,b\n1,"never closed\n2,3\n${"4,5\n".repeat(20)}`;
    const parts = await partsOf(text, "csv", 9);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});
