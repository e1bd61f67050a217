import type { GroupEstimate } from "../explore/index.ts";

const width = 40;

/** A number for the right-hand side of the chart. */
const show = (value: number): string => `${Number(value.toPrecision(4))}`;

/**
 * Estimates with their intervals as lines of text: `├──●──┤` on a common scale, `│` where the neutral value lies. Names are cut at
 * 24 characters; an estimate without an interval is a dot.
 */
export function intervalChart(rows: readonly GroupEstimate[], neutral?: number): string {
  const numbers = rows
    .flatMap(({ estimate, interval }) => [estimate, interval?.low ?? estimate, interval?.high ?? estimate])
    .concat(neutral === undefined ? [] : [neutral])
    .filter(Number.isFinite);
  if (numbers.length === 0) return "";
  const low = numbers.reduce((least, one) => Math.min(least, one));
  const high = numbers.reduce((most, one) => Math.max(most, one));
  const span = high - low;
  const placeOf = (value: number): number => {
    if (!(span > 0) || !Number.isFinite(span)) return Math.floor(width / 2);
    return Math.max(0, Math.min(width - 1, Math.round(((value - low) / span) * (width - 1))));
  };
  const names = rows.map(({ name }) => (name.length > 24 ? `${name.slice(0, 23)}…` : name));
  const nameWidth = names.reduce((most, name) => Math.max(most, name.length), 0);
  return rows
    .map(({ estimate, interval }, at) => {
      const cells = Array.from({ length: width }, () => " ");
      const [from, to] = [placeOf(interval?.low ?? estimate), placeOf(interval?.high ?? estimate)];
      for (let place = from; place <= to; place++) cells[place] = "─";
      if (neutral !== undefined) cells[placeOf(neutral)] = "│";
      if (interval && Number.isFinite(interval.low)) cells[from] = "├";
      if (interval && Number.isFinite(interval.high)) cells[to] = "┤";
      cells[placeOf(estimate)] = "●";
      return `  ${names[at]!.padEnd(nameWidth)}  ${cells.join("")}  ${show(estimate)}`;
    })
    .join("\n");
}
