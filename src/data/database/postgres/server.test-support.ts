import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "./free-port.test-support.ts";

/** A PostgreSQL server of a test's own, with the user `ana`, who has a password with odd characters. */
export interface TestServer {
  readonly port: number;
  readonly password: string;
  /** Carries out SQL as the server's owner. */
  readonly sql: (text: string) => string;
  readonly stop: () => Promise<void>;
}

const packaged = "/usr/lib/postgresql";
const folders = [
  ...(existsSync(packaged) ? readdirSync(packaged).map((version) => join(packaged, version, "bin")) : []),
  ...(process.env["PATH"] ?? "").split(delimiter),
];
const binaries = folders.find((folder) =>
  ["initdb", "postgres", "psql"].every((name) => existsSync(join(folder, name))),
);

/** Whether this machine has PostgreSQL. In CI it must. */
export const hasPostgres = binaries !== undefined || process.env["CI"] !== undefined;

/** The server refuses to run as the system's administrator. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

/** Makes a server and starts it: about two seconds. */
export async function startPostgres(settings: readonly string[] = []): Promise<TestServer> {
  if (binaries === undefined) throw new Error("PostgreSQL is not installed");
  const program = (name: string): string => join(binaries, name);
  const folder = mkdtempSync(join(tmpdir(), "tandem-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const password = "p@ss:w#rd 'ü\"";
  writeFileSync(join(folder, "password"), password);
  const as = nobody === undefined ? {} : { uid: nobody, gid: nobody };
  if (nobody !== undefined) for (const path of [folder, data]) chownSync(path, nobody, nobody);
  const given = ["-D", data, "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  const login = ["--auth-local=trust", "--auth-host=scram-sha-256"];
  execFileSync(program("initdb"), [...given, ...login, `--pwfile=${join(folder, "password")}`], {
    ...as,
    stdio: "ignore",
    cwd: folder,
  });
  const port = await freePort();
  const options = ["fsync=off", "shared_buffers=16MB", "max_connections=20", ...settings].flatMap((one) => [
    "-c",
    one,
  ]);
  const server = spawn(
    program("postgres"),
    ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder, ...options],
    {
      ...as,
      stdio: "ignore",
      cwd: folder,
    },
  );
  const sql = (text: string): string =>
    execFileSync(
      program("psql"),
      ["-h", folder, "-p", String(port), "-U", "owner", "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1"],
      {
        input: text,
        encoding: "utf8",
        stdio: ["pipe", "pipe", "pipe"],
      },
    ).trim();
  for (let attempt = 0; ; attempt++) {
    try {
      sql("SELECT 1");
      break;
    } catch (error) {
      if (attempt === 200 || server.exitCode !== null) throw error;
      await setTimeout(50);
    }
  }
  sql(
    `CREATE ROLE ana LOGIN PASSWORD '${password.replaceAll("'", "''")}'; GRANT CREATE ON SCHEMA public TO ana;`,
  );
  return {
    port,
    password,
    sql,
    stop: async () => {
      if (server.exitCode === null) {
        const ended = once(server, "exit");
        server.kill("SIGINT");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
