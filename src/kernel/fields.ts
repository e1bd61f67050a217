import { compileModule, startModule } from "./instance.ts";
import { fieldsBytes } from "./wasm/fields.ts";

/** What a field of a row is read as. */
export type FieldKind = "ignored" | "number" | "whole number" | "other";

/** How the rows of a text are divided, and which of their fields are read. */
export interface FieldPlan {
  /** One ASCII character. */
  readonly delimiter: string;
  /** The character that must not occur, or nothing. */
  readonly quote: string;
  /** For each field of a row; those that are read are the columns, in this order. */
  readonly kinds: readonly FieldKind[];
}

/** The rows of a text, by column. */
export interface ScannedFields {
  readonly rowCount: number;
  /** Where each row begins and ends, without its line end. */
  readonly rows: Int32Array;
  /** The numbers of each column, NaN for an empty field; nothing is said of fields that are odd. */
  readonly columns: readonly Float64Array[];
  /** What is to be read by the caller: row, column, begin and end of fields that are of another kind, or no plain numbers. */
  readonly odd: Int32Array;
}

/** The order is that of the codes in `assembly/fields.ts`. */
const kindCodes: Readonly<Record<FieldKind, number>> = { ignored: 0, number: 1, "whole number": 2, other: 3 };

interface Scanner {
  readonly memory: WebAssembly.Memory;
  readonly scan: (
    text: number,
    length: number,
    delimiter: number,
    quote: number,
    width: number,
    plan: number,
    values: number,
    room: number,
    rows: number,
    odd: number,
    oddRoom: number,
  ) => number;
}

const mostPower = 300;
const pageBytes = 65_536;
const tableBytes = 16 * (2 * mostPower + 1) + 23 * 8;
/** Fields of a text that may be odd although they should be numbers. */
const someOdd = 65_536;

let started: Scanner | null | undefined;

function startScanner(): Scanner | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const { start, scan } = startModule(compileModule(fieldsBytes), memory) as Pick<Scanner, "scan"> & {
      readonly start: (place: number) => void;
    };
    // What the module keeps for itself stands in its first KiB.
    const place = 1024;
    const halves = new BigUint64Array(memory.buffer, place, 2 * (2 * mostPower + 1));
    powersOfFive().forEach((power, at) => {
      halves[2 * at] = power >> 64n;
      halves[2 * at + 1] = power & 0xffff_ffff_ffff_ffffn;
    });
    const tens = new Float64Array(memory.buffer, place + halves.byteLength, 23);
    tens.forEach((_, power) => (tens[power] = Number(`1e${power}`)));
    start(place);
    return { memory, scan };
  } catch {
    return null;
  }
}

/**
 * 5^-300 to 5^300 as whole numbers of 128 bits whose highest is set, cut off; the small negative powers, with which a number can stand
 * halfway between two, are rounded up (section 5 of the paper).
 */
function powersOfFive(): bigint[] {
  const bits = 128;
  return Array.from({ length: 2 * mostPower + 1 }, (_, at) => {
    const exponent = Math.abs(at - mostPower);
    const power = 5n ** BigInt(exponent);
    const length = power.toString(2).length;
    if (at >= mostPower) {
      const shift = BigInt(bits - length);
      return shift >= 0n ? power << shift : power >> -shift;
    }
    return (1n << BigInt(length + bits - 1)) / power + (exponent <= 27 ? 1n : 0n);
  });
}

/**
 * Reads the numbers of a text of rows, all of which must be plain: ASCII, with line feeds, without quotes and blank lines, each with as many
 * fields as the plan. Undefined for any other text, which is to be read in the long way, and where WebAssembly cannot run. A number
 * is the nearest float64, as `Number` reads it.
 * @example
 * scanFields("1.5,2\n,x\n", { delimiter: ",", quote: '"', kinds: ["number", "number"] });
 */
export function scanFields(text: string, { delimiter, quote, kinds }: FieldPlan): ScannedFields | undefined {
  started ??= startScanner();
  if (!started) return undefined;
  const { memory, scan } = started;
  const width = kinds.length;
  const room = Math.floor(text.length / width) + 1;
  const read = kinds.filter((kind) => kind !== "ignored");
  const oddRoom = read.filter((kind) => kind === "other").length * room + someOdd;
  const plan = 1024 + tableBytes;
  const values = align(plan + 4 * width);
  const rows = values + 8 * room * read.length;
  const odd = align(rows + 8 * room);
  const place = odd + 16 * (oddRoom + 1);
  const needed = place + text.length - memory.buffer.byteLength;
  if (needed > 0) memory.grow(Math.ceil(needed / pageBytes));
  const bytes = new Uint8Array(memory.buffer, place, text.length);
  const { read: taken, written } = new TextEncoder().encodeInto(text, bytes);
  if (taken !== text.length || written !== text.length) return undefined;
  const codes = new Int32Array(memory.buffer, plan, width);
  let column = 0;
  kinds.forEach((kind, at) => (codes[at] = kind === "ignored" ? 0 : 4 * column++ + kindCodes[kind]));
  const quoteCode = quote === "" ? -1 : quote.charCodeAt(0);
  const rowCount = scan(
    place,
    text.length,
    delimiter.charCodeAt(0),
    quoteCode,
    width,
    plan,
    values,
    room,
    rows,
    odd,
    oddRoom,
  );
  if (rowCount < 0) return undefined;
  const [oddCount] = new Int32Array(memory.buffer, odd, 1);
  return {
    rowCount,
    rows: new Int32Array(memory.buffer, rows, 2 * rowCount).slice(),
    columns: read.map((_, at) => new Float64Array(memory.buffer, values + 8 * room * at, rowCount).slice()),
    odd: new Int32Array(memory.buffer, odd + 16, 4 * oddCount!).slice(),
  };
}

const align = (place: number): number => Math.ceil(place / 16) * 16;
