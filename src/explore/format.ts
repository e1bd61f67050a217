import { groupThousands, trimZeros } from "../base/index.ts";
import { instantToText, dayToText, type DataType, type Value } from "../schema/index.ts";

/** A number for people: `12,345`, `104.2`, `0.57`, `1.2e-7`; about three digits that matter. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 1000) return groupThousands(value.toFixed(0));
  if (size >= 100) return trimZeros(value.toFixed(1));
  return size >= 0.0001 ? trimZeros(value.toPrecision(3)) : value.toExponential(1);
}

/** A share for people: `85 %`, `4.7 %`; 0 % and 100 % only where that is exact. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return "under 0.1 %";
  if (percent > 99.9) return "over 99.9 %";
  return `${percent < 9.95 || percent > 98.95 ? trimZeros(percent.toFixed(1)) : percent.toFixed(0)} %`;
}

/** A count with its noun: `1 row`, `12,345 rows`. */
export const formatCount = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A value as it stands in a sentence: days as ISO text, text in quotes. */
export function formatValue(value: Value, type: DataType): string {
  if (value === null) return "missing";
  if (typeof value === "string") return JSON.stringify(value.length <= 60 ? value : `${value.slice(0, 59)}…`);
  if (typeof value === "boolean") return String(value);
  if (type === "Day") return dayToText(value);
  return type === "Instant" ? instantToText(value) : formatNumber(value);
}

/** A value as the label of a bar or a row: text as it is. */
export function valueLabel(value: Value, type: DataType): string {
  if (value === null) return "(missing)";
  return typeof value === "string" ? (value === "" ? "(empty text)" : value) : formatValue(value, type);
}
