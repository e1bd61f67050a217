import { buildCommand } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { CliContext } from "./context.ts";
import type { ServeFlags } from "./serve-flags.ts";

const wholeNumber = (text: string): number => {
  if (!/^[0-9]+$/.test(text)) throw new SyntaxError(`"${text}" is no whole number`);
  return Number(text);
};
const positiveNumber = (text: string): number => {
  const value = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw new SyntaxError(`"${text}" is no number above 0`);
  return value;
};
const number = { kind: "parsed", parse: wholeNumber, optional: true } as const;
const file = { kind: "parsed", parse: String, optional: true, placeholder: "file" } as const;

/** `tandem serve` with its options. */
export const serve = buildCommand<ServeFlags, [string | undefined], CliContext>({
  loader: async () => (await import("./commands/serve.ts")).serveCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      package: {
        kind: "parsed",
        parse: String,
        brief: "A package file, a version number or an alias; default: what the registry says",
        optional: true,
        placeholder: "package",
      },
      port: { ...number, brief: "Port; default 8080, 0 for a free one", placeholder: "port" },
      host: {
        kind: "parsed",
        parse: String,
        brief: "Address to listen on; default 127.0.0.1",
        optional: true,
        placeholder: "address",
      },
      sharePort: {
        kind: "boolean",
        brief:
          "Let the next service listen at the same port before this one ends, so that none refuses connections",
        default: false,
      },
      state: {
        ...file,
        brief: "The file that keeps the events, for a model with event features; default: the project's own",
      },
      keys: { ...file, brief: "The file of the API keys; default: the project's own" },
      tokens: { ...file, brief: "JSON file that says which tokens (JWT) are taken; default: none" },
      open: {
        kind: "boolean",
        brief: "Answer everybody at an address that others reach, without keys",
        default: false,
      },
      tlsCert: { ...file, brief: "Certificate with its chain, PEM; read anew on SIGHUP" },
      tlsKey: { ...file, brief: "Private key of the certificate, PEM" },
      origin: {
        kind: "parsed",
        parse: String,
        brief: "Pages of these origins may ask from a browser; default: none",
        variadic: ",",
        optional: true,
        placeholder: "origin",
      },
      rate: {
        kind: "parsed",
        parse: positiveNumber,
        brief: "Requests per second of one caller, with as many at once as in two seconds; default: no limit",
        optional: true,
        placeholder: "number",
      },
      maxBodyMb: { ...number, brief: "Largest body, in MiB; default 4", placeholder: "number" },
      timeoutMs: { ...number, brief: "Longest time for a request; default 30000", placeholder: "number" },
      inFlight: {
        ...number,
        brief: "Requests that are worked on at once; default 256",
        placeholder: "number",
      },
      queue: { ...number, brief: "Requests that wait for their turn; default 1024", placeholder: "number" },
      drainDelayMs: {
        ...number,
        brief: "How long to go on after SIGTERM while saying not ready; default 0",
        placeholder: "number",
      },
      graceMs: {
        ...number,
        brief: "How long requests may take to end after that; default 30000",
        placeholder: "number",
      },
      record: {
        kind: "boolean",
        brief: "Keep every answer with its inputs in the prediction log, and take labels at POST /labels",
        default: false,
      },
      log: {
        kind: "parsed",
        parse: String,
        brief: "The folder of the prediction log, which is kept then; default: .tandem/log of the project",
        optional: true,
        placeholder: "log",
      },
      private: {
        kind: "parsed",
        parse: String,
        brief:
          "Of these columns the prediction log keeps a keyed hash and nothing else, as of those that the packages mark private",
        variadic: ",",
        optional: true,
        placeholder: "column",
      },
      privateKey: {
        ...file,
        brief:
          "The file with the key of that hash, made where it is not there; default: .tandem/private.key of the project",
      },
      whenUnwritable: {
        kind: "enum",
        values: ["refuse", "drop"],
        brief: "What becomes of an answer that the prediction log cannot keep: refused, or sent and counted",
        default: "refuse",
      },
      flush: {
        kind: "enum",
        values: ["each", "second"],
        brief:
          "When the prediction log is flushed to the disk: before each answer goes out, or once a second",
        default: "each",
      },
      keepDays: {
        kind: "parsed",
        parse: positiveNumber,
        brief: "How long the prediction log keeps answers; default: for ever",
        optional: true,
        placeholder: "number",
      },
      keepMegabytes: {
        kind: "parsed",
        parse: positiveNumber,
        brief: "How much the prediction log keeps, the newest first; default: all",
        optional: true,
        placeholder: "number",
      },
      logLevel: {
        kind: "enum",
        values: ["debug", "info", "warn", "error", "silent"],
        brief: "From which level on lines are logged",
        default: "info",
      },
      logTo: {
        kind: "enum",
        values: ["stderr", "stdout"],
        brief: "Where the log goes, as JSON lines",
        default: "stderr",
      },
    },
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The project's folder (or its config); default: here",
          parse: String,
          placeholder: "folder",
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: "Serve predictions over HTTP",
    fullDescription:
      "Serves POST /predict and what other stacks' clients speak, with health, OpenAPI, a page to try it and metrics. Ready only after the package's proof rows are reproduced; it follows the registry from then on. SIGTERM ends it without losing a request, SIGHUP has it read certificates, keys and the registry anew.\n\nExample:\n  $ tandem serve --port 8080",
  },
});
