import type { CellPicture } from "./blocks.ts";
import { escapeHtml } from "./escape.ts";
import type { Interval } from "../model/index.ts";
import { percentText } from "./number-text.ts";

const width = 120;
const height = 28;

/** A histogram in the size of a line of text: one path, about 300 bytes. */
export function smallHistogram(counts: readonly number[], text: string): CellPicture {
  const most = Math.max(...counts, 1);
  const step = width / Math.max(counts.length, 1);
  const bars = counts.map((count, at) => {
    // A bin that holds a few rows stays visible.
    const tall = count === 0 ? 0 : Math.max(1, (count / most) * (height - 2));
    return tall === 0
      ? ""
      : `M${short(at * step)} ${height - 1}v-${short(tall)}h${short(Math.max(step - 0.6, 0.4))}v${short(tall)}z`;
  });
  const line = `<path class="axis" d="M0 ${height - 0.5}h${width}"/>`;
  return { svg: wrap(`${line}<path d="${bars.join("")}"/>`, text), text: blockLetters(counts, most) };
}

const letters = "▁▂▃▄▅▆▇█";

/** The same histogram in letters, for Markdown; a space where a bin is empty. */
const blockLetters = (counts: readonly number[], most: number): string =>
  counts.map((count) => (count === 0 ? "\u2007" : letters[Math.ceil((count / most) * 8) - 1])).join("");

/** Shares of a whole, side by side, the first one darkest; what is left stays empty. */
export function shareBar(shares: readonly number[], text: string): CellPicture {
  let from = 0;
  const parts = shares.slice(0, 5).map((share, at) => {
    const wide = Math.min(share, 1) * width;
    const part = `<rect x="${short(from)}" y="8" width="${short(Math.max(wide - 0.8, 0.2))}" height="12" opacity="${short(1 - at * 0.18)}"/>`;
    from += wide;
    return part;
  });
  const all = `${text}: ${shares.slice(0, 5).map(percentText).join(", ")}`;
  return { svg: wrap(`<path class="axis" d="M0 20.5h${width}"/>${parts.join("")}`, all), text: "" };
}

/** An estimate with its interval on a common scale, and a line where the comparison stands: one row of a forest plot. */
export function smallInterval(
  { estimate, low, high }: Interval,
  [from, to]: readonly [number, number],
  reference: number,
  text: string,
): CellPicture {
  const place = (value: number): string => short(4 + ((value - from) / (to - from || 1)) * (width - 8));
  const line = `<path class="axis" d="M${place(reference)} 2v24"/>`;
  const bar = `<path class="line" d="M${place(low)} 14H${place(high)}"/>`;
  return {
    svg: wrap(`${line}${bar}<circle cx="${place(estimate)}" cy="14" r="3.5"/>`, text),
    text: "",
  };
}

/** The scale that holds all intervals and the reference. */
export const commonScale = (intervals: readonly Interval[], reference: number): readonly [number, number] => [
  Math.min(reference, ...intervals.map(({ low }) => low)),
  Math.max(reference, ...intervals.map(({ high }) => high)),
];

const wrap = (content: string, text: string): string =>
  `<svg class="small" role="img" aria-label="${escapeHtml(text)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

const short = (value: number): string => String(Number(value.toFixed(1)));
