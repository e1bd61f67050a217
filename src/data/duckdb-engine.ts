import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDecimalType,
  DuckDBEnumType,
  DuckDBInstance,
  DuckDBTypeId,
  TIMESTAMP,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBType,
} from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorDiagnostic, failInput, failWork, TandemError } from "../base/index.ts";
import { identifier, joinSql, sql, type Sql } from "../compile/index.ts";
import {
  isText,
  tableFromVectors,
  valueAt,
  type DataType,
  type Table,
  type Value,
  type Vector,
} from "../schema/index.ts";
import { createColumnDecoder, type ColumnType } from "./column-decoder.ts";
import type { ColumnDecoder } from "./decoder.ts";
import { engineError } from "./engine-error.ts";
import type { Engine, EngineOptions, TableWithLosses } from "./engine.ts";
import { numberReaders, type NumberTypeName } from "./number-decoder.ts";
import { encodeVector, type EncodedColumn } from "./vector-encoder.ts";

/**
 * Opens a DuckDB database in memory. Statements run one at a time, in the order of the calls, on one connection; the
 * engine itself uses all its threads for each. Nothing is fetched from the network. Errors: T1401-T1408.
 * @example
 * const engine = await openEngine({ memoryLimitMb: 512 });
 * await engine.rows(sql`SELECT 1 AS one`) // [{ one: 1 }]
 * await engine.close();
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const instance = await start(options);
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const queue = createQueue();
  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    queue.add(async () => {
      try {
        return await work();
      } catch (error) {
        throw engineError(error);
      }
    });
  const table = (query: Sql, rowCount?: number): Promise<Table> =>
    guarded(async () => tableOf(await readColumns(connection, query.text, rowCount)));
  const tableWithLosses = (query: Sql, rowCount?: number): Promise<TableWithLosses> =>
    guarded(async () => {
      const columns = await readColumns(connection, query.text, rowCount);
      return { table: tableOf(columns), lost: lostOf(columns) };
    });
  const tables: Engine["tables"] = (query, rowsAtOnce, take) =>
    guarded(() =>
      readPieces(connection, query.text, rowsAtOnce, (columns) =>
        take({ table: tableOf(columns), lost: lostOf(columns) }),
      ),
    );
  return {
    run: (statement) => guarded(async () => void (await connection.run(statement.text))),
    rows: async (query) => rowsOf(await table(query)),
    table,
    tableWithLosses,
    tables,
    register: (name, content) => guarded(() => writeTable(connection, name, content)),
    interrupt: () => connection.interrupt(),
    close: () =>
      queue.close(() => {
        connection.closeSync();
        instance.closeSync();
      }),
  };
}

async function start(options: EngineOptions): Promise<DuckDBInstance> {
  const { memoryLimitMb = 1024, threads, temporaryFolder } = options;
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      memory_limit: `${memoryLimitMb}MiB`,
      temp_directory: temporaryFolder ?? join(tmpdir(), `tandem-engine-${process.pid}`),
      ...(threads === undefined ? {} : { threads: String(threads) }),
      preserve_insertion_order: "true",
      default_null_order: "nulls_last",
      ieee_floating_point_ops: "true",
      // Its cache tells a rewritten file from the old one only by a coarse time, and then reads garbage.
      enable_external_file_cache: "false",
    });
    return instance;
  } catch (error) {
    return failInput(
      "T1406",
      "The data engine could not start with these options",
      {
        value: error instanceof Error ? error.message.slice(0, 200) : String(error),
        cure: "Check memoryLimitMb, threads and temporaryFolder.",
      },
      { cause: error },
    );
  }
}

/** Runs pieces of work one after the other; after `close` it takes no more. */
function createQueue() {
  let tail: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  const add = <T>(work: () => Promise<T>): Promise<T> => {
    if (closing)
      return Promise.reject(
        new TandemError([
          errorDiagnostic("T1407", "The data engine is closed", {
            cure: "Open a new one with openEngine().",
          }),
        ]),
      );
    const result = tail.then(work);
    tail = result.catch(() => {});
    return result;
  };
  return { add, close: (end: () => void): Promise<void> => (closing ??= tail.then(end)) };
}

type DecodedColumns = readonly (readonly [name: string, decoder: ColumnDecoder])[];

async function readColumns(
  connection: DuckDBConnection,
  text: string,
  rowCount = 2048,
): Promise<DecodedColumns> {
  let all: DecodedColumns = [];
  await readPieces(connection, text, Number.POSITIVE_INFINITY, (columns) => (all = columns), rowCount);
  return all;
}

