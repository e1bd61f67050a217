import { formatCount, formatValue } from "../format.ts";
import type { ProfiledColumn } from "../profile-column.ts";
import { createAlert, quoteName, type SizedAlert } from "./alert.ts";

/** Levels shown in the sentence. */
const shown = 3;

/** Levels that are the same but for upper and lower case, blanks, or marks at the end: `Male`, `male ` and `male.` */
export function textVariantsAlert({
  profile,
  vector,
  levelCounts: counts,
}: ProfiledColumn): SizedAlert | null {
  if (vector.kind !== "texts" || profile.distinct < 2) return null;
  const used = vector.dictionary.filter((_, code) => counts[code]! > 0);
  const families = [...Map.groupBy(used, plainForm).values()].filter((family) => family.length > 1);
  if (families.length === 0) return sameEndAlert(profile, used);
  const examples = families
    .map((family) =>
      family
        .toSorted()
        .map((text) => formatValue(text, "Text"))
        .join(" and "),
    )
    .toSorted();
  const rows = families.flat().reduce((sum, text) => sum + counts[vector.dictionary.indexOf(text)]!, 0);
  const more = examples.length > shown ? ` and ${examples.length - shown} more` : "";
  return {
    alert: createAlert(
      "text-variants",
      "medium",
      [profile.name],
      `${formatCount(families.flat().length, "text")} of ${profile.name} differ only in case, blanks or a mark at the end: ${examples.slice(0, shown).join("; ")}${more}.`,
      `If they mean the same, bring them to one form in columns: column(${quoteName(profile.name)}).trim().lower().`,
      { levels: families.map((family) => family.toSorted()) },
    ),
    effect: rows / profile.count,
  };
}

/** Few levels that all end in the same mark, as the labels of one file may and those of the next may not. */
function sameEndAlert(profile: ProfiledColumn["profile"], used: readonly string[]): SizedAlert | null {
  const end = used[0]!.at(-1)!;
  if (profile.distinct > mostEndings || !/[.,;:!*]/.test(end) || !used.every((text) => text.endsWith(end)))
    return null;
  return {
    alert: createAlert(
      "text-variants",
      profile.role === "target" ? "medium" : "low",
      [profile.name],
      `Every text of ${profile.name} ends in ${JSON.stringify(end)}, such as ${formatValue(used.toSorted()[0]!, "Text")}: is it so in other files too?`,
      "Bring the files to one form at the source, or texts without it count as never seen.",
      { end },
    ),
    effect: 1,
  };
}

/** Levels beyond which an ending is a matter of style. */
const mostEndings = 50;

/** Lower case, single blanks, no closing marks; a text of marks alone stays as it is. */
const plainForm = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, " ")
    .toLowerCase()
    .replace(/(?<=[\p{L}\p{N}].*)[.,;:!]+$/u, "");
