import { createHmac, randomBytes } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { failInput } from "../../base/index.ts";
import { dataTypes, parseValue, valueFromJson, type DataType } from "../../schema/index.ts";
import type { LoggedField } from "./logged-field.ts";

/** Hides the values of private columns: the same value gives the same hash, and without the key nobody can try values out. */
export interface PrivateKey {
  /** Tells keys apart and gives nothing of them away. */
  readonly fingerprint: string;
  /** HMAC-SHA-256 of the column's name, a zero character and the value as text, as 64 hexadecimal digits. */
  hide(column: string, text: string): string;
}

const keyBytes = 32;

/** The private columns of a log, and where their key is. */
export interface PrivateColumns {
  readonly privateColumns: readonly string[];
  readonly privateKeyFile?: string | undefined;
}

/**
 * The key of a log with private columns; it must be the one that the log began with (T2911), and is made where the log has none yet. Fails
 * with T2910 where no file is named.
 */
export async function openLogKey(
  folder: string,
  fingerprint: string | null,
  { privateColumns, privateKeyFile }: PrivateColumns,
): Promise<PrivateKey> {
  if (privateKeyFile === undefined)
    return failInput("T2910", "Private columns are given, and no file for their key", {
      place: "privateKeyFile",
      value: privateColumns.join(", "),
      cure: "Name a file outside the log's folder; where it is not there, it is made.",
    });
  // A new key would be of no use to a log that has begun, and would be taken for the one that is lost.
  if (fingerprint !== null && !(await isThere(privateKeyFile)))
    return failInput("T2911", "The key that the prediction log was written with is not there", {
      place: privateKeyFile,
      cure: `Bring back the key that the log in ${folder} began with, or begin a new log in another folder.`,
    });
  const key = await openPrivateKey(privateKeyFile);
  if (fingerprint !== null && fingerprint !== key.fingerprint)
    failInput("T2911", "The prediction log was written with another key for its private columns", {
      place: privateKeyFile,
      cure: `Give the key that the log in ${folder} began with, or begin a new log in another folder.`,
    });
  return key;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Reads the key of the private columns from its file: 64 hexadecimal digits. A file that is not there is made, readable by its owner
 * only. Fails with T2907 for a file that is no key.
 */
async function openPrivateKey(path: string): Promise<PrivateKey> {
  const text = (await readFile(path, "utf8").catch(() => createKeyFile(path))).trim();
  if (!/^[0-9a-fA-F]{64}$/.test(text))
    return failInput("T2907", "The key of the private columns must be 64 hexadecimal digits", {
      place: path,
      cure: "Name a file that is not there yet, and a key is made; or write one with: openssl rand -hex 32.",
    });
  const key = Buffer.from(text, "hex");
  const hash = (message: string): string => createHmac("sha256", key).update(message).digest("hex");
  return {
    fingerprint: hash("tandem prediction log").slice(0, 16),
    hide: (column, value) => hash(`${column}\0${value}`),
  };
}

async function createKeyFile(path: string): Promise<string> {
  const text = `${randomBytes(keyBytes).toString("hex")}\n`;
  try {
    await mkdir(dirname(path)).catch(() => {});
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return text;
  } catch (error) {
    return failInput(
      "T2908",
      "The key of the private columns can be neither read nor made",
      { place: path, cure: "Name a file that may be read, or a folder that may be written to." },
      { cause: error },
    );
  }
}

/** The hash of a value as it was sent; null for what is missing or is no value of the column. */
export function hiddenValue(key: PrivateKey, { name, type }: LoggedField, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const read = valueFromJson(value, type);
  return read === undefined || read === null ? null : key.hide(name, String(read));
}

/** The hash of an entity's value that is given as text, such as by a label: the same as that of the value in a row. */
export function hiddenText(key: PrivateKey, column: string, type: DataType, text: string): string {
  return key.hide(column, String(parseValue(text, type) ?? text));
}

/** The hashes of a value in a column, by the type that the column has: models may have it in different ones. */
export type HiddenByType = Readonly<Record<DataType, string>>;

/** The hashes that rows of models with the column in any type have, where it holds an entity's value. */
export const hiddenByType = (key: PrivateKey, column: string, text: string): HiddenByType =>
  Object.fromEntries(dataTypes.map((type) => [type, hiddenText(key, column, type, text)])) as Record<
    DataType,
    string
  >;
