#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { run } from "@stricli/core";
import { formatDiagnostic } from "../base/index.ts";
import { buildTandem } from "./application.ts";
import type { CliContext } from "./context.ts";
import { nodeVersionProblem } from "./node-version.ts";
import { progressPrinter } from "./progress.ts";
import { serviceStart } from "./service-process.ts";
import type { UsageProblem } from "./usage-text.ts";

const { version, engines } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string; engines: { node: string } };
const tooOld = nodeVersionProblem(process.versions.node, engines.node);
if (tooOld) {
  process.stderr.write(`error ${formatDiagnostic(tooOld)}\n`);
  process.exit(2);
}
const { platform, argv, execArgv, env, channel } = process;
const service = serviceStart({ platform, argv, execArgv, env, hasChannel: channel !== undefined });
if (service) process.execve?.(process.execPath, [process.execPath, ...service.args], service.env);
const printer = progressPrinter(process.stderr, Date.now);
const stopping = new AbortController();

process.once("SIGINT", () => {
  printer.clear();
  stopping.abort();
  // A second Ctrl-C ends at once: every write is atomic, so nothing is half-written even then.
  process.once("SIGINT", () => process.exit(130));
});

/** In development the library is source beside this file, in the published package it is built. */
function resolveLibrary(specifier: string): string | undefined {
  const isSource = import.meta.url.endsWith(".ts");
  const doors: Readonly<Record<string, string>> = isSource
    ? {
        "tandem-ml": "../index.ts",
        "tandem-ml/runtime": "../serve/runtime.ts",
        "tandem-ml/testing": "../testing/index.ts",
      }
    : {
        "tandem-ml": "../index.js",
        "tandem-ml/runtime": "../runtime.js",
        "tandem-ml/testing": "../testing.js",
      };
  const door = doors[specifier];
  return door && new URL(door, import.meta.url).href;
}

const problems: UsageProblem[] = [];
await run(
  buildTandem(version, (problem) => problems.push(problem)),
  process.argv.slice(2),
  {
    process: process as CliContext["process"],
    folder: process.cwd(),
    version,
    resolveLibrary,
    effects: { now: Date.now, progress: printer.progress, signal: stopping.signal },
  },
);
printer.clear();
// The parser has negative codes of its own: arguments that it cannot read are bad input, all else is a failure.
if (problems.length > 0) {
  process.exitCode = 2;
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ error: { kind: "input", diagnostics: problems } })}\n`);
} else if (Number(process.exitCode) < 0) process.exitCode = 1;
