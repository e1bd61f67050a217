import { valueToJson } from "../../schema/index.ts";
import { alertThresholds, type AlertKind } from "../alert-thresholds.ts";
import { formatCount, formatNumber, formatShare, formatValue } from "../format.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";
import { cappedAlert, isolatedZerosAlert, outliersAlert } from "./number-alerts.ts";
import { freeTextAlert, idLikeAlert, isFreeText, isIdLike } from "./text-alerts.ts";
import { textVariantsAlert } from "./text-variants.ts";

/** What looks at one column alone, by kind; each gives an alert or null. */
const columnAlerts: Partial<Record<AlertKind, (column: ProfiledColumn) => SizedAlert | null>> = {
  missing: missingAlert,
  constant: constantAlert,
  "id-like": idLikeAlert,
  "free-text": freeTextAlert,
  "high-cardinality": highCardinalityAlert,
  skewed: skewedAlert,
  outliers: outliersAlert,
  zeros: zerosAlert,
  "isolated-zeros": isolatedZerosAlert,
  "text-variants": textVariantsAlert,
  capped: cappedAlert,
  "encoded-categorical": encodedCategoricalAlert,
};

/** All alerts of one column alone. */
export const findColumnAlerts = (column: ProfiledColumn): SizedAlert[] =>
  Object.values(columnAlerts).flatMap((find) => find(column) ?? []);

function missingAlert({ profile }: ProfiledColumn): SizedAlert | null {
  const share = profile.count === 0 ? 0 : profile.missing / profile.count;
  const isTarget = profile.role === "target" && share > 0;
  if (profile.distinct === 0 || (share < alertThresholds.missing.low && !isTarget)) return null;
  const severity = isTarget || share >= alertThresholds.missing.medium ? "medium" : "low";
  return {
    alert: createAlert(
      "missing",
      severity,
      [profile.name],
      `${profile.name} is missing in ${formatNumber(profile.missing)} of ${formatCount(profile.count, "row")} (${formatShare(share)}).`,
      isTarget
        ? "Rows without a target take no part in training; find out why it is missing."
        : `Find out why; set "missing" in the data source if a text stands for it, or add a missing-share check.`,
      { missing: profile.missing, share },
    ),
    effect: share,
  };
}

function constantAlert({ profile, vector, sorted }: ProfiledColumn): SizedAlert | null {
  if (profile.distinct > 1 || profile.count === 0) return null;
  const value = profile.distinct === 0 ? null : (profile.top[0]?.value ?? sorted[0] ?? null);
  const text =
    value === null
      ? `${profile.name} has no value at all.`
      : `${profile.name} has one value only, ${formatValue(value, vector.type)}.`;
  const isTarget = profile.role === "target";
  return {
    alert: createAlert(
      "constant",
      isTarget ? "high" : "medium",
      [profile.name],
      text,
      isTarget
        ? "Choose another column to predict, or collect rows with other outcomes."
        : `Add ${quoteName(profile.name)} to ignore.`,
      { value: valueToJson(value, profile.type), missing: profile.missing },
    ),
    effect: 1,
  };
}

function highCardinalityAlert(column: ProfiledColumn): SizedAlert | null {
  const { profile } = column;
  if (profile.type !== "Text" || profile.distinct <= alertThresholds["high-cardinality"].levels) return null;
  if (profile.role === "id" || profile.role === "group" || isFreeText(column) || isIdLike(column))
    return null;
  const present = profile.count - profile.missing;
  return {
    alert: createAlert(
      "high-cardinality",
      "low",
      [profile.name],
      `${profile.name} has ${formatNumber(profile.distinct)} different texts in ${formatCount(present, "row")}.`,
      "Rare levels are pooled or encoded by the target's rate; group them in columns if you know better groups.",
      { distinct: profile.distinct, rows: present },
    ),
    effect: profile.distinct / present,
  };
}

function skewedAlert({ profile }: ProfiledColumn): SizedAlert | null {
  const skewness = profile.numbers?.skewness ?? 0;
  const limits = alertThresholds.skewed;
  if (!isMeasure(profile.type) || profile.distinct < limits.distinct) return null;
  if (Math.abs(skewness) < limits.skewness) return null;
  return {
    alert: createAlert(
      "skewed",
      "low",
      [profile.name],
      `${profile.name} has a long tail of ${skewness > 0 ? "large" : "small"} values (skewness ${formatNumber(skewness)}).`,
      "Linear models do better on its logarithm or its ranks; trees do not mind.",
      { skewness },
    ),
    effect: 1 - limits.skewness / Math.abs(skewness),
  };
}

const isMeasure = (type: string): boolean => type === "Int" || type === "Float";

function zerosAlert({ profile }: ProfiledColumn): SizedAlert | null {
  const present = profile.count - profile.missing;
  const share = present === 0 ? 0 : (profile.numbers?.zeros ?? 0) / present;
  if (!isMeasure(profile.type) || profile.distinct < alertThresholds.zeros.distinct) return null;
  const isTarget = profile.role === "target";
  if (share < (isTarget ? alertThresholds.zeros.target : alertThresholds.zeros.share)) return null;
  return {
    alert: createAlert(
      "zeros",
      isTarget ? "medium" : "low",
      [profile.name],
      `${profile.name} is 0 in ${formatShare(share)} of its values.`,
      isTarget
        ? "One model of amounts fits both kinds of rows badly: predict first whether it is above 0, or leave these rows out."
        : "If 0 stands for unknown or none, say so in columns: make it missing, or add a yes/no column.",
      { zeros: profile.numbers?.zeros ?? 0, share },
    ),
    effect: share,
  };
}

function encodedCategoricalAlert({ profile }: ProfiledColumn): SizedAlert | null {
  const limits = alertThresholds["encoded-categorical"];
  if (profile.type !== "Int" || profile.role !== "feature") return null;
  if (profile.distinct < limits.fewest || profile.distinct > limits.most) return null;
  if (profile.count - profile.missing < limits.rows) return null;
  const values = profile.top.map(({ value }) => Number(value)).sort((left, right) => left - right);
  if (looksLikeCounts(profile, values) || looksLikeYears(values)) return null;
  return {
    alert: createAlert(
      "encoded-categorical",
      "low",
      [profile.name],
      `${profile.name} takes ${profile.distinct} whole numbers only (${values.slice(0, 6).join(", ")}${values.length > 6 ? ", …" : ""}): amounts, or codes for categories?`,
      "If they are codes, read the column as Text in the data source.",
      { values },
    ),
    effect: 1 / profile.distinct,
  };
}

/** 0, 1, 2 … with one peak: how many, not which. */
function looksLikeCounts({ top }: ProfiledColumn["profile"], values: readonly number[]): boolean {
  if (values[0] !== 0 || values[1] !== 1) return false;
  const counts = values.map((value) => top.find((one) => one.value === value)!.count);
  const peak = counts.indexOf(Math.max(...counts));
  return counts.every(
    (count, at) => at === 0 || (at <= peak ? count >= counts[at - 1]! : count <= counts[at - 1]!),
  );
}

const looksLikeYears = (values: readonly number[]): boolean =>
  values.every((value) => value >= 1900 && value <= 2100);
