import type { EventEmitter } from "node:events";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client, ClientConfig, CustomTypesConfig } from "pg";
import { TandemError } from "../../../base/index.ts";
import { joinSql, sql, textLiteral, type Sql } from "../../../compile/index.ts";
import { closedDatabase, failEnvironment } from "../failure.ts";
import { databaseLabel, type PostgresAddress } from "./address.ts";
import { guardLogin } from "./login-guard.ts";
import { lostConnection, postgresFailure, stateOf, unreachableDatabase } from "./failure.ts";

/** One connection to a PostgreSQL database: one statement at a time. */
export interface PostgresConnection {
  /** Carries a statement out for its effect. */
  run(statement: Sql): Promise<void>;
  /** A small result as texts. */
  rows(statement: Sql): Promise<(string | null)[][]>;
  /** Carries out COPY … TO STDOUT and hands its bytes on, piece by piece, cut anywhere. */
  copyOut(statement: Sql, take: (piece: Buffer) => Promise<void> | undefined): Promise<void>;
  /** Carries out COPY … FROM STDIN with these bytes. */
  copyIn(statement: Sql, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  close(): void;
}

const usualPatienceMs = 10_000;

/** What must not depend on the server's settings: how values are written, and how long a lock is waited for. */
const settings = {
  DateStyle: "ISO, YMD",
  IntervalStyle: "iso_8601",
  TimeZone: "UTC",
  extra_float_digits: "3",
  standard_conforming_strings: "on",
  bytea_output: "hex",
  lock_timeout: String(usualPatienceMs),
};

/** Values as the server writes them. */
const asTexts: CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

/**
 * Connects and logs in, within ten seconds, with the packages `pg` and `pg-copy-streams`, which are there where the user has installed
 * them. Errors: T2620, T2621, T2992; later T2995.
 */
export async function connectPostgres(
  address: PostgresAddress,
  signal: AbortSignal,
  patienceMs = usualPatienceMs,
): Promise<PostgresConnection> {
  const place = databaseLabel(address);
  const { connect, copyFrom, copyTo } = await loadClient(place);
  const socket = new Socket();
  guardLogin(socket, place);
  const stop = (): void => void socket.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const client = await connect(clientConfig(address, socket, patienceMs, place));
    const opened = connection({ client, copyFrom, copyTo, place, user: address.user, end: stop });
    const all = Object.entries(settings).map(
      ([name, value]) => sql`set_config(${textLiteral(name)}, ${textLiteral(value)}, false)`,
    );
    await within(patienceMs, socket, () => opened.run(sql`SELECT ${joinSql(all)}`));
    return opened;
  } catch (error) {
    socket.destroy();
    if (error instanceof TandemError) throw error;
    if (stateOf(error) !== undefined) throw postgresFailure(error as Error, place, address.user);
    throw unreachableDatabase(
      place,
      reasonOf(error),
      "Check host and port, that the server runs and lets this machine in, and sslmode in the address.",
    );
  }
}

const lateMessage = "timeout expired";

/** Has a connection end where an answer does not come in time: a server may fall silent when it has let somebody in. */
async function within(ms: number, socket: Socket, work: () => Promise<void>): Promise<void> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    socket.destroy();
  }, ms);
  try {
    await work();
  } catch (error) {
    throw isLate ? new Error(lateMessage, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

type Copies = Pick<typeof import("pg-copy-streams"), "from" | "to">;

interface LoadedClient {
  readonly connect: (config: ClientConfig) => Promise<Client>;
  readonly copyFrom: Copies["from"];
  readonly copyTo: Copies["to"];
}

async function loadClient(place: string): Promise<LoadedClient> {
  try {
    const [{ default: pg }, { default: copies }] = await Promise.all([
      import("pg"),
      import("pg-copy-streams") as Promise<{ readonly default: Copies }>,
    ]);
    return {
      copyFrom: copies.from,
      copyTo: copies.to,
      connect: async (config) => {
        const client = new pg.Client(config);
        guardEncrypted(client, place);
        // Told by whoever asks next; without a listener it would end the process.
        client.on("error", () => {});
        await client.connect();
        return client;
      },
    };
  } catch (error) {
    throw closedDatabase({
      message: "The packages that speak to PostgreSQL are not installed",
      place,
      value: "pg, pg-copy-streams",
      cure: "Run `npm install pg pg-copy-streams` beside Tandem.",
      cause: error,
    });
  }
}

/** The encrypted stream stands before the socket, and is the client's own. */
function guardEncrypted(client: Client, place: string): void {
  const { connection: inner } = client as unknown as {
    readonly connection: EventEmitter & { readonly stream: Socket };
  };
  inner.once("sslconnect", () => guardLogin(inner.stream, place));
}

function clientConfig(
  address: PostgresAddress,
  socket: Socket,
  patienceMs: number,
  place: string,
): ClientConfig {
  const { host, port, user, database, encryption } = address;
  return {
    host,
    port,
    user,
    database,
    // Asked for when the server does, so that one is needed only then.
    password: () =>
      address.password() ??
      failEnvironment({
        message: "The database asks for a password, and the environment has none",
        place,
        cure: "Set PGPASSWORD to the password of the user.",
      }),
    ssl: encryption === "none" ? false : { rejectUnauthorized: encryption === "verified" },
    stream: () => socket,
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    application_name: "tandem",
  };
}

/** A failure to reach several addresses of one host has no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  if (!(error instanceof Error)) return String(error);
  if (error.message === lateMessage) return "it did not answer in time";
  return error.message.startsWith("Connection terminated") ? "it closed the connection" : error.message;
}

interface OpenClient extends Omit<LoadedClient, "connect"> {
  readonly client: Client;
  readonly place: string;
  readonly user: string;
  readonly end: () => void;
}

function connection({ client, copyFrom, copyTo, place, user, end }: OpenClient): PostgresConnection {
  /** Carries something out; a failure is told in our words. */
  const told = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TandemError) throw error;
      throw stateOf(error) === undefined
        ? lostConnection(place, error)
        : postgresFailure(error as Error, place, user);
    }
  };
  const query = async ({ text }: Sql): Promise<(string | null)[][]> =>
    (await client.query<(string | null)[]>({ text, rowMode: "array", types: asTexts })).rows;
  return {
    run: async (statement) => void (await told(() => query(statement))),
    rows: (statement) => told(() => query(statement)),
    copyOut: async ({ text }, take) => {
      let failure: { readonly error: unknown } | undefined;
      await told(async () => {
        for await (const piece of client.query(copyTo(text))) {
          try {
            await take(piece as Buffer);
          } catch (error) {
            failure = { error };
            break;
          }
        }
      });
      // The rest of the rows would have to be read before anything else can be asked.
      if (!failure) return;
      end();
      throw failure.error;
    },
    copyIn: async ({ text }, pieces) => {
      let failure: { readonly error: unknown } | undefined;
      /** The pieces, with what ends them kept apart from what the server says of it. */
      const watched = async function* (): AsyncGenerator<Uint8Array> {
        try {
          yield* pieces;
        } catch (error) {
          failure = { error };
          throw error;
        }
      };
      await told(() => pipeline(Readable.from(watched()), client.query(copyFrom(text)))).catch(
        (error: unknown) => {
          throw failure ? failure.error : error;
        },
      );
    },
    close: () => void client.end().catch(() => {}),
  };
}

/** The settings of a transaction that sees the database as it is at its start, and changes nothing. */
export const readTransaction: Sql = sql`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`;
