/** A p-value for people: `0.034`, `< 0.001`; nothing but exactly 1 is `1`. */
export function probabilityText(value: number | null): string {
  if (value === null) return "";
  if (value < 0.001) return "<\u00a00.001";
  if (value >= 1) return "1";
  return value > 0.999 ? ">\u00a00.999" : value.toFixed(value < 0.1 ? 3 : 2);
}
