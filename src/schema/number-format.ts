/** How a number is written: the thousands and the decimals of 1234.56. */
interface NumberFormat {
  /** The characters that may part thousands, as a regular expression that JavaScript and RE2 understand alike. */
  readonly group: string;
  readonly decimal: "." | ",";
}

/** A space, or one that does not break the line, wide or narrow. */
const spaces = "[ \u00a0\u202f]";

/** The ways of writing numbers, each named by 1234.56 written so. */
export const numberFormats = {
  "1,234.56": { group: ",", decimal: "." },
  "1.234,56": { group: "[.]", decimal: "," },
  "1 234,56": { group: spaces, decimal: "," },
  "1 234.56": { group: spaces, decimal: "." },
  "1'234.56": { group: "['\u2019]", decimal: "." },
} as const satisfies Record<string, NumberFormat>;

/** The name of a way of writing numbers. */
export type NumberFormatName = keyof typeof numberFormats;

/** A text as the name of a way of writing numbers, or undefined. */
export const parseNumberFormat = (text: unknown): NumberFormatName | undefined =>
  (Object.keys(numberFormats) as NumberFormatName[]).find((name) => name === text);

/** What a way of writing numbers takes: thousands parted throughout or not at all, no exponent. */
export function numberFormatSource({ group, decimal }: NumberFormat): string {
  const point = `[${decimal}]`;
  const whole = `([0-9]+|[0-9]{1,3}(${group}[0-9]{3})+)`;
  return `^ *[+-]?(${whole}(${point}[0-9]*)?|${point}[0-9]+) *$`;
}

const expressions = new Map<NumberFormatName, { readonly takes: RegExp; readonly group: RegExp }>();

/** A number from text written in a certain way; null for other text. -0 becomes 0. */
export function parseFloatAs(text: string, name: NumberFormatName): number | null {
  const format = numberFormats[name];
  const known = expressions.get(name) ?? {
    takes: new RegExp(numberFormatSource(format), "u"),
    group: new RegExp(format.group, "gu"),
  };
  expressions.set(name, known);
  if (!known.takes.test(text)) return null;
  const value = Number(text.replace(known.group, "").replace(format.decimal, "."));
  return Number.isFinite(value) ? value + 0 : null;
}
