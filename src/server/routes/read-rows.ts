import { errorDiagnostic, failInput, isRecord, showValue, TandemError } from "../../base/index.ts";
import { parseJson } from "../http/parse-json.ts";

/** The most rows of a request. */
const rowLimit = 10_000;
const nameLimit = 200;

/** The rows of a request, and what it says about who shall answer them. */
export interface RequestedRows {
  readonly rows: readonly unknown[];
  readonly place: string;
  readonly version: string | undefined;
  readonly key: string | undefined;
}

const expected = '{"rows": [{…}]} as JSON';

/** Reads `{"rows": […]}` or `{"row": {…}}`, with `version` and `key` where they are given. T2302, T2303, T2304, T2306, T2309. */
export function readRows(body: Buffer): RequestedRows {
  const value = parseJson(body, expected);
  if (!isRecord(value)) return failWithoutRows(value);
  const { rows, row } = value;
  const version = readName("version", value["version"]);
  const key = readName("key", value["key"]);
  if (row !== undefined) {
    if (rows !== undefined)
      failInput("T2306", 'The request has "row" and "rows"', {
        place: "body",
        cure: 'Give all rows as "rows", or one as "row".',
      });
    return { rows: [row], place: "row", version, key };
  }
  if (!Array.isArray(rows)) return failWithoutRows(value);
  checkRowCount(rows.length, "body.rows");
  return { rows, place: "rows", version, key };
}

/** Fails with T2303 for more rows than a request may have. */
export function checkRowCount(count: number, place: string): void {
  if (count > rowLimit)
    failInput("T2303", `The request has ${count} rows, more than ${rowLimit}`, {
      place,
      cure: "Send several requests, send them as application/x-ndjson, or score a file with `tandem predict`.",
    });
}

function failWithoutRows(value: unknown): never {
  throw new TandemError([
    errorDiagnostic("T2302", "The request has no rows", {
      place: "body",
      value: showValue(value),
      cure: `Send ${expected}.`,
    }),
  ]);
}

function readName(field: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "" && value.length <= nameLimit) return value;
  throw new TandemError([
    errorDiagnostic("T2307", `"${field}" is a text of at most ${nameLimit} characters`, {
      place: `body.${field}`,
      value: showValue(value),
      cure: "Give it as text, or leave it out.",
    }),
  ]);
}
