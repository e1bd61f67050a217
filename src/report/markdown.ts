import { unreachable } from "../base/index.ts";
import type { Block, Cell, TableBlock } from "./blocks.ts";
import { asSentence, escapeMarkdown } from "./escape.ts";

/** Blocks as Markdown (CommonMark with GitHub's tables). A picture is told by its sentence and its numbers. */
export const toMarkdown = (blocks: readonly Block[]): string => `${joinBlocks(blocks)}\n`;

const joinBlocks = (blocks: readonly Block[]): string =>
  blocks
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n\n");

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return block.lead ? `**${escapeMarkdown(block.text)}**` : escapeMarkdown(block.text);
    case "list":
      return block.items
        .map((item, at) => `${block.ordered ? `${at + 1}.` : "-"} ${escapeMarkdown(item)}`)
        .join("\n");
    case "table":
      return tableText(block);
    case "figure":
      return [
        `*${escapeMarkdown(asSentence(block.title))}* ${escapeMarkdown(block.description)}`,
        ...(block.numbers ? [tableText(block.numbers)] : []),
      ].join("\n\n");
    case "callout":
      return quote(`**${escapeMarkdown(block.title)}**\n\n${joinBlocks(block.blocks)}`);
    case "keyFigures":
      return block.figures
        .map(
          ({ label, value, note }) =>
            `- ${escapeMarkdown(label)}: **${escapeMarkdown(value)}**${note === "" ? "" : ` (${escapeMarkdown(note)})`}`,
        )
        .join("\n");
    case "details":
      return `**${escapeMarkdown(block.summary)}**\n\n${joinBlocks(block.blocks)}`;
    default:
      return unreachable(block);
  }
}

function tableText(block: TableBlock): string {
  const { caption, columns, rows } = withoutPictures(block);
  const heads = columns.map(({ title }) => escapeMarkdown(title));
  const lines = columns.map(({ style }) => (style === "number" ? "---:" : "---"));
  const body = rows.map((row) => row.map((cell, at) => cellText(cell, columns[at]?.style === "code")));
  const table = [heads, lines, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return caption === "" ? table : `${escapeMarkdown(caption)}:\n\n${table}`;
}

/** Leaves out columns of pictures that no letters stand for; the numbers beside them say the same. */
function withoutPictures({
  caption,
  columns,
  rows,
}: TableBlock): Pick<TableBlock, "caption" | "columns" | "rows"> {
  const keep = columns.map((_, at) => rows.length === 0 || !rows.every((row) => silent(row[at])));
  return {
    caption,
    columns: columns.filter((_, at) => keep[at]),
    rows: rows.map((row) => row.filter((_, at) => keep[at])),
  };
}

const silent = (cell: Cell | undefined): boolean => typeof cell === "object" && cell.text === "";

function cellText(cell: Cell, code: boolean): string {
  const text = typeof cell === "string" ? cell : cell.text;
  return code && /^[\w.:@-]+$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}

const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