/** Reads a result in pieces of at least so many rows. There is always one, be it without rows. */
async function readPieces(
  connection: DuckDBConnection,
  text: string,
  rowsAtOnce: number,
  take: (columns: DecodedColumns) => void,
  expectedRows = rowsAtOnce,
): Promise<void> {
  const result = await connection.stream(text);
  const names = result.deduplicatedColumnNames();
  const types = names.map((name, at) => columnType(result, at, name));
  const begin = () => types.map((type) => createColumnDecoder(type, expectedRows, readLong));
  let decoders = begin();
  let rowCount = 0;
  for (let pieces = 0; ;) {
    const chunk = await result.fetchChunk();
    const isEnd = !chunk || chunk.rowCount === 0;
    if (!isEnd) {
      decoders.forEach((decoder, at) => appendChunk(decoder, chunk, at));
      rowCount += chunk.rowCount;
    }
    if (isEnd ? rowCount > 0 || pieces === 0 : rowCount >= rowsAtOnce) {
      take(names.map((name, at) => [name, decoders[at]!]));
      pieces++;
      rowCount = 0;
      if (!isEnd) decoders = begin();
    }
    if (isEnd) return;
  }
}

const tableOf = (columns: DecodedColumns): Table =>
  tableFromVectors(columns.map(([name, decoder]) => [name, decoder.finish()]));

const lostOf = (columns: DecodedColumns): Map<string, number> =>
  new Map(columns.map(([name, decoder]) => [name, decoder.lost()] as const).filter(([, count]) => count > 0));

function appendChunk(decoder: ColumnDecoder, chunk: DuckDBDataChunk, column: number): void {
  const count = chunk.rowCount;
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const data = duckdb.vector_get_data(vector, count * decoder.bytesPerValue);
  // Declared as never null, but null when every value of the chunk is there.
  const validity = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null;
  decoder.append(data, validity, count);
}

const readLong = (slots: Uint8Array, pointerOffset: number, byteCount: number): Uint8Array =>
  duckdb.get_data_from_pointer(slots.buffer as ArrayBuffer, slots.byteOffset + pointerOffset, byteCount);

function columnType(result: DuckDBResult, at: number, name: string): ColumnType {
  const type = result.columnType(at);
  if (type instanceof DuckDBDecimalType) return { kind: "decimal", width: type.width, scale: type.scale };
  if (type instanceof DuckDBEnumType) return { kind: "enum", values: type.values };
  if (type.typeId === DuckDBTypeId.VARCHAR) return { kind: "text" };
  const typeName = type.toString();
  if (isNumberTypeName(typeName)) return { kind: "number", name: typeName };
  return failWork("T1405", `Column "${name}" has the engine type ${typeName}, which no vector can hold`, {
    place: `column "${name}"`,
    cure: "Cast it to text or to a number in the query.",
  });
}

const isNumberTypeName = (name: string): name is NumberTypeName => Object.hasOwn(numberReaders, name);

function rowsOf(table: Table): Record<string, Value>[] {
  const columns = [...table.columns];
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(columns.map(([name, vector]) => [name, valueAt(vector, row)])),
  );
}

const engineTypes: Readonly<Record<DataType, DuckDBType>> = {
  Boolean: BOOLEAN,
  Int: BIGINT,
  Float: DOUBLE,
  Text: VARCHAR,
  Day: DATE,
  Instant: TIMESTAMP,
};

async function writeTable(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const { fields } = table.schema;
  const types = fields.map((field) => engineTypes[field.type]);
  const columns = fields.map((field) => sql`${identifier(field.name)} ${typeName(engineTypes[field.type])}`);
  await connection.run(sql`CREATE OR REPLACE TABLE ${identifier(name)} (${joinSql(columns)})`.text);
  const vectors = fields.map((field) => table.columns.get(field.name)!);
  const dictionaries = vectors.map((vector) =>
    vector.kind === "texts" ? vector.dictionary.map((text) => Buffer.from(text, "utf8")) : [],
  );
  const appender = await connection.createAppender(name);
  const chunkRows = duckdb.vector_size();
  for (let start = 0; start < table.rowCount; start += chunkRows) {
    const count = Math.min(chunkRows, table.rowCount - start);
    const chunk = DuckDBDataChunk.create(types, count);
    vectors.forEach((vector, at) => writeVector(chunk, at, vector, dictionaries[at]!, start, count));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

const typeName = (type: DuckDBType): Sql => ({ kind: "sql", text: type.toString() });

function writeVector(
  chunk: DuckDBDataChunk,
  column: number,
  vector: Vector,
  dictionary: readonly Buffer[],
  start: number,
  count: number,
): void {
  const target = duckdb.data_chunk_get_vector(chunk.chunk, column);
  const encoded: EncodedColumn = encodeVector(vector, start, count);
  if (encoded.data) {
    const { buffer, byteOffset, byteLength } = encoded.data;
    duckdb.copy_data_to_vector(target, 0, buffer as ArrayBuffer, byteOffset, byteLength);
  } else if (isText(vector.type) && vector.kind === "texts") {
    for (let row = 0; row < count; row++) {
      const code = vector.codes[start + row]!;
      if (code >= 0) duckdb.vector_assign_string_element_len(target, row, dictionary[code]!);
    }
  }
  if (!encoded.validity) return;
  duckdb.vector_ensure_validity_writable(target);
  const { buffer, byteOffset, byteLength } = encoded.validity;
  duckdb.copy_data_to_vector_validity(target, 0, buffer as ArrayBuffer, byteOffset, byteLength);
}
