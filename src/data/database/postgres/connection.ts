import { once } from "node:events";
import type { Socket } from "node:net";
import { TandemError } from "../../../base/index.ts";
import { sql, type Sql } from "../../../compile/index.ts";
import { failEnvironment } from "../failure.ts";
import { databaseLabel, isThisMachine, type PostgresAddress } from "./address.ts";
import { lostConnection, postgresFailure, unreachableDatabase } from "./failure.ts";
import { md5Answer, scramLogin } from "./login.ts";
import { clientMessage, fourBytes, MessageCutter, rowValues, type ServerMessage } from "./messages.ts";
import { openSocket } from "./open-socket.ts";

/** One connection to a PostgreSQL database: one statement at a time. */
export interface PostgresConnection {
  /** Carries a statement out for its effect. */
  run(statement: Sql): Promise<void>;
  /** A small result as texts. */
  rows(statement: Sql): Promise<(string | null)[][]>;
  /** Carries out COPY … TO STDOUT and hands its bytes on, piece by piece. */
  copyOut(statement: Sql, take: (piece: Buffer) => Promise<void> | undefined): Promise<void>;
  /** Carries out COPY … FROM STDIN with these bytes. */
  copyIn(statement: Sql, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  close(): void;
}

const version3 = 196_608;
const usualPatienceMs = 10_000;

/** What must not depend on the server's settings: how values are written, and how long a lock is waited for. */
const settings = {
  client_encoding: "UTF8",
  DateStyle: "ISO, YMD",
  IntervalStyle: "iso_8601",
  TimeZone: "UTC",
  extra_float_digits: "3",
  standard_conforming_strings: "on",
  bytea_output: "hex",
  lock_timeout: String(usualPatienceMs),
  application_name: "tandem",
};

/**
 * Connects and logs in, within ten seconds. The protocol is PostgreSQL's third; logins by SCRAM-SHA-256, MD5 (older servers) and, over an
 * encrypted connection, by plain password. Errors: T2992; later T2995.
 */
export async function connectPostgres(
  address: PostgresAddress,
  signal: AbortSignal,
  patienceMs = usualPatienceMs,
): Promise<PostgresConnection> {
  const place = databaseLabel(address);
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  let socket: Socket | undefined;
  const giveUp = (): void => void socket?.destroy(new Error("it did not answer in time"));
  try {
    socket = await openSocket(address, patience);
    patience.addEventListener("abort", giveUp, { once: true });
    let isIn = false;
    const wire = openWire(socket, () => (isIn ? lostConnection(place) : new Error(silence(patience))));
    await login(wire, address, place);
    isIn = true;
    patience.removeEventListener("abort", giveUp);
    const opened = socket;
    signal.addEventListener("abort", () => opened.destroy(), { once: true });
    return connection(wire, opened, place);
  } catch (error) {
    socket?.destroy();
    if (error instanceof TandemError) throw error;
    throw unreachableDatabase(
      place,
      reasonOf(error),
      "Check host and port, that the server runs and lets this machine in, and sslmode in the address.",
    );
  }
}

const silence = ({ aborted }: AbortSignal): string =>
  aborted ? "it did not answer in time" : "it closed the connection";

/** A failure to reach several addresses of one host has no message of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
};

interface Wire {
  send(message: Buffer): Promise<void>;
  /** The next message of the server; the ones that only remark on something are passed over. */
  next(): Promise<ServerMessage>;
  /** The next message that is here already. */
  here(): ServerMessage | undefined;
}

function openWire(socket: Socket, lost: () => Error): Wire {
  const cutter = new MessageCutter();
  const pieces = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const closed = closedSignal(socket);
  // Told by whoever reads or writes; without a listener it would end the process.
  socket.on("error", () => {});
  const here = (): ServerMessage | undefined => {
    for (;;) {
      const message = cutter.take();
      if (!message || !"NSA".includes(message.type)) return message;
    }
  };
  return {
    here,
    next: async () => {
      for (;;) {
        const message = here();
        if (message) return message;
        const piece = await pieces.next().catch(() => undefined);
        if (!piece || piece.done) throw lost();
        cutter.add(piece.value);
      }
    },
    send: async (message) => {
      if (socket.destroyed) throw lost();
      if (socket.write(message)) return;
      await once(socket, "drain", { signal: closed }).catch(() => {
        throw lost();
      });
    },
  };
}

