import { resolve } from "node:path";
import { writeFileAtomically } from "../project/index.ts";
import type { Predictor } from "../serve/index.ts";
import type { CliContext } from "./context.ts";
import type { CommandResult } from "./command.ts";

/** Writes an export to a file and says so, or, without a file, gives the text itself. */
export async function writtenResult(
  context: CliContext,
  { name, hash }: Pick<Predictor, "name" | "hash">,
  out: string | undefined,
  text: string,
): Promise<CommandResult> {
  const bytes = Buffer.byteLength(text);
  if (out === undefined) return { text, document: { model: { name, hash }, bytes, text } };
  const path = resolve(context.folder, out);
  await writeFileAtomically(path, text);
  return { text: writtenLine(path, bytes), document: { model: { name, hash }, bytes, path } };
}

/** A file that was written, with its size. */
export const writtenLine = (path: string, bytes: number): string =>
  `${path} (${bytes.toLocaleString("en")} bytes)`;
