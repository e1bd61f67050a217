import { resolve } from "node:path";
import { isTableAddress, resolveTable } from "../data/index.ts";

/** A file or the address of a table, as seen from a folder. */
export const placeOf = (folder: string, text: string): string =>
  isTableAddress(text) ? resolveTable(text, folder) : resolve(folder, text);
