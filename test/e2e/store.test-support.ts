import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Names of the steps whose answers the store of a project has; none when there is no store yet. */
export function finishedSteps(folder: string): string[] {
  const path = join(folder, ".tandem/store.sqlite");
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database
        .prepare("SELECT name FROM step")
        .all()
        .map((row) => String(row["name"]));
    } finally {
      database.close();
    }
  } catch {
    // Killed before the first table was made.
    return [];
  }
}

/** The database as SQLite itself judges it. */
export function integrity(folder: string): string {
  const database = new DatabaseSync(join(folder, ".tandem/store.sqlite"));
  try {
    return String(database.prepare("PRAGMA integrity_check").get()!["integrity_check"]);
  } finally {
    database.close();
  }
}

/** Paths of all stored objects. */
export const objectPaths = (folder: string): string[] =>
  readdirSync(join(folder, ".tandem/objects"), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Unfinished files and folders anywhere below a folder. */
export const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /partial|\.part$/.test(path));
