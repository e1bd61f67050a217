import { expect, it } from "vitest";
import { QuotedRows } from "./quoted-rows.ts";

it("counts rows and finds the longest, however their bytes come", () => {
  const bytes = Buffer.from('"a","1"\n"two\nlines","say ""hi""\n"\n\\N,"z"\n');
  for (const size of [1, 2, 5, 100]) {
    const rows = new QuotedRows();
    for (let at = 0; at < bytes.length; at += size) rows.add(bytes.subarray(at, at + size));
    expect([rows.count, rows.longest]).toEqual([3, 26]);
  }
});
