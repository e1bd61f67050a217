import { alertThresholds } from "../alert-thresholds.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";

/** True for text of many words that hardly repeats. */
export function isFreeText(column: ProfiledColumn): boolean {
  const limits = alertThresholds["free-text"];
  const { profile } = column;
  const present = profile.count - profile.missing;
  if (profile.type !== "Text" || profile.distinct < limits.distinctShare * present) return false;
  return meanWords(column) >= limits.words;
}

function meanWords({ vector }: ProfiledColumn): number {
  if (vector.kind !== "texts") return 0;
  const words = vector.dictionary.map((text) => text.split(/\s+/).filter(Boolean).length);
  let sum = 0;
  let rows = 0;
  for (const code of vector.codes) {
    if (code < 0) continue;
    sum += words[code]!;
    rows++;
  }
  return rows === 0 ? 0 : sum / rows;
}

/** True for text that names nearly every row, and for whole numbers that number the rows. */
export function isIdLike(column: ProfiledColumn): boolean {
  const limits = alertThresholds["id-like"];
  const { profile, sorted } = column;
  const present = profile.count - profile.missing;
  if (present < limits.minimumCount || isFreeText(column)) return false;
  if (profile.type === "Text") return profile.distinct >= limits.distinctShare * present;
  if (profile.type !== "Int" || profile.distinct < present) return false;
  return present >= limits.rangeFilled * (sorted.at(-1)! - sorted[0]! + 1);
}

/** A column that names rows instead of describing them. */
export function idLikeAlert(column: ProfiledColumn): SizedAlert | null {
  const { profile } = column;
  if (!["feature", "target"].includes(profile.role) || !isIdLike(column)) return null;
  const present = profile.count - profile.missing;
  const share = profile.distinct / present;
  return {
    alert: createAlert(
      "id-like",
      "medium",
      [profile.name],
      `${profile.name} looks like an identifier: ${formatNumber(profile.distinct)} different values in ${formatNumber(present)} rows.`,
      `Add ${quoteName(profile.name)} to id, so that no model learns it by heart.`,
      { distinct: profile.distinct, rows: present, share },
    ),
    effect: share,
  };
}

/** A column of sentences. */
export function freeTextAlert(column: ProfiledColumn): SizedAlert | null {
  const { profile } = column;
  if (profile.role !== "feature" || !isFreeText(column)) return null;
  const present = profile.count - profile.missing;
  const words = meanWords(column);
  return {
    alert: createAlert(
      "free-text",
      "low",
      [profile.name],
      `${profile.name} is running text: ${formatNumber(words)} words on average, ${formatShare(profile.distinct / present)} of its values are different.`,
      `As a category it says nothing; derive columns from it (its length, words that matter) or add ${quoteName(profile.name)} to ignore.`,
      { words, distinct: profile.distinct, rows: present },
    ),
    effect: profile.distinct / present,
  };
}
