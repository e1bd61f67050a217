import { failAddress } from "../failure.ts";

/** Where a PostgreSQL database is, and as whom to ask it. */
export interface PostgresAddress {
  readonly kind: "postgres";
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A function, so that nothing that prints or stores an address holds the password. */
  readonly password: () => string | undefined;
  readonly encryption: "none" | "unverified" | "verified";
}

const encryptions = { disable: "none", require: "unverified", "verify-full": "verified" } as const;

/**
 * Reads `postgres://USER@HOST:PORT/DATABASE?sslmode=…`. Unless `sslmode` says otherwise, another host is spoken to encrypted and must
 * prove who it is. Nothing of the text stands in an error, for it may hold a password.
 */
export function readPostgresAddress(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  mayHoldPassword: boolean,
): PostgresAddress {
  const url = URL.canParse(text) ? new URL(text) : fail("This is no address of a PostgreSQL database");
  const user = decoded(url.username) || environment["PGUSER"] || "";
  const database = decoded(url.pathname.slice(1)) || environment["PGDATABASE"] || "";
  const host = url.hostname.replace(/^\[|\]$/g, "") || environment["PGHOST"] || "localhost";
  if (user === "") fail("The address names no user");
  if (database === "" || database.includes("/")) fail("The address names no database");
  if (user.includes("\0") || database.includes("\0")) fail("The address holds characters that no name has");
  if (url.password !== "" && !mayHoldPassword)
    failAddress({
      message: "An address that others can see holds a password",
      place: "the part before #",
      cure: "Set PGPASSWORD in its place, or put the whole address into a variable and write env:NAME#TABLE.",
    });
  const password = decoded(url.password) || environment["PGPASSWORD"];
  return {
    kind: "postgres",
    host,
    port: Number(url.port || environment["PGPORT"] || 5432),
    database,
    user,
    password: () => password,
    encryption: readEncryption(url, host, environment["PGSSLMODE"]),
  };
}

function readEncryption(url: URL, host: string, usual: string | undefined): PostgresAddress["encryption"] {
  const unknown = [...url.searchParams.keys()].find((name) => name !== "sslmode");
  if (unknown !== undefined) fail(`The address has a setting that is not known: ${JSON.stringify(unknown)}`);
  const mode = url.searchParams.get("sslmode") ?? usual;
  if (mode === undefined) return isThisMachine(host) ? "none" : "verified";
  if (Object.hasOwn(encryptions, mode)) return encryptions[mode as keyof typeof encryptions];
  return fail(
    `There is no sslmode ${JSON.stringify(mode)}; there are ${Object.keys(encryptions).join(", ")}`,
  );
}

/** Whether a host is the machine itself, where nobody listens on the way. */
const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail("The address has a % that begins no character");
  }
}

const fail = (message: string): never =>
  failAddress({
    message,
    place: "the part before #",
    cure: "Write postgres://USER@HOST:PORT/DATABASE, with %40 for an @ and %23 for a # inside of a name.",
  });

/** A database as messages call it: without who asks. */
export const databaseLabel = ({ host, port, database }: PostgresAddress): string =>
  `postgres://${host}:${port}/${database}`;
