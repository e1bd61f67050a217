/** Code points from the first to the last, both included. */
export type CodePointRange = readonly [first: number, last: number];

/** A part of a pattern. A set is one code point of several; places are between code points. */
export type PatternNode =
  | { readonly kind: "set"; readonly ranges: readonly CodePointRange[] }
  | { readonly kind: "place"; readonly at: PatternPlace }
  /** A group; `number` from 1 where it captures, else 0. */
  | { readonly kind: "group"; readonly number: number; readonly body: PatternNode }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  /** The first option that lets the whole pattern match is taken. */
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly body: PatternNode;
      readonly least: number;
      /** Infinity where there is no bound. */
      readonly most: number;
      /** True to take as few as possible. */
      readonly lazy: boolean;
    };

/** The start and the end of the text, and between a word character (a to z, A to Z, 0 to 9, _) and another or an end. */
export type PatternPlace = "start" | "end" | "wordEdge";

/** A pattern that means the same on every target. */
export interface Pattern {
  readonly source: string;
  readonly node: PatternNode;
  /** How many groups capture. */
  readonly groupCount: number;
}

/** True when a part can match without taking a code point. */
export function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "place":
      return true;
    case "group":
      return canBeEmpty(node.body);
    case "sequence":
      return node.parts.every(canBeEmpty);
    case "choice":
      return node.options.some(canBeEmpty);
    case "repeat":
      return node.least === 0 || canBeEmpty(node.body);
  }
}

/** How many sets and places a part has when its repeats are written out. */
export function writtenOut(node: PatternNode): number {
  switch (node.kind) {
    case "set":
    case "place":
      return 1;
    case "group":
      return writtenOut(node.body) + 2;
    case "sequence":
      return node.parts.reduce((sum, part) => sum + writtenOut(part), 0);
    case "choice":
      return node.options.reduce((sum, option) => sum + writtenOut(option) + 2, 0);
    case "repeat":
      return (writtenOut(node.body) + 1) * Math.max(1, node.most === Infinity ? node.least + 1 : node.most);
  }
}

/** True when a group of the part captures. */
export function hasCapture(node: PatternNode): boolean {
  switch (node.kind) {
    case "set":
    case "place":
      return false;
    case "group":
      return node.number > 0 || hasCapture(node.body);
    case "sequence":
      return node.parts.some(hasCapture);
    case "choice":
      return node.options.some(hasCapture);
    case "repeat":
      return hasCapture(node.body);
  }
}
