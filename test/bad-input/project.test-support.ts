import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { TandemError, type Diagnostic } from "../../src/base/index.ts";
import { runProject, type FinishedRun } from "../../src/project/index.ts";

const root = await mkdtemp(join(tmpdir(), "tandem-bad-input-"));
afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;

/** A new project folder with some files in it. */
export async function projectFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const folder = join(root, `project ${++folders} ✓`);
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** Runs a spec in a folder, with the baseline alone unless it names models. */
export const runIn = (folder: string, spec: object): Promise<FinishedRun> =>
  runProject({ models: ["baseline"], ...spec }, { folder, place: "tandem.config.ts", user: "tester" });

/** The diagnostics of some work that must be refused as bad input (exit code 2) or fail (exit code 1). */
export async function refusalOf(
  work: () => unknown,
  kind: "input" | "work" = "input",
): Promise<readonly Diagnostic[]> {
  const error: unknown = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (failure: unknown) => failure,
    );
  if (!(error instanceof TandemError))
    throw new Error(`Not refused, or with a raw error: ${String(error)}`, { cause: error });
  expect(error.kind).toBe(kind);
  for (const { code, message, cure } of error.diagnostics) {
    expect(code).toMatch(/^T\d{4}$/);
    expect(message).not.toMatch(/undefined|\[object/);
    expect(cure ?? "").not.toBe("");
  }
  return error.diagnostics;
}

/** A table as CSV, by a function of the row's number. */
export const csvText = (header: string, rows: number, row: (index: number) => string): string =>
  `${header}\n${Array.from({ length: rows }, (_, index) => row(index)).join("\n")}\n`;

/** A small table that can be learnt: a number, a category, a target. */
export const goodRows = csvText("x,c,y", 60, (row) => `${(row * 7) % 11},${"abc"[row % 3]!},${row % 2}`);
