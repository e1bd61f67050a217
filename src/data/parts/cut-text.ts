import type { Effects } from "../../base/index.ts";
import { readText, type TextFile } from "../text-file.ts";
import type { Part, PartSize } from "./part-plan.ts";

/** Characters of a part unless told: enough that a thread is busy for a while, few enough that several fit into memory. */
const usualCharacters = 1 << 22;
/** A row of that size is a quote that is not closed: the line is then taken for the row. */
const maxRowCharacters = 16 << 20;

/** How a text is cut into parts. */
export interface TextCut {
  /** The text in pieces of any size. */
  readonly pieces: AsyncIterable<string>;
  /** Where the first row of a text that is not finished begins; 0 where not one row is. */
  readonly endOfRows: (text: string) => number;
  /** What ends a line. */
  readonly newline: string;
  /** How much has been read so far. */
  readonly done: () => number;
  /** Characters of a part, about. */
  readonly partBytes: number | undefined;
  readonly sizeOf: (part: number) => PartSize | undefined;
}

/** The parts of a file of text; how much of it has been read is told with each part, and by nothing else. */
export function cutFile(
  text: TextFile,
  { effects, ...cut }: Omit<TextCut, "pieces" | "done"> & { readonly effects: Effects },
): AsyncGenerator<Part> {
  let done = 0;
  const silent: Effects = { ...effects, progress: (event) => (done = event.done ?? done) };
  return cutText({ ...cut, pieces: readText(text, silent), done: () => done });
}

/** The parts of a text, each ending with a row. They depend on the text alone, not on the sizes of its pieces. */
export async function* cutText({
  pieces,
  endOfRows,
  newline,
  done,
  partBytes,
  sizeOf,
}: TextCut): AsyncGenerator<Part> {
  const partCharacters = partBytes ?? usualCharacters;
  const source = pieces[Symbol.asyncIterator]();
  let rest = "";
  let isEnd = false;
  const fill = async (length: number): Promise<void> => {
    const found = [rest];
    for (let count = rest.length; count < length && !isEnd;) {
      const next = await source.next();
      if (next.done) isEnd = true;
      else {
        found.push(next.value);
        count += next.value.length;
      }
    }
    if (found.length > 1) rest = found.join("");
  };
  let line = 1;
  try {
    for (let part = 0; ; part++) {
      const known = sizeOf(part);
      // One character more than the part shows whether it is the last one.
      await fill((known ?? partCharacters) + 1);
      if (rest.length === 0) return;
      const size = known ?? (await findSize());
      const text = rest.slice(0, size);
      rest = rest.slice(size);
      const range = {
        kind: "text",
        text,
        line,
        isFirst: part === 0,
        isLast: isEnd && rest.length === 0,
      } as const;
      line += countOf(text, newline);
      if (known === undefined) yield { number: part, range, done: done(), size };
    }
  } finally {
    await source.return?.();
  }

  async function findSize(): Promise<number> {
    for (let window = partCharacters; ; window *= 2) {
      await fill(window + 1);
      if (rest.length <= window) return rest.length;
      const size = endOfRows(rest.slice(0, window));
      if (size > 0) return size;
      if (window < maxRowCharacters) continue;
      const lineEnd = rest.indexOf(newline);
      return lineEnd < 0 ? window : lineEnd + 1;
    }
  }
}

function countOf(text: string, piece: string): number {
  let count = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) count++;
  return count;
}
