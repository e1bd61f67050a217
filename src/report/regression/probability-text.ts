import { pValueText } from "../../stats/index.ts";

/** A p-value in a cell; empty where there is none. */
export const probabilityText = (value: number | null): string => (value === null ? "" : pValueText(value));
