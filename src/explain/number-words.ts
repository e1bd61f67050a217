import { commonLogarithm, groupThousands, trimZeros } from "../base/index.ts";

/**
 * A number for a sentence: three significant digits, whole from 100 on, thousands parted by commas. Below a millionth and
 * from 1e15 on with a power of ten.
 * @example
 * numberWords(1234.5) // "1,235"
 * numberWords(0.04567) // "0.0457"
 */
export function numberWords(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-6 || size >= 1e15) return String(Number(value.toPrecision(3)));
  if (size >= 99.95) return groupThousands(Math.round(value).toFixed(0));
  const decimals = 2 - Math.floor(commonLogarithm(size));
  return trimZeros(value.toFixed(decimals));
}
