import { groupThousands } from "../base/index.ts";
import { valueToJson, type DataType, type Value } from "../schema/index.ts";

/** A count with thousands separated: `1,204`. */
const countText = (count: number): string => groupThousands(String(count));

/** A number at no more than six significant digits: `0.333333`. */
export const numberText = (value: number): string => String(Number(value.toPrecision(6)));

/** A count with its noun: `1 missing value`, `2 missing values`. */
export const countOf = (count: number, noun: string): string =>
  `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A value as a person reads it: text in quotes, days and instants as ISO text. */
export function valueText(value: Value, type: DataType): string {
  const shown = valueToJson(value, type);
  if (type === "Float" && typeof shown === "number") return numberText(shown);
  return type === "Text" ? JSON.stringify(shown) : String(shown);
}

/** A share as percent, to three significant digits: `12.5 %`. */
export const shareText = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** A level as it stands in the name of a feature: text without quotes. */
export const levelText = (value: Value, type: DataType): string => String(valueToJson(value, type));
