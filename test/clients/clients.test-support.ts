import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../../src/data/database/postgres/free-port.test-support.ts";

/**
 * A Python with the packages of requirements.txt. CI makes one and fails without it; elsewhere the tests are left out where
 * there is none.
 */
const python = process.env["TANDEM_PEERS_PYTHON"];
export const isLeftOut = python === undefined && process.env["CI"] === undefined;

const environment = { ...process.env, PYTHONWARNINGS: "ignore", PYTHONDONTWRITEBYTECODE: "1" };

async function run(...args: readonly string[]): Promise<string> {
  const maxBuffer = 64 * 1024 * 1024;
  return (await promisify(execFile)(pythonPath(), args, { maxBuffer, env: environment })).stdout;
}

function pythonPath(): string {
  if (python === undefined) throw new Error("TANDEM_PEERS_PYTHON names no Python: see CONTRIBUTING.md");
  return python;
}

/** Runs one of the scripts beside this file until it ends, and reads the JSON document that it prints. */
export const runScript = async <Document>(name: string, ...args: readonly string[]): Promise<Document> =>
  JSON.parse(await run(join(import.meta.dirname, name), ...args)) as Document;

/** Runs a piece of Python and gives what it prints. */
export const runPython = (code: string): Promise<string> => run("-c", code);

/** A server of somebody else's that runs. */
export interface OtherServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Starts MLflow's own scoring server over a model that gives back its columns, and waits until it answers. */
export async function startMlflow(): Promise<OtherServer> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-mlflow-"));
  const port = await freePort();
  const child = spawn(pythonPath(), [join(import.meta.dirname, "mlflow_model.py"), folder, String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: environment,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const address = `http://127.0.0.1:${port}`;
  while ((await fetch(`${address}/ping`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error(said);
    await setTimeout(100);
  }
  return {
    address,
    close: async () => {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
