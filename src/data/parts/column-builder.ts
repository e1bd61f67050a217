import { isText, type DataType, type Value, type Vector } from "../../schema/index.ts";

/** Collects the values of one column; the dictionary of texts is in the order of first appearance. */
export interface ColumnBuilder {
  add(value: Value): void;
  finish(): Vector;
}

/** Begins without a row. */
export const createColumnBuilder = (type: DataType): ColumnBuilder =>
  isText(type) ? textBuilder() : numberBuilder(type);

function numberBuilder(type: Exclude<DataType, "Text">): ColumnBuilder {
  let values = new Float64Array(1024);
  let length = 0;
  return {
    add: (value) => {
      if (length === values.length) {
        const larger = new Float64Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = value === null ? Number.NaN : Number(value);
    },
    finish: () => ({ kind: "numbers", type, values: values.slice(0, length) }),
  };
}

function textBuilder(): ColumnBuilder {
  const places = new Map<string, number>();
  const codes: number[] = [];
  return {
    add: (value) => {
      if (value === null) {
        codes.push(-1);
        return;
      }
      const text = String(value);
      let code = places.get(text);
      if (code === undefined) {
        code = places.size;
        places.set(text, code);
      }
      codes.push(code);
    },
    finish: () => ({
      kind: "texts",
      type: "Text",
      codes: Int32Array.from(codes),
      dictionary: [...places.keys()],
    }),
  };
}
