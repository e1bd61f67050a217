/**
 * A p-value for people: `0.034`, `0.25`, `< 0.001`, `> 0.999`. Two digits that count below a tenth and two decimals above; nothing but
 * exactly 1 is `1`. The whole number stands in the result.
 * @example
 * pValueText(0.0345) // "0.035"
 */
export function pValueText(pValue: number): string {
  if (pValue < 0.001) return "< 0.001";
  if (pValue >= 1) return "1";
  if (pValue > 0.999) return "> 0.999";
  if (pValue < 0.0995) return `${Number(pValue.toPrecision(2))}`;
  return pValue < 0.995 ? pValue.toFixed(2) : pValue.toFixed(3);
}

/** A p-value in a sentence: `p = 0.034`, `p < 0.001`. */
export function pValueWords(pValue: number): string {
  const text = pValueText(pValue);
  return /^[<>]/.test(text) ? `p ${text}` : `p = ${text}`;
}
