import type { Chart } from "../explore/index.ts";
import { asSentence, cleanText, escapeHtml } from "./escape.ts";

/**
 * Makes Vega's SVG fit for a page: says in words what it shows, gives its ids a prefix of their own (so that two charts
 * on a page do not share a clip path), shortens coordinates to hundredths and drops what the page does not need.
 */
export function finishSvg(svg: string, chart: Chart, prefix: string): string {
  const inner = renumberIds(cleanText(svg.slice(svg.indexOf(">") + 1)), prefix)
    .replace(/<path class="(?:background|foreground)"[^>]* display="none"\/>/g, "")
    .replace(/<path class="background"[^>]*d="M0,0h0v0h0Z"[^>]*\/>/g, "")
    .replace(/<[a-zA-Z][^>]*>/g, (tag) => shortenTag(tag));
  const size = /width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  const width = Math.ceil(Number(size?.[1] ?? 0));
  const height = Math.ceil(Number(size?.[2] ?? 0));
  const words = escapeHtml(`${asSentence(chart.title)} ${chart.description}`);
  return `<svg role="img" aria-label="${words}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${escapeHtml(chart.title)}</title>${inner}`;
}

/** Ids in the order in which they are defined; Vega counts them over the life of the process. */
function renumberIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  for (const [tag] of svg.matchAll(/<[a-zA-Z][^>]*>/g)) {
    const id = / id="([^"]*)"/.exec(tag)?.[1];
    if (id !== undefined && !names.has(id)) names.set(id, `${prefix}-${names.size}`);
  }
  if (names.size === 0) return svg;
  return svg.replace(/<[a-zA-Z][^>]*>/g, (tag) =>
    tag
      .replace(/ id="([^"]*)"/, (_, id: string) => ` id="${names.get(id)!}"`)
      .replace(/url\(#([^)]*)\)/g, (all, id: string) => (names.has(id) ? `url(#${names.get(id)!})` : all)),
  );
}

const shortenTag = (tag: string): string =>
  tag
    .replace(/ (?:class|role|aria-roledescription|aria-hidden|pointer-events)="[^"]*"/g, "")
    .replace(/ (?:opacity|stroke-width)="1"/g, "")
    .replace(/ (?:d|transform|x|y|x1|y1|x2|y2|cx|cy|r|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2)))),
    );
