import type { Socket } from "node:net";
import type { TandemError } from "../../../base/index.ts";
import { foreignServer, unknownLogin } from "../failure.ts";

/** The ways to log in that a server may ask for (PostgreSQL's documentation, "Message Formats", Authentication…), by their numbers. */
const ways: Readonly<Record<number, string>> = {
  2: "Kerberos V5",
  6: "an SCM credential",
  7: "Kerberos (GSSAPI)",
  9: "Windows' own login (SSPI)",
};
/** No login, and those by a password: as it is, by MD5, by SCRAM with its three steps. */
const known = [0, 3, 5, 10, 11, 12];
const scram = 10;
const mechanism = "SCRAM-SHA-256";

/** What a server says until somebody is let in: a login, an error, a notice, a setting, the key to break off, that it is ready. */
const letters = "RENSKZv";
/** What holds a list of fields: an error and a notice. */
const listed = "EN";
const ready = "Z";
/** A server says little before it lets somebody in. */
const longestLogin = 1 << 20;

const headBytes = 5;

/**
 * Reads what a server says until it has let us in, before the client does: the client ends the process at a login that it does not know, and
 * reads for ever in a list that has no end. Gives what is wrong with the bytes so far; undefined while they are right.
 */
function createLoginReader(place: string): (piece: Buffer) => TandemError | undefined {
  let waiting = Buffer.alloc(0);
  let length = 0;
  let isIn = false;
  return (piece) => {
    if (isIn) return undefined;
    length += piece.length;
    if (length > longestLogin) return noServer(place, "it says too much before it lets anybody in");
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length > 0) {
      const letter = String.fromCharCode(waiting[0]!);
      if (!letters.includes(letter))
        return noServer(place, spokenBy(waiting, `bytes that begin with 0x${waiting.toString("hex", 0, 1)}`));
      if (waiting.length < headBytes) return undefined;
      const end = 1 + waiting.readUInt32BE(1);
      if (end < headBytes || end > longestLogin)
        return noServer(place, spokenBy(waiting, "a message of an odd length"));
      if (waiting.length < end) return undefined;
      const problem = problemOf(letter, waiting.subarray(headBytes, end), place);
      if (problem) return problem;
      waiting = waiting.subarray(end);
      isIn = letter === ready;
      if (isIn) return undefined;
    }
    return undefined;
  };
}

function problemOf(letter: string, content: Buffer, place: string): TandemError | undefined {
  if (letter === "R") return problemOfLogin(content, place);
  return !listed.includes(letter) || isFieldList(content)
    ? undefined
    : noServer(place, "a list without an end");
}

/** Whether fields, each a letter and a text up to a zero byte, end with a zero byte in place of a letter. */
function isFieldList(content: Buffer): boolean {
  let at = 0;
  while (at < content.length && content[at] !== 0) {
    const end = content.indexOf(0, at);
    if (end < 0) return false;
    at = end + 1;
  }
  return at === content.length - 1;
}

function problemOfLogin(content: Buffer, place: string): TandemError | undefined {
  if (content.length < 4) return noServer(place, "a login without a number");
  const number = content.readUInt32BE(0);
  if (!known.includes(number)) return otherLogin(place, ways[number] ?? `the way of the number ${number}`);
  if (number !== scram) return undefined;
  const mechanisms = content.toString("latin1", 4).split("\0").filter(Boolean);
  return mechanisms.includes(mechanism)
    ? undefined
    : otherLogin(place, mechanisms.map((one) => one.slice(0, 40)).join(", ") || "SASL without a mechanism");
}

const otherLogin = (place: string, value: string): TandemError =>
  unknownLogin({
    message: "The database asks for a login that is not known here",
    place,
    value,
    cure: "Have the server's pg_hba.conf let this user in from this machine by a password (scram-sha-256), or copy the table into a file (psql: \\copy … TO … CSV HEADER) and name that.",
  });

const noServer = (place: string, value: string): TandemError =>
  foreignServer({
    message: "What answers is no PostgreSQL server",
    place,
    value,
    cure: "Check host and port in the address, and sslmode.",
  });

/** What speaks with such bytes. They are not shown: they may be those that we have sent. */
function spokenBy(bytes: Buffer, otherwise: string): string {
  const begin = bytes.toString("latin1", 0, 8);
  if (begin.startsWith("HTTP/")) return "HTTP";
  if (begin.startsWith("SSH-")) return "SSH";
  return /^\d{3}[ -]/.test(begin) ? "a protocol of mail or files" : otherwise;
}

/** Has a stream end with an error where who listens to it throws, or where a server does not let us in as we know it. */
export function guardLogin(stream: Socket, place: string): void {
  const read = createLoginReader(place);
  const emit = stream.emit.bind(stream) as (name: string | symbol, ...values: unknown[]) => boolean;
  stream.emit = (name: string | symbol, ...values: unknown[]): boolean => {
    try {
      const problem = name === "data" ? read(values[0] as Buffer) : undefined;
      if (!problem) return emit(name, ...values);
      stream.destroy(problem);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  };
}