function closedSignal(socket: Socket): AbortSignal {
  const closed = new AbortController();
  socket.once("close", () => closed.abort());
  return closed.signal;
}

async function login(wire: Wire, address: PostgresAddress, place: string): Promise<void> {
  const { user, database, encryption, host } = address;
  const names = Object.entries({ user, database, ...settings }).flat();
  await wire.send(clientMessage("", fourBytes(version3), `${names.join("\0")}\0\0`));
  const password = (): string => {
    const known = address.password();
    if (known !== undefined) return known;
    return failEnvironment({
      message: "The database asks for a password, and the environment has none",
      place,
      cure: "Set PGPASSWORD to the password of the user.",
    });
  };
  const scram = (): ReturnType<typeof scramLogin> => (opened ??= scramLogin(password()));
  let opened: ReturnType<typeof scramLogin> | undefined;
  for (;;) {
    const { type, body } = await wire.next();
    if (type === "E") throw postgresFailure(body, place);
    if (type === "Z") return;
    if (type !== "R") continue;
    const rest = body.subarray(4);
    const asked = body.readInt32BE(0);
    if (asked === 3 && (encryption !== "none" || isThisMachine(host)))
      await wire.send(clientMessage("p", `${password()}\0`));
    else if (asked === 5) await wire.send(clientMessage("p", `${md5Answer(user, password(), rest)}\0`));
    else if (asked === 10 && rest.toString("latin1").split("\0").includes("SCRAM-SHA-256")) {
      const { first } = scram();
      await wire.send(clientMessage("p", "SCRAM-SHA-256\0", fourBytes(first.length), first));
    } else if (asked === 11) {
      const answer = await scram().final(rest.toString("latin1"));
      if (answer === undefined) throw new Error("its challenge cannot be answered");
      await wire.send(clientMessage("p", answer));
    } else if (asked === 12) {
      if (!scram().isProven(rest.toString("latin1"))) throw new Error("it does not know the password itself");
    } else if (asked === 0) {
      // A server that skips its own proof may be anyone.
      if (opened && !opened.isDone()) throw new Error("it does not prove that it knows the password");
    } else
      throw new Error(
        asked === 3 ? "it asks for the password unencrypted" : "it asks for a login that is not known here",
      );
  }
}

function connection(wire: Wire, socket: Socket, place: string): PostgresConnection {
  /** Reads to the end of a statement, and then fails where the server did. */
  const finish = async (each: (message: ServerMessage) => Promise<void> | undefined): Promise<void> => {
    let failure: TandemError | undefined;
    for (;;) {
      const message = wire.here() ?? (await wire.next());
      if (message.type === "E") failure ??= postgresFailure(message.body, place);
      else if (message.type === "Z") break;
      else {
        const waiting = each(message);
        if (waiting) await waiting;
      }
    }
    if (failure) throw failure;
  };
  const query = ({ text }: Sql): Promise<void> => wire.send(clientMessage("Q", `${text}\0`));
  return {
    run: async (statement) => {
      await query(statement);
      await finish(() => undefined);
    },
    rows: async (statement) => {
      const rows: (string | null)[][] = [];
      await query(statement);
      await finish(({ type, body }) => {
        if (type === "D") rows.push(rowValues(body));
        return undefined;
      });
      return rows;
    },
    copyOut: async (statement, take) => {
      await query(statement);
      await finish(({ type, body }) => (type === "d" ? take(body) : undefined));
    },
    copyIn: async (statement, pieces) => {
      await query(statement);
      const first = await wire.next();
      if (first.type !== "G") {
        await finish(() => undefined);
        throw first.type === "E" ? postgresFailure(first.body, place) : lostConnection(place);
      }
      try {
        for await (const piece of pieces) await wire.send(clientMessage("d", piece));
      } catch (error) {
        await wire.send(clientMessage("f", "stopped\0"));
        await finish(() => undefined).catch(() => {});
        throw error;
      }
      await wire.send(clientMessage("c"));
      await finish(() => undefined);
    },
    close: () => {
      if (!socket.destroyed) socket.end(clientMessage("X"));
      socket.unref();
    },
  };
}

/** The settings of a transaction that sees the database as it is at its start, and changes nothing. */
export const readTransaction: Sql = sql`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`;
