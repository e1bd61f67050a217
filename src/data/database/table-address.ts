import { resolve } from "node:path";
import { identifier, joinSql, sql, type Sql } from "../../compile/index.ts";
import { failAddress, failEnvironment } from "./failure.ts";
import { readPostgresAddress, type PostgresAddress } from "./postgres/address.ts";

/** A file that is a database of its own. */
interface DatabaseFile {
  readonly kind: "sqlite" | "duckdb";
  readonly path: string;
}

/** Where a database is, and as whom to ask it. */
type DatabaseAddress = DatabaseFile | PostgresAddress;

/** A table of a database. */
export interface TableAddress {
  readonly database: DatabaseAddress;
  /** The schema, where one is named, and the table. */
  readonly name: readonly [table: string] | readonly [schema: string, table: string];
  /** The address as it was given; it holds no password. */
  readonly text: string;
}

/** The variables of the process, where passwords and whole addresses may stand. */
export type Environment = Readonly<Record<string, string | undefined>>;

const forms = "sqlite:shop.sqlite#orders, duckdb:shop.duckdb#orders or postgres://ana@db/shop#orders";
const begins = /^(sqlite|duckdb|env|postgres(?:ql)?(?=:\/\/)):/;
/** Addresses of other databases may hold a password too: they are refused as such, and not sought as files. */
const otherAddress = /^(?!https?:|file:)[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a text is the address of a table, and not the path of a file. */
export const isTableAddress = (text: string): boolean => begins.test(text) || otherAddress.test(text);

/** The same address with the path of its file made absolute. */
export function resolveTable(text: string, folder: string): string {
  const kind = begins.exec(text)?.[1];
  if (kind !== "sqlite" && kind !== "duckdb") return text;
  return `${kind}:${resolve(folder, text.slice(kind.length + 1))}`;
}

/**
 * Reads the address of a table: `sqlite:FILE#TABLE`, `duckdb:FILE#TABLE`, `postgres://USER@HOST/DATABASE#TABLE`, or `env:NAME#TABLE`, where
 * the variable NAME holds what stands before the `#`. A password stands in the environment alone (PGPASSWORD, or inside of NAME).
 * Errors: T2990 for what is no address, T2991 for a variable that is not there.
 * @example
 * readTableAddress("sqlite:shop.sqlite#orders", process.env).name // ["orders"]
 */
export function readTableAddress(text: string, environment: Environment): TableAddress {
  const cut = text.lastIndexOf("#");
  const [before, table] = cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
  const name = readName(table);
  if (!name)
    // The text may hold a password where it should hold none, so it is not shown.
    return failAddress({
      message: "The address names no table",
      place: "the part behind #",
      value: JSON.stringify(table),
      cure: `Write ${forms}; a schema stands before the table with a dot, and a name with dots in it in double quotes.`,
    });
  if (!before.startsWith("env:")) return { database: readDatabase(before, environment, false), name, text };
  const variable = before.slice("env:".length);
  const held = environment[variable];
  if (held === undefined || held === "")
    return failEnvironment({
      message: `The environment has no ${JSON.stringify(variable)}`,
      place: text,
      cure: "Set it to the address of the database, without the table.",
    });
  return { database: readDatabase(held, environment, true), name, text };
}

function readDatabase(text: string, environment: Environment, mayHoldPassword: boolean): DatabaseAddress {
  const kind = begins.exec(text)?.[1];
  if (kind === "sqlite" || kind === "duckdb") {
    const path = text.slice(kind.length + 1);
    if (path !== "" && !path.includes("\0")) return { kind, path: resolve(path) };
  } else if (kind?.startsWith("postgres")) return readPostgresAddress(text, environment, mayHoldPassword);
  return failAddress({
    message: "This is no address of a database",
    place: "the part before #",
    cure: `Write ${forms}.`,
  });
}

const part = String.raw`"(?:[^"\0]|"")+"|[^".\0]+`;
const names = new RegExp(`^(?:(${part})\\.)?(${part})$`);

function readName(text: string): TableAddress["name"] | undefined {
  const found = names.exec(text);
  const table = found?.[2];
  if (!found || table === undefined) return undefined;
  return found[1] === undefined ? [unquoted(table)] : [unquoted(found[1]), unquoted(table)];
}

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;

/** A table's name as SQL, behind the names of what it stands in. */
export const tableName = (name: readonly string[]): Sql => joinSql(name.map(identifier), sql`.`);

/** What a table is called in messages. */
export const tableLabel = ({ name }: TableAddress): string => name.join(".");
