/**
 * A report is a list of blocks: plain frozen data that says what is told, not how it looks.
 * Every text in a block is plain text; the renderers escape it. The one exception is the `svg` of a picture, which
 * this room's own chart renderers made.
 */
export type Block =
  | HeadingBlock
  | ParagraphBlock
  | ListBlock
  | TableBlock
  | FigureBlock
  | CalloutBlock
  | KeyFiguresBlock
  | DetailsBlock;

/** Level 1 is the page's title, 2 opens a section (with a stable `id` to link to), 3 parts a section. */
export interface HeadingBlock {
  readonly kind: "heading";
  readonly level: 1 | 2 | 3;
  readonly text: string;
  readonly id: string;
}

/** One paragraph; `lead` is the sentence that a hurried reader reads. */
export interface ParagraphBlock {
  readonly kind: "paragraph";
  readonly text: string;
  readonly lead: boolean;
}

export interface ListBlock {
  readonly kind: "list";
  readonly ordered: boolean;
  readonly items: readonly string[];
}

/** How a column of a table is set: text to the left, numbers to the right, code in a fixed width, pictures as they are. */
export type ColumnStyle = "text" | "number" | "code";

/** A small picture in a table cell, with the words that stand for it. */
export interface CellPicture {
  readonly svg: string;
  readonly text: string;
}

export type Cell = string | CellPicture;

/** The first column names the row. */
export interface TableBlock {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly style: ColumnStyle }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A picture with its title and the sentence that says the same; `numbers` is the same as a table. */
export interface FigureBlock {
  readonly kind: "figure";
  readonly svg: string;
  readonly title: string;
  readonly description: string;
  readonly numbers: TableBlock | null;
}

/** Something to notice. `good` and `bad` say it in words too: colour alone carries nothing. */
export interface CalloutBlock {
  readonly kind: "callout";
  readonly tone: "good" | "bad" | "careful" | "note";
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Three to six numbers that answer the question. */
export interface KeyFiguresBlock {
  readonly kind: "keyFigures";
  readonly figures: readonly KeyFigure[];
}

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** What only some readers want: closed at first on the page, open on paper and in Markdown. */
export interface DetailsBlock {
  readonly kind: "details";
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** The page's title. */
export const title = (text: string): HeadingBlock => ({ kind: "heading", level: 1, text, id: "top" });

/** Opens a section. */
export const section = (id: string, text: string): HeadingBlock => ({ kind: "heading", level: 2, text, id });

/** A heading inside a section. */
export const subheading = (id: string, text: string): HeadingBlock => ({
  kind: "heading",
  level: 3,
  text,
  id,
});

/** One paragraph of one or more sentences. */
export const paragraph = (...sentences: readonly string[]): ParagraphBlock => ({
  kind: "paragraph",
  text: sentences.filter((sentence) => sentence !== "").join(" "),
  lead: false,
});

/** The sentences that a hurried reader reads. */
export const lead = (...sentences: readonly string[]): ParagraphBlock => ({
  ...paragraph(...sentences),
  lead: true,
});

/** A list with dots. */
export const list = (items: readonly string[]): ListBlock => ({ kind: "list", ordered: false, items });

/** A list with numbers. */
export const orderedList = (items: readonly string[]): ListBlock => ({ kind: "list", ordered: true, items });

/**
 * A table; a column is written as its title, with `#` in front for numbers and `` ` `` in front for code.
 * @example
 * table("Models", ["Model", "#Rows", "`Hash"], [["boosting", "2,001", "9af3"]]);
 */
export const table = (
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): TableBlock => ({ kind: "table", caption, columns: columns.map(columnOf), rows });

const columnOf = (mark: string): TableBlock["columns"][number] => {
  if (mark.startsWith("#")) return { title: mark.slice(1), style: "number" };
  if (mark.startsWith("`")) return { title: mark.slice(1), style: "code" };
  return { title: mark, style: "text" };
};

/** Something to notice. */
export const callout = (
  tone: CalloutBlock["tone"],
  heading: string,
  ...blocks: readonly Block[]
): CalloutBlock => ({ kind: "callout", tone, title: heading, blocks });

/** Numbers that answer the question. */
export const keyFigures = (figures: readonly KeyFigure[]): KeyFiguresBlock => ({
  kind: "keyFigures",
  figures,
});

/** What only some readers want. */
export const details = (summary: string, ...blocks: readonly Block[]): DetailsBlock => ({
  kind: "details",
  summary,
  blocks,
});
