import { errorDiagnostic, throwIfErrors } from "../../base/index.ts";
import { similarNames, type DataType, type Table, type TextVector, type Vector } from "../../schema/index.ts";

/** A text column as generated code reads it: `texts[codes[row] + 1]`, where `texts[0]` is null. */
export interface TextInput {
  readonly codes: Int32Array;
  readonly texts: readonly (string | null)[];
}

/**
 * The columns that generated code asks for, out of a table. Fails with every column that is absent (T1302) or of
 * another type (T1303); whole numbers may stand where Float is asked.
 */
export function readColumns(
  table: Table,
  wanted: readonly { readonly name: string; readonly type: DataType }[],
): (Float64Array | TextInput)[] {
  const problems = wanted.flatMap(({ name, type }) => {
    const vector = table.columns.get(name);
    if (!vector) return [absent(name, [...table.columns.keys()])];
    return vector.type === type || (vector.type === "Int" && type === "Float")
      ? []
      : [
          errorDiagnostic("T1303", `Column ${JSON.stringify(name)} is ${vector.type}, not ${type}`, {
            place: `column ${JSON.stringify(name)}`,
            cure: "Read it as that type, or cast it first.",
          }),
        ];
  });
  throwIfErrors(problems);
  return wanted.map(({ name }) => readVector(table.columns.get(name)!, table.rowCount));
}

function absent(name: string, known: readonly string[]) {
  const near = similarNames(name, known);
  return errorDiagnostic("T1302", `The table has no column ${JSON.stringify(name)}`, {
    place: `column ${JSON.stringify(name)}`,
    cure:
      near.length > 0 ? `Did you mean ${near.map((one) => JSON.stringify(one)).join(" or ")}?` : "Add it.",
  });
}

const readVector = (vector: Vector, rowCount: number): Float64Array | TextInput =>
  vector.kind === "numbers" ? vector.values : textInput(vector, rowCount);

function textInput(vector: TextVector, rowCount: number): TextInput {
  const { codes, dictionary } = vector.dictionary.length > rowCount ? usedTexts(vector) : vector;
  const texts: (string | null)[] = [null];
  for (const text of dictionary) texts.push(text);
  return { codes, texts };
}

/** Leaves out the texts that no row has: a few rows of a large table share its whole dictionary. */
function usedTexts({ codes, dictionary }: TextVector): Pick<TextVector, "codes" | "dictionary"> {
  const places = new Map<number, number>([[-1, -1]]);
  const used: string[] = [];
  const newCodes = codes.map((code) => {
    const known = places.get(code);
    if (known !== undefined) return known;
    places.set(code, used.length);
    return used.push(dictionary[code]!) - 1;
  });
  return { codes: newCodes, dictionary: used };
}

/** Collects a text column row by row; the dictionary is in the order of first appearance. */
export class TextOutput {
  readonly #codes: Int32Array;
  readonly #places = new Map<string | null, number>([[null, -1]]);
  readonly #dictionary: string[] = [];

  constructor(rowCount: number) {
    this.#codes = new Int32Array(rowCount);
  }

  /** Sets the text of a row. */
  add(row: number, text: string | null): void {
    let code = this.#places.get(text);
    if (code === undefined) {
      code = this.#dictionary.push(text!) - 1;
      this.#places.set(text, code);
    }
    this.#codes[row] = code;
  }

  /** The finished column. */
  vector(): TextVector {
    return { kind: "texts", type: "Text", codes: this.#codes, dictionary: this.#dictionary };
  }
}
