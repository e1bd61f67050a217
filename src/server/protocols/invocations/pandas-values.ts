import type { Schema } from "../../../schema/index.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Makes a client's dates into the texts of days and instants: pandas knows moments alone, so it sends a day as the midnight
 * that begins it (`2024-01-31T00:00:00`), UTC as `+00:00`, and `NaT` for a missing one. Everything else is left to the row's
 * own check; a moment that is no midnight stays one, and is no day.
 */
export function fromPandas({ fields }: Schema): (row: unknown) => unknown {
  const dates = fields.filter(({ type }) => type === "Day" || type === "Instant");
  if (dates.length === 0) return (row) => row;
  return (row) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return row;
    const changed: Record<string, unknown> = {};
    for (const { name, type } of dates) {
      const given = Object.hasOwn(row, name) ? (row as Row)[name] : undefined;
      const value = typeof given === "string" ? dateOf(given, type === "Day") : given;
      if (value !== given) changed[name] = value;
    }
    return Object.keys(changed).length === 0 ? row : { ...row, ...changed };
  };
}

const midnight = /^( *\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0{1,9})?)?(?:Z|\+00:00)?$/;

function dateOf(text: string, isDay: boolean): string | null {
  if (text === "NaT") return null;
  if (isDay) return midnight.exec(text)?.[1] ?? text;
  return text.endsWith("+00:00") ? `${text.slice(0, -6)}Z` : text;
}
