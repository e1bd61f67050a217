import {
  isText,
  parseDayText,
  parseInstantText,
  type DataType,
  type Table,
  type Vector,
} from "../../schema/index.ts";
import { layoutKey, type LoggedField, type LoggedStream } from "./logged-field.ts";
import { encodingOf, missingBoolean, missingLength } from "./row-writer.ts";

/** The rows of one layout as columns. */
export interface LayoutRows {
  readonly layout: string;
  readonly stream: LoggedStream;
  readonly table: Table;
}

/** The names of the columns that every row has, before those of its model. */
const rowColumns = [
  "sequence",
  "time",
  "request",
  "row",
  "name",
  "model",
  "version",
  "arm",
  "latency",
] as const;

/** The name of a model's column in segments: its inputs and outputs may share names with each other and with the log. */
export const inputColumn = (name: string): string => `input.${name}`;
const outputColumn = (name: string): string => `output.${name}`;

/** The type in which a column stands in segments. */
export const storedType = ({ type, isPrivate }: LoggedField): DataType => (isPrivate ? "Text" : type);

/** Collects rows from their bytes. */
export interface RowReader {
  /**
   * Reads rows; `sequence` is the place of the first one in the log. Returns how many bytes at the end it could not read, since they
   * begin with a row of a stream that is not defined.
   */
  read(bytes: Buffer, rowCount: number, streams: ReadonlyMap<number, LoggedStream>, sequence: number): number;
  finish(): readonly LayoutRows[];
}

/** Makes a reader of rows. */
export function createRowReader(): RowReader {
  const layouts = new Map<string, LayoutBuilder>();
  const builders = new Map<LoggedStream, LayoutBuilder>();
  const builderOf = (stream: LoggedStream): LayoutBuilder => {
    const known = builders.get(stream);
    if (known) return known;
    const layout = layoutKey(stream);
    const builder = layouts.get(layout) ?? createLayoutBuilder(layout, stream);
    layouts.set(layout, builder);
    builders.set(stream, builder);
    return builder;
  };
  return {
    read: (bytes, rowCount, streams, sequence) => {
      const cursor = { bytes, at: 0 };
      for (let row = 0; row < rowCount; row++) {
        const stream = streams.get(bytes.readUInt32LE(cursor.at));
        if (!stream) return bytes.length - cursor.at;
        builderOf(stream).add(cursor, stream, sequence + row);
      }
      return 0;
    },
    finish: () => [...layouts.values()].map((builder) => builder.finish()),
  };
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

interface LayoutBuilder {
  add(cursor: Cursor, stream: LoggedStream, sequence: number): void;
  finish(): LayoutRows;
}

interface ColumnBuilder {
  add(value: number | string | null): void;
  finish(): Vector;
}

function createLayoutBuilder(layout: string, stream: LoggedStream): LayoutBuilder {
  const common: Readonly<Record<(typeof rowColumns)[number], ColumnBuilder>> = {
    sequence: numberBuilder("Int"),
    time: numberBuilder("Instant"),
    request: textBuilder(),
    row: numberBuilder("Int"),
    name: textBuilder(),
    model: textBuilder(),
    version: textBuilder(),
    arm: textBuilder(),
    latency: numberBuilder("Float"),
  };
  const fields = [...stream.inputs, ...stream.outputs];
  const columns = fields.map(fieldBuilder);
  const readers = fields.map(valueReader);
  return {
    add: (cursor, { model, name, version, arm }, sequence) => {
      const { bytes, at } = cursor;
      common.sequence.add(sequence);
      common.row.add(bytes.readUInt32LE(at + 4));
      common.time.add(Math.floor(bytes.readDoubleLE(at + 8)));
      common.latency.add(bytes.readDoubleLE(at + 16));
      cursor.at = at + 24;
      common.request.add(readText(cursor));
      common.name.add(name);
      common.model.add(model);
      common.version.add(version);
      common.arm.add(arm);
      for (let column = 0; column < columns.length; column++) columns[column]!.add(readers[column]!(cursor));
    },
    finish: () => {
      const names = [
        ...stream.inputs.map(({ name }) => inputColumn(name)),
        ...stream.outputs.map(({ name }) => outputColumn(name)),
      ];
      const named = [
        ...rowColumns.map((name): [string, Vector] => [name, common[name].finish()]),
        ...names.map((name, at): [string, Vector] => [name, columns[at]!.finish()]),
      ];
      return { layout, stream, table: tableOf(named) };
    },
  };
}

const tableOf = (columns: readonly (readonly [string, Vector])[]): Table => ({
  schema: { fields: columns.map(([name, { type }]) => ({ name, type, nullable: true })) },
  rowCount: columns[0]?.[1].kind === "numbers" ? columns[0][1].values.length : 0,
  columns: new Map(columns),
});

const fieldBuilder = (field: LoggedField): ColumnBuilder => {
  const type = storedType(field);
  return isText(type) ? textBuilder() : numberBuilder(type);
};

function numberBuilder(type: Exclude<DataType, "Text">): ColumnBuilder {
  const values: number[] = [];
  return {
    add: (value) => void values.push(typeof value === "number" ? value : Number.NaN),
    finish: () => ({ kind: "numbers", type, values: Float64Array.from(values) }),
  };
}

function textBuilder(): ColumnBuilder {
  const places = new Map<string, number>();
  const codes: number[] = [];
  return {
    add: (value) => {
      if (typeof value !== "string") return void codes.push(-1);
      const place = places.get(value) ?? places.size;
      if (place === places.size) places.set(value, place);
      codes.push(place);
    },
    finish: () => ({
      kind: "texts",
      type: "Text",
      codes: Int32Array.from(codes),
      dictionary: [...places.keys()],
    }),
  };
}

function valueReader(field: LoggedField): (cursor: Cursor) => number | string | null {
  switch (encodingOf(field)) {
    case "number":
      return (cursor) => {
        const value = cursor.bytes.readDoubleLE(cursor.at);
        cursor.at += 8;
        return value;
      };
    case "boolean":
      return (cursor) => {
        const value = cursor.bytes[cursor.at++]!;
        return value === missingBoolean ? null : value;
      };
    case "text":
      return field.isPrivate ? readText : textReader(field.type);
  }
}

function textReader(type: DataType): (cursor: Cursor) => number | string | null {
  const parse = type === "Day" ? parseDayText : type === "Instant" ? parseInstantText : undefined;
  if (!parse) return readText;
  return (cursor) => {
    const text = readText(cursor);
    return text === null ? null : parse(text);
  };
}

function readText(cursor: Cursor): string | null {
  const length = cursor.bytes.readUInt32LE(cursor.at);
  cursor.at += 4;
  if (length === missingLength) return null;
  const text = cursor.bytes.toString("utf8", cursor.at, cursor.at + length);
  cursor.at += length;
  return text;
}
