/** Rows as aligned columns; columns of numbers stand to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const isNumeric = header.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => /^[-+]?[0-9.,]+( %)?$/.test(row[column]!) || row[column] === ""),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  return [line(header), ...rows.map(line)].join("\n");
}

/** A moment as people write it, in UTC: `2026-01-31 10:12`. */
export const momentText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

/** A metric for people: four digits that say something, so that figures under each other compare. */
export function metricText(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1000) return Math.round(value).toLocaleString("en");
  if (size >= 1) return value.toPrecision(4);
  return size >= 0.001 ? value.toFixed(4) : value.toPrecision(2);
}

/** An estimate with its interval where it has one: `0.87 (0.85 to 0.89)`. */
export const intervalText = ({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}): string =>
  low === high ? metricText(estimate) : `${metricText(estimate)} (${metricText(low)} to ${metricText(high)})`;
