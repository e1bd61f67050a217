import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CsvPlan } from "./part-plan.ts";
import { readAnyPart } from "./read-csv-part.ts";
import { readPlainPart } from "./read-plain-part.ts";

const names = ["id", "x", "note", "k", "word", "day"];
const wantedColumn = (name: string, type: CsvPlan["wanted"][number]["type"], nullable = true) => ({
  name,
  type,
  nullable,
  format: type === "Day" ? ("day" as const) : undefined,
  trims: false,
});
// Not in the order of the file.
const plan: CsvPlan = {
  kind: "csv",
  path: "rows.csv",
  fullPath: "/rows.csv",
  names,
  passes: names,
  wanted: [
    wantedColumn("word", "Text"),
    wantedColumn("x", "Float"),
    wantedColumn("day", "Day"),
    wantedColumn("k", "Int", false),
  ],
  dialect: { delimiter: ",", quote: '"', escape: '"', newline: "\n" },
  width: names.length,
  rowsBefore: 1,
  missing: ["NA", "-"],
};
const rangeOf = (text: string) => ({ kind: "text", text, line: 7, isFirst: false, isLast: false }) as const;

const row = fc
  .tuple(
    fc.constantFrom("1", "007", ""),
    fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom("", "NA", " 2.5 ", "-", "-0", "1e-320"),
    ),
    fc.constantFrom("", "passed on", "a b"),
    fc.oneof(fc.integer().map(String), fc.constantFrom("+5", " 6", "123456789012345678")),
    fc.constantFrom("red", "blue", "", "NA", " red"),
    fc.constantFrom("2024-01-31", "", " 2024-02-01"),
  )
  .map((fields) => fields.join(","));
const ending = fc.constantFrom("\n", "\r\n");
const odd = fc.constantFrom(
  "1,2,3",
  "",
  "1,x,,3,,",
  "1,2,,3.5,,",
  "1,2,,,,",
  '1,2,"a",3,,',
  "1,2,ä,3,,",
  "1,2,,3,,2024-02-30",
);

describe("reading a part whose rows are plain", () => {
  it("comes to what reading row by row comes to", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        ending,
        fc.boolean(),
        (rows, end, hasEnd) => {
          const text = rows.join(end) + (hasEnd ? end : "");
          const plain = readPlainPart(plan, rangeOf(text));
          const slow = readAnyPart(plan, rangeOf(text));
          if (slow.rejected.length > 0) expect(plain).toBeUndefined();
          else expect(plain).toEqual(slow);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("leaves all else to that: rows to reject, quotes, letters that are not ASCII, numbers that mean a gap", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), odd, (rows, one) => {
        expect(readPlainPart(plan, rangeOf([...rows, one, ...rows].join("\n")))).toBeUndefined();
      }),
    );
    const text = "1,2,a,3,red,\n";
    expect(readPlainPart(plan, rangeOf(text))?.table.rowCount).toBe(1);
    expect(readPlainPart({ ...plan, missing: ["-999"] }, rangeOf(text))).toBeUndefined();
    expect(readPlainPart(plan, { ...rangeOf(text), isFirst: true })).toBeUndefined();
  });
});
