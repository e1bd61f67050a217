import { errorDiagnostic, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import { cellKind } from "./cell-kind.ts";
import type { Sample } from "./csv-sniff.ts";
import type { CsvOptions } from "./source.ts";

/** Where the names come from and how wide a row is. */
export interface Layout {
  /** Rows (blank ones not counted) before the header or the first row of data: a title, a remark. */
  readonly preamble: number;
  readonly hasHeader: boolean;
  readonly reason: string;
  /** Fields of a row of data. */
  readonly width: number;
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const maxPreamble = 20;

/** Decides where the table starts, whether it has a header, and what its columns are called. */
export function findLayout(sample: Sample, options: CsvOptions, path: string): Layout {
  const { width } = sample;
  const preamble = findPreamble(sample, options);
  const rows = sample.rows.filter(({ place }) => place >= preamble).map(({ fields }) => fields);
  const [first = [], ...later] = rows;
  const header =
    options.header === undefined
      ? looksLikeHeader(first, later.filter((row) => row.length === width).slice(0, 200))
      : { is: options.header, reason: "it was given" };
  const { names, diagnostics } = columnNames(header.is ? first : undefined, later, width, options, path);
  if (!header.is && !options.names) diagnostics.push(noHeader(first, names, header.reason, path));
  return { preamble, hasHeader: header.is, reason: header.reason, width, names, diagnostics };
}

/** The user shall know that the names are not the file's. */
const noHeader = (
  first: readonly string[],
  names: readonly string[],
  reason: string,
  path: string,
): Diagnostic =>
  warningDiagnostic(
    "T1451",
    `The file has no header (${reason}), so the columns are called ${names[0]}${names.length > 1 ? ` to ${names.at(-1)}` : ""}`,
    {
      place: path,
      value: first.slice(0, 4).join(", ").slice(0, 80),
      cure: `Name them: csv(…, { names: ["…", "…"] }), one per column. If the first row does hold names, set header to true.`,
    },
  );

/** Leading rows of another width, or with one cell only, before a row that has all its cells. */
function findPreamble({ rows, width }: Sample, options: CsvOptions): number {
  if (width < 2 || options.header === false) return 0;
  const isFull = (fields: readonly string[]): boolean =>
    fields.length === width && fields.every((cell) => cell.trim() !== "");
  const isRemark = (fields: readonly string[]): boolean => {
    const filled = fields.filter((cell) => cell.trim() !== "").length;
    return fields.length === width
      ? width > 2 && filled <= 1
      : fields.length < Math.min(width - 1, 2) || filled <= 1;
  };
  const start = rows.findIndex(({ fields }) => !isRemark(fields));
  if (start <= 0 || start > maxPreamble) return 0;
  return isFull(rows[start]!.fields) ? rows[start]!.place : 0;
}

interface HeaderDecision {
  readonly is: boolean;
  readonly reason: string;
}

function looksLikeHeader(first: readonly string[], later: readonly (readonly string[])[]): HeaderDecision {
  const typed = first.map((cell) => ["number", "moment"].includes(cellKind(cell)));
  if (later.length === 0)
    return typed.some(Boolean)
      ? { is: false, reason: "the only row holds values" }
      : { is: true, reason: "the only row holds words" };
  const columns = first.map((_, at) => mostlyTyped(later.map((row) => row[at] ?? "")));
  const words = first.filter((cell, at) => columns[at] && !typed[at] && cellKind(cell) !== "empty").length;
  const values = first.filter((_, at) => columns[at] && typed[at]).length;
  if (isRange(first)) return { is: true, reason: "the first row ends in a range of years or numbers" };
  if (words > values) return { is: true, reason: `the first row has words above ${words} columns of values` };
  if (values > 0) return { is: false, reason: `the first row has values in ${values} columns of values` };
  if (typed.some(Boolean)) return { is: false, reason: "the first row holds values" };
  return wordsHeader(first, later);
}

function mostlyTyped(cells: readonly string[]): boolean {
  const kinds = cells.map(cellKind).filter((kind) => kind !== "empty");
  const typed = kinds.filter((kind) => kind === "number" || kind === "moment" || kind === "truth").length;
  return kinds.length > 0 && typed >= kinds.length * 0.8;
}

/** `country,1990,1991,1992`: at least three whole numbers that rise one by one. */
function isRange(first: readonly string[]): boolean {
  const numbers = first.filter((cell) => /^\d+$/.test(cell)).map(Number);
  return (
    numbers.length >= 3 &&
    numbers.length < first.length &&
    numbers.every((value, at) => at === 0 || value === numbers[at - 1]! + 1)
  );
}

function wordsHeader(first: readonly string[], later: readonly (readonly string[])[]): HeaderDecision {
  const again = first.some((cell, at) => cell !== "" && later.some((row) => row[at] === cell));
  if (again) return { is: false, reason: "a text of the first row stands again below it" };
  if (new Set(first).size < first.length) return { is: false, reason: "the first row holds a text twice" };
  return { is: true, reason: "no text of the first row stands again below it" };
}

function columnNames(
  header: readonly string[] | undefined,
  later: readonly (readonly string[])[],
  width: number,
  options: CsvOptions,
  path: string,
): { names: string[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const place = `${path}, header`;
  const given = options.names;
  if (given && given.length !== width)
    diagnostics.push(
      errorDiagnostic("T1428", `${given.length} names were given for ${width} columns`, {
        place: path,
        value: given.join(", ").slice(0, 80),
        cure: "Give one name per column.",
      }),
    );
  const found = (given ?? alignHeader(header ?? [], later, width)).map(cleanName);
  const names = Array.from({ length: width }, (_, at) => found[at] || `column${at + 1}`);
  const isWider = header?.slice(width).some((name) => name.trim() !== "") ?? false;
  if (header && !given && isWider)
    diagnostics.push(
      warningDiagnostic(
        "T1446",
        `The header has ${header.length} names, but most rows have ${width} fields`,
        {
          place,
          value: header.slice(width).join(", ").slice(0, 80),
          cure: "The last names are not used; check that the right names stand above the values.",
        },
      ),
    );
  const unnamed = names.filter((_, at) => header && !given && !found[at]);
  if (unnamed.length > 0)
    diagnostics.push(
      warningDiagnostic("T1445", `${unnamed.length} of ${width} columns have no name in the header`, {
        place,
        value: unnamed.slice(0, 5).join(", "),
        cure: "They are called so. Check that the right names stand above the values, or give names.",
      }),
    );
  diagnostics.push(...duplicateNames(names, place));
  return { names, diagnostics };
}

// A zero character cannot stand in a name that a query uses.
const cleanName = (name: string): string => name.replaceAll("\0", "").trim();

/** A header one field shorter than its rows: the names of the rows stand first (as R writes them), or the rows end in a delimiter. */
function alignHeader(
  header: readonly string[],
  later: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  if (header.length !== width - 1) return header.slice(0, width);
  const endsEmpty = later.every((row) => row.length !== width || row[width - 1] === "");
  return endsEmpty ? [...header, ""] : ["", ...header];
}

/** An error for each name that stands twice, or twice but for upper and lower case (which SQL cannot tell apart). */
export function duplicateNames(names: readonly string[], place: string): Diagnostic[] {
  const places = new Map<string, number[]>();
  names.forEach((name, at) => {
    const key = name.toLowerCase();
    places.set(key, [...(places.get(key) ?? []), at + 1]);
  });
  return [...places.values()]
    .filter((columns) => columns.length > 1)
    .map((columns) =>
      errorDiagnostic("T1426", `The column name "${names[columns[0]! - 1]}" stands ${columns.length} times`, {
        place,
        value: `columns ${columns.join(", ")}`,
        cure: "Give names, one per column, to tell them apart (upper and lower case do not).",
      }),
    );
}
