import { sourceName, type Snapshot } from "../../data/index.ts";
import type { Profile } from "../../explore/index.ts";
import { bytesText, countOf, partText, shortHash } from "../number-text.ts";
import { quoted, shorten, valueText } from "../value-text.ts";

/** Where the rows come from, how many there are, what could not be read, which time they cover. */
export function sourceSentences(snapshot: Snapshot, profile: Profile): string[] {
  const { source, rejected, rowCount, hash } = snapshot;
  const from = shorten(sourceName(source), 80);
  const sentences = [
    `${countOf(rowCount, "row")} and ${countOf(snapshot.schema.fields.length, "column")} from ${from} (${source.kind}, ${bytesText(source.byteCount)}), snapshot ${shortHash(hash)}.`,
    rejected.count === 0
      ? "Every row could be read."
      : `${countOf(rejected.count, "row")} could not be read and ${rejected.count === 1 ? "is" : "are"} not part of anything below.`,
    periodSentence(profile),
  ];
  if (profile.duplicateRows > 0)
    sentences.push(`${partText(profile.duplicateRows, profile.rowCount, "row")} repeat another row exactly.`);
  return sentences;
}

function periodSentence({ columns }: Profile): string {
  const dated = columns.filter(({ type }) => type === "Day" || type === "Instant");
  const time = columns.find(({ role }) => role === "time") ?? (dated.length === 1 ? dated[0] : undefined);
  if (time?.numbers == null) return "No column says when a row happened.";
  const { min, max } = time.numbers;
  return `They reach from ${valueText(min, time.type)} to ${valueText(max, time.type)} (${quoted(time.name)}).`;
}
