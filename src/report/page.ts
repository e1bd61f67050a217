import { createHash } from "node:crypto";
import type { Block } from "./blocks.ts";
import { escapeHtml } from "./escape.ts";
import { tableOfContents, toHtml } from "./html.ts";
import { style } from "./style.ts";

/** The words around the content. */
export interface PageFrame {
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
}

/**
 * One HTML file with everything in it: no script (its own policy forbids them), no network, no font from elsewhere.
 * Landmarks, a table of contents and a link past it serve keyboards and screen readers.
 */
export const writePage = (frame: PageFrame, blocks: readonly Block[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(frame.title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="frame">
<header><h1>${escapeHtml(frame.title)}</h1><p>${escapeHtml(frame.subtitle)}</p></header>
${tableOfContents(blocks)}
<main id="content">
${toHtml(blocks)}
</main>
<footer><p>${escapeHtml(frame.footer)}</p></footer>
</div>
</body>
</html>
`;

/** Only the page's own style sheet, known by its hash; nothing may be loaded and nothing may run. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
