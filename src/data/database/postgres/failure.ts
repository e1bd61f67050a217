import type { TandemError } from "../../../base/index.ts";
import { closedDatabase, existingTable, refusedWork, type FailureWords } from "../failure.ts";

interface Known extends Pick<FailureWords, "message" | "cure"> {
  readonly states: RegExp;
  readonly fail: (words: FailureWords) => TandemError;
}

/** By the states of PostgreSQL's appendix A. */
const known: readonly Known[] = [
  {
    states: /^28P01/,
    fail: closedDatabase,
    message: "The database refuses the login",
    cure: "Check the user in the address, and the password in PGPASSWORD.",
  },
  {
    states: /^28/,
    fail: closedDatabase,
    message: "The database refuses the login",
    cure: "Check the user in the address and sslmode, or have the server's pg_hba.conf let this user in from this machine by a password (scram-sha-256).",
  },
  {
    states: /^3D000/,
    fail: closedDatabase,
    message: "There is no such database on this server",
    cure: "Check the name behind the host in the address.",
  },
  {
    states: /^(53300|57P0[0-9])/,
    fail: closedDatabase,
    message: "The database takes no connections now",
    cure: "Try again later.",
  },
  {
    states: /^42501/,
    fail: refusedWork,
    message: "The user has no right to do this",
    cure: "Have the right granted (SELECT to read; CREATE on the schema to write), or ask as another user.",
  },
  {
    states: /^55P03/,
    fail: refusedWork,
    message: "Another transaction holds the table",
    cure: "Try again when it has ended.",
  },
  {
    states: /^3F000/,
    fail: refusedWork,
    message: "There is no such schema",
    cure: "Check the part before the dot in the name of the table.",
  },
];

/** The state of a failure that the server told, five characters of PostgreSQL's appendix A; undefined for one of the connection. */
export function stateOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && "severity" in (error as Error)
    ? code
    : undefined;
}

/** Whether a name stands twice in the server's own tables. */
const isOfCatalogue = (error: Error, state: string): boolean =>
  state === "23505" && "constraint" in error && /^pg_(type|class)_/.test(String(error.constraint));

/** What a server says about a failure, as our error. Details, which may show values of rows, stay out, and so does who has asked. */
export function postgresFailure(error: Error, place: string, user: string): TandemError {
  const state = stateOf(error) ?? "";
  const message = error.message.replaceAll(`"${user}"`, '"…"');
  // The second is said where another transaction has just made the table.
  if (state === "42P07" || isOfCatalogue(error, state)) return existingTable(place);
  const found = known.find(({ states }) => states.test(state));
  const value = `${state} ${message}`;
  if (found) return found.fail({ message: found.message, place, value, cure: found.cure });
  return refusedWork({
    message: "The database refuses a statement",
    place,
    value,
    cure: "Look into the database's log for more.",
    kind: "work",
  });
}

/** A database that cannot be reached, or does not speak as it should. */
export const unreachableDatabase = (place: string, value: string, cure: string): TandemError =>
  closedDatabase({ message: "The database cannot be reached", place, value, cure, kind: "work" });

/** A connection that ended in the middle of the work. */
export const lostConnection = (place: string, cause: unknown): TandemError =>
  refusedWork({
    message: "The connection to the database was lost",
    place,
    cause,
    cure: "Give the same command again: what was scored is kept, and nothing half-written is in the database.",
    kind: "work",
  });
