import { isRecord } from "../base/index.ts";

type Path = readonly (string | number)[];

/** A piece of a long list, or what is left without the long lists, which comes last and says where they belong. */
export type PartMessage =
  | { readonly kind: "piece"; readonly list: number; readonly items: readonly unknown[] }
  | { readonly kind: "rest"; readonly rest: unknown; readonly paths: readonly Path[] };

/** Lists of more entries are sent in pieces of so many: reading one takes about a millisecond. */
const pieceLength = 8192;

/** Plain data as messages between threads, none of which takes long to read: long lists in pieces, then the rest. */
export function* contentParts(content: unknown): Generator<PartMessage> {
  const lists: { readonly path: Path; readonly items: readonly unknown[] }[] = [];
  const shorten = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value) && value.length > pieceLength) {
      lists.push({ path, items: value });
      return null;
    }
    if (Array.isArray(value)) return value.map((item, at) => shorten(item, [...path, at]));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, shorten(item, [...path, name])]),
    );
  };
  const rest = shorten(content, []);
  for (const [list, { items }] of lists.entries())
    for (let from = 0; from < items.length; from += pieceLength)
      yield { kind: "piece", list, items: items.slice(from, from + pieceLength) };
  yield { kind: "rest", rest, paths: lists.map(({ path }) => path) };
}

/** Puts the messages together again. */
export class PartReader {
  readonly #lists: unknown[][] = [];
  #content: unknown;

  /** Takes one message. */
  add(message: PartMessage): void {
    if (message.kind === "piece") {
      const list = (this.#lists[message.list] ??= []);
      for (const item of message.items) list.push(item);
      return;
    }
    // A holder, so that content which is itself a long list has a place too.
    const holder: Record<string | number, unknown> = { content: message.rest };
    for (const [at, path] of message.paths.entries()) {
      const names = ["content", ...path];
      let place = holder;
      for (const name of names.slice(0, -1)) place = place[name] as typeof holder;
      place[names.at(-1)!] = this.#lists[at];
    }
    this.#content = holder["content"];
  }

  /** What was sent. */
  content(): unknown {
    return this.#content;
  }
}
