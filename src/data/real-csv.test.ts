import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TandemError } from "../base/index.ts";
import type { Value } from "../schema/index.ts";
import { openWorkbench, realData, type Workbench } from "./collect-for-tests.ts";
import type { Dialect } from "./csv-dialect.ts";
import { splitRow } from "./csv-fields.ts";
import { scanRows } from "./csv-scanner.ts";
import type { CsvOptions } from "./source.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const read = (path: string, options: CsvOptions = {}) => bench.collect({ kind: "csv", path, options });

/** The file's values as the texts that they are, the header first where there is one. */
async function textsOf(path: string, options: CsvOptions = {}): Promise<string[][]> {
  const names = (await read(path, options)).snapshot.schema.fields.map(({ name }) => name);
  const types = Object.fromEntries(names.map((name) => [name, "Text" as const]));
  const { snapshot, rows } = await read(path, { ...options, missing: [], types });
  const cells = rows.map((row) => row.map((value: Value) => String(value ?? "")));
  return snapshot.source.options["header"] ? [names, ...cells] : cells;
}

const spectrum = realData("csv-spectrum");

describe.skipIf(!spectrum)("csv-spectrum (max-mapper/csv-spectrum d30e80f)", () => {
  const cases = spectrum ? readdirSync(join(spectrum, "csvs")).map((name) => name.replace(".csv", "")) : [];

  it.each(cases)("reads %s as its answer says", async (name) => {
    const text = readFileSync(join(spectrum!, "json", `${name}.json`), "utf8");
    const answer: unknown = JSON.parse(text);
    const wanted = [answer].flat() as Record<string, string>[];
    const [header = [], ...rows] = await textsOf(join(spectrum!, "csvs", `${name}.csv`), { header: true });
    const found = rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at]!, cell])));
    expect(found).toEqual(wanted.map((row) => mended(name, row)));
  });
});

// The stored CSV files of two cases differ from what their answers were made of: another telephone number, and
// line feeds where the answer has CRLF.
function mended(name: string, row: Record<string, string>): Record<string, string> {
  if (name === "location_coordinates") return { ...row, "Contact Phone Number": "2095257564" };
  if (name !== "newlines_crlf") return row;
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value.replaceAll("\r\n", "\n")]));
}

const pollock = realData("csv-pollock-polluted");

/** Cases whose clean answer cannot be known from the file, with what happens instead. */
const notReproduced: readonly (readonly [RegExp, string])[] = [
  [/^row_(less|more)_sep_row(?!0_|16_|8_)/, "one row has another number of fields: it is rejected and told"],
  [/^row_field_delimiter_(?!0_)/, "one row has another delimiter: it is rejected and told"],
  [
    /^row_(less|more)_sep_row0_|^row_field_delimiter_0_/,
    "the header itself is broken: told as columns without names or names without columns",
  ],
  [
    /^row_less_sep_row(16|8)_/,
    "a quoted field splits so that the row has the right number of fields by chance",
  ],
  [/^file_header_multirow/, "the header stands several times; joining names would be a guess"],
  [/^file_multitable_(same|more)/, "the second table's rows fit the first one"],
  [/^file_field_delimiter_0x20/, "the delimiter stands inside of bare fields too"],
  [
    /^file_quotation_char_0x27/,
    "one answer takes doubled double quotes for escapes, though the quote is single",
  ],
  [/^file_header_only|^file_no_payload/, "no row: an error"],
];

const isHard = (name: string): boolean => notReproduced.some(([pattern]) => pattern.test(name));

describe.skipIf(!pollock)("Pollock's polluted files (HPI-Information-Systems/Pollock c4533b2)", () => {
  const names = pollock ? readdirSync(join(pollock, "csv")) : [];
  const dialect: Dialect = { delimiter: ",", quote: '"', escape: '"', newline: "\n" };
  const answerOf = (name: string): string[][] => {
    const text = readFileSync(join(pollock!, "clean", name), "utf8");
    const rows: string[][] = [];
    scanRows(text, 0, true, dialect, ({ start, end }) =>
      rows.push(splitRow(text.slice(start, end), dialect)),
    );
    return rows;
  };

  it("knows all its files, and which of them have an answer", () => {
    expect(names).toHaveLength(67);
    expect(names.filter((name) => !isHard(name))).toHaveLength(27);
  });

  it.each(names.filter((name) => !isHard(name)))("reproduces the clean answer of %s", async (name) => {
    expect(await textsOf(join(pollock!, "csv", name))).toEqual(answerOf(name));
  });

  it.each(names.filter((name) => /^row_((less|more)_sep_row|field_delimiter_)(?!0_|16_|8_)/.test(name)))(
    "rejects the one broken row of %s and keeps all others",
    async (name) => {
      const path = join(pollock!, "csv", name);
      const place = Number(/(?:row|delimiter_)(\d+)_/.exec(name)![1]);
      const { snapshot } = await read(path);
      expect(snapshot.rejected).toMatchObject({ count: 1, samples: [{ line: place + 1 }] });
      expect(await textsOf(path)).toEqual(answerOf(name).filter((_, at) => at !== place));
    },
  );
});

const torture = realData("csv-duckdb");

async function outcomeOf(path: string): Promise<string | undefined> {
  try {
    // A snapshot whose rows differ from the scanner's count is refused as T1433, which fails below.
    const { snapshot, rows } = await read(path);
    return rows.length === snapshot.rowCount && rows.length > 0 ? undefined : "rows are lost";
  } catch (error) {
    if (!(error instanceof TandemError)) return `a raw error: ${String(error)}`;
    if (error.kind !== "input") return error.message;
    return error.diagnostics.every(({ code, cure }) => /^T14[23]\d$/.test(code) && cure)
      ? undefined
      : error.message;
  }
}

describe.skipIf(!torture)("DuckDB's own CSV files (duckdb/duckdb 044a04a)", () => {
  const files = torture
    ? (readdirSync(torture, { recursive: true }) as string[])
        .filter(
          (name) => statSync(join(torture, name)).isFile() && statSync(join(torture, name)).size < 100_000,
        )
        .sort()
    : [];
  // All of them where there is time; a fixed tenth otherwise.
  const step = process.env["CI"] ? 1 : 10;
  const chosen = files.filter((_, at) => at % step === 0);

  it("holds as many files as it should", () => {
    expect(files.length).toBeGreaterThan(780);
  });

  it(
    "reads each of them with all rows accounted for, or refuses it with a code and a cure",
    { timeout: 600_000 },
    async () => {
      const wrong: string[] = [];
      for (const name of chosen) {
        const before = process.cpuUsage();
        const outcome = await outcomeOf(join(torture!, name));
        if (outcome !== undefined) wrong.push(`${name}: ${outcome}`);
        // Processor time, in microseconds, which other work on the machine does not stretch.
        if (process.cpuUsage(before).user > 1e7) wrong.push(`${name}: slow`);
      }
      expect(wrong).toEqual([]);
    },
  );
});
