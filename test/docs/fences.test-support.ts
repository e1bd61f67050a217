import { readFile } from "node:fs/promises";

/** A piece of code of a page, with what stands behind its opening fence. */
export interface Fence {
  readonly info: string;
  readonly code: string;
}

/** The fenced pieces of code of a Markdown file, in order. */
export async function fencesOf(path: string): Promise<readonly Fence[]> {
  const page = await readFile(path, "utf8");
  return [...page.matchAll(/^```([^\n]+)\n([\s\S]*?)^```$/gm)].map(([, info, code]) => ({
    info: info!.trim(),
    code: code!,
  }));
}
