import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialect } from "./csv-dialect.ts";
import { recoverRow, splitRow, writeRow } from "./csv-fields.ts";
import { rowFlag, scanRows } from "./csv-scanner.ts";

const strict: Dialect = { delimiter: ",", quote: '"', escape: '"', newline: "\n" };

interface Found {
  readonly text: string;
  readonly fields: number;
  readonly flags: number;
}

/** Scans a text that arrives in pieces, as a file does. */
function scanPieces(pieces: readonly string[], dialect: Dialect): Found[] {
  const rows: Found[] = [];
  let rest = "";
  const scan = (text: string, isEnd: boolean): void => {
    const next = scanRows(text, 0, isEnd, dialect, ({ start, end, fields, flags }) =>
      rows.push({ text: text.slice(start, end), fields, flags }),
    );
    rest = text.slice(next);
  };
  for (const piece of pieces) scan(rest + piece, false);
  scan(rest, true);
  return rows;
}

const scan = (text: string, dialect = strict): Found[] => scanPieces([text], dialect);

const cell = fc.string({
  unit: fc.constantFrom("a", "é", "👍", ",", '"', "\n", "\r", " ", "'", "0", "\0"),
  maxLength: 6,
});

describe("scanRows", () => {
  it("finds the very rows that writeRow wrote", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const found = scan(rows.map(writeRow).join(""));
        expect(found.map(({ text }) => splitRow(text, strict))).toEqual(rows);
        expect(found.map(({ fields }) => fields)).toEqual(rows.map((row) => row.length));
        expect(found.every(({ flags }) => (flags & ~(rowFlag.quoted | rowFlag.odd)) === 0)).toBe(true);
      }),
    );
  });

  it("finds the same rows in any pieces, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "\\"), maxLength: 40 });
    const dialect = fc.constantFrom<Dialect>(
      strict,
      { ...strict, escape: "\\" },
      { ...strict, quote: "", escape: "" },
      { ...strict, newline: "\r" },
      { ...strict, delimiter: " " },
    );
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), dialect, (whole, first, second, found) => {
        const [start, end] = first < second ? [first, second] : [second, first];
        const pieces = [whole.slice(0, start), whole.slice(start, end), whole.slice(end)];
        expect(scanPieces(pieces, found)).toEqual(scan(whole, found));
      }),
      { numRuns: 500 },
    );
  });

  it("ends rows at LF and CRLF, and at CR when told so", () => {
    expect(scan("a,b\r\nc,d\ne,f").map(({ text }) => text)).toEqual(["a,b", "c,d", "e,f"]);
    expect(scan("a,b\rc,d\r", { ...strict, newline: "\r" }).map(({ text }) => text)).toEqual(["a,b", "c,d"]);
  });

  it("keeps line ends, delimiters and doubled quotes inside quotes", () => {
    const [row] = scan('1,"a ""b"",\r\nc",2\n');
    expect(row).toMatchObject({ fields: 3, flags: rowFlag.quoted });
    expect(splitRow(row!.text, strict)).toEqual(["1", 'a "b",\r\nc', "2"]);
  });

  it("reads backslash escapes", () => {
    const dialect: Dialect = { ...strict, escape: "\\" };
    const [row] = scan(String.raw`"5\" wide, \\ and \n",2`, dialect);
    expect(splitRow(row!.text, dialect)).toEqual([String.raw`5" wide, \ and \n`, "2"]);
  });

  it("makes a row of the one line where text stands after a closing quote", () => {
    const rows = scan('"a"b,1\nc,2\n');
    expect(rows.map(({ text }) => text)).toEqual(['"a"b,1', "c,2"]);
    expect(rows[0]!.flags & rowFlag.malformed).toBeTruthy();
  });

  it("gives back the lines after a quote that is never closed", () => {
    const rows = scan('a,1\n"b,2\nc,3\n');
    expect(rows.map(({ text }) => text)).toEqual(["a,1", '"b,2', "c,3"]);
    expect(rows[1]!.flags & rowFlag.unterminated).toBeTruthy();
  });

  it("marks quotes inside bare fields and spaces before quotes as odd", () => {
    expect(scan("37'36\"N,1\n")[0]!.flags).toBe(rowFlag.odd);
    const [row] = scan('1, "a,b" ,2\n');
    expect(row!.flags).toBe(rowFlag.quoted | rowFlag.odd);
    expect(splitRow(row!.text, strict)).toEqual(["1", "a,b", "2"]);
  });
});

describe("recoverRow", () => {
  it("takes stray quotes as text when that gives the right number of fields", () => {
    expect(recoverRow('1,""Our best" they say",2', strict, 3)).toEqual(["1", '"Our best" they say', "2"]);
    expect(recoverRow('1,"GN-9860,"Boxer, 5"" wide",2', strict, 4)).toEqual([
      "1",
      '"GN-9860',
      'Boxer, 5" wide',
      "2",
    ]);
    expect(recoverRow('1,"Round 48"","Made",2', strict, 4)).toEqual(["1", 'Round 48"', "Made", "2"]);
  });

  it("gives up otherwise", () => {
    expect(recoverRow('"a"b,"c"d', strict, 5)).toBeUndefined();
  });
});
