/** Twelve digits: more than a summary means, and null where a figure is not finite. */
export const rounded = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(12)) : null;

/** Six digits, for pictures; 0 where a figure is not finite. */
export const brief = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(6)) : 0);
