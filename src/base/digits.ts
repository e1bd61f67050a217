/** Digits with the thousands parted by commas: `1234567.5` as `1,234,567.5`. */
export function groupThousands(digits: string): string {
  const [whole, fraction] = digits.split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Digits without the zeros at the end of a fraction: `1.50` as `1.5`, `2.0` as `2`. */
export const trimZeros = (digits: string): string =>
  digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
