import { isText, type DataType, type Vector } from "../schema/index.ts";

/** A feature of all rows on its way: it is filled key by key, and becomes a vector at the end. */
export class FeatureColumn {
  readonly type: DataType;
  // NaN where missing; texts by their number in the dictionary of the feature.
  readonly #values: Float64Array<ArrayBuffer>;
  readonly #texts = new Map<string, number>();

  constructor(type: DataType, rowCount: number) {
    this.type = type;
    this.#values = new Float64Array(rowCount).fill(Number.NaN);
  }

  /** The number of a text in this feature's dictionary. */
  numberOf(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }

  /** Puts values to the rows at these places. */
  place(rows: Uint32Array, values: Float64Array): void {
    for (let at = 0; at < rows.length; at++) this.#values[rows[at]!] = values[at]!;
  }

  finish(): Vector {
    const { type } = this;
    const values = this.#values;
    if (!isText(type)) return { kind: "numbers", type, values };
    const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value));
    return { kind: "texts", type: "Text", codes, dictionary: [...this.#texts.keys()] };
  }
}
