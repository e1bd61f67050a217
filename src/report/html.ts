import { unreachable } from "../base/index.ts";
import type {
  Block,
  CalloutBlock,
  Cell,
  ColumnStyle,
  FigureBlock,
  HeadingBlock,
  TableBlock,
} from "./blocks.ts";
import { asSentence, escapeHtml } from "./escape.ts";

/** Blocks as the HTML of a page's content: sections opened by the headings of level 2. */
export function toHtml(blocks: readonly Block[]): string {
  const parts: string[] = [];
  let open = false;
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) {
      if (open) parts.push("</section>");
      parts.push(`<section aria-labelledby="${escapeHtml(block.id)}">`);
      open = true;
    }
    parts.push(blockHtml(block));
  }
  if (open) parts.push("</section>");
  return parts.join("\n");
}

/** The headings of level 2 as a list of links. */
export function tableOfContents(blocks: readonly Block[]): string {
  const links = blocks
    .filter((block): block is HeadingBlock => block.kind === "heading" && block.level === 2)
    .map(({ id, text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`);
  return `<nav aria-label="Contents"><h2>Contents</h2>\n<ol>\n${links.join("\n")}\n</ol></nav>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level} id="${escapeHtml(block.id)}">${escapeHtml(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p${block.lead ? ' class="lead"' : ""}>${escapeHtml(block.text)}</p>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}</${tag}>`;
    }
    case "table":
      return tableHtml(block);
    case "figure":
      return figureHtml(block);
    case "callout":
      return calloutHtml(block);
    case "keyFigures":
      return `<dl class="key">${block.figures
        .map(
          ({ label, value, note }) =>
            `<div><dt>${escapeHtml(label)}</dt><dd><strong>${escapeHtml(value)}</strong>${
              note === "" ? "" : `<span>${escapeHtml(note)}</span>`
            }</dd></div>`,
        )
        .join("\n")}</dl>`;
    case "details":
      return `<details><summary>${escapeHtml(block.summary)}</summary>\n${block.blocks
        .map(blockHtml)
        .join("\n")}</details>`;
    default:
      return unreachable(block);
  }
}

function tableHtml({ caption, columns, rows }: TableBlock): string {
  const heads = columns.map(
    ({ title, style }) => `<th scope="col"${styleClass(style)}>${escapeHtml(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, at) => cellHtml(cell, columns[at]?.style ?? "text", at === 0));
    return `<tr>${cells.join("")}</tr>`;
  });
  // The region can take the focus, so that a wide table can be scrolled with the keyboard.
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody></table></div>`;
}

function cellHtml(cell: Cell, style: ColumnStyle, first: boolean): string {
  const content =
    typeof cell !== "string"
      ? cell.svg
      : style === "code"
        ? `<code>${escapeHtml(cell)}</code>`
        : escapeHtml(cell);
  return first
    ? `<th scope="row"${styleClass(style)}>${content}</th>`
    : `<td${styleClass(style)}>${content}</td>`;
}

const styleClass = (style: ColumnStyle): string => (style === "number" ? ' class="number"' : "");

const figureHtml = ({ svg, title, description, numbers }: FigureBlock): string =>
  `<figure>\n<div class="scroll picture">${svg}</div>
<figcaption><strong>${escapeHtml(asSentence(title))}</strong> ${escapeHtml(description)}</figcaption>${
    numbers === null
      ? ""
      : `\n<details><summary>The numbers of “${escapeHtml(title)}”</summary>\n${tableHtml(numbers)}</details>`
  }\n</figure>`;

const calloutHtml = ({ tone, title, blocks }: CalloutBlock): string =>
  `<div class="callout ${tone}" role="note" aria-label="${escapeHtml(title)}"><p class="callout-title"><strong>${escapeHtml(title)}</strong></p>
${blocks.map(blockHtml).join("\n")}</div>`;
