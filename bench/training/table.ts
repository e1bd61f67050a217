import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature, Task, TrainingSet } from "../../src/model/index.ts";

/** One column of a table on disk. */
interface ColumnMeta {
  readonly name: string;
  readonly kind: "number" | "category";
  readonly levelCount: number;
}

/** A table on disk for contestants in any language: `meta.json`, and float64 numbers column after column. */
export interface TableMeta {
  readonly name: string;
  readonly task: "regression" | "binary" | "multiclass";
  readonly classCount: number;
  readonly rowCount: number;
  /** The first rows are for learning, the others are held out. */
  readonly trainCount: number;
  readonly columns: readonly ColumnMeta[];
}

/** What a contestant prints. */
export interface Result {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Writes a table; NaN where a value is missing, categories as codes. */
export function writeTable(
  folder: string,
  meta: TableMeta,
  columns: readonly Float64Array[],
  target: Float64Array,
): void {
  writeFileSync(join(folder, "meta.json"), JSON.stringify(meta));
  writeFileSync(join(folder, "target.f64"), target);
  for (const [at, column] of columns.entries()) writeFileSync(join(folder, `column-${at}.f64`), column);
}

export const readMeta = (folder: string): TableMeta =>
  JSON.parse(readFileSync(join(folder, "meta.json"), "utf8")) as TableMeta;

export function readNumbers(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const taskOf = ({ task, classCount }: TableMeta): Task =>
  task === "regression"
    ? { kind: "regression" }
    : task === "binary"
      ? { kind: "binary", classes: [0, 1], type: "Int" }
      : { kind: "multiclass", classes: Array.from({ length: classCount }, (_, at) => at), type: "Int" };

/** The rows for learning, as a trainer takes them. */
export function readTrainingSet(folder: string): TrainingSet {
  const meta = readMeta(folder);
  const features = meta.columns.map(({ name, kind, levelCount }, at): Feature => {
    const values = readNumbers(join(folder, `column-${at}.f64`)).slice(0, meta.trainCount);
    return kind === "number"
      ? { kind, name, values }
      : { kind, name, levelCount, codes: Int32Array.from(values, (value) => (value === value ? value : -1)) };
  });
  const target = readNumbers(join(folder, "target.f64")).slice(0, meta.trainCount);
  return { task: taskOf(meta), rowCount: meta.trainCount, features, target };
}
