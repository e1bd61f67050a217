import type { Profile } from "../../explore/index.ts";
import { details, table, type Block } from "../blocks.ts";
import { profileTable } from "../profile-table.ts";
import { shorten } from "../value-text.ts";

/** Every column at a glance, and which go together. */
export function columnBlocks(profile: Profile): Block[] {
  const blocks: Block[] = profileTable(profile.columns);
  const strong = profile.associations.slice(0, 10);
  if (strong.length > 0)
    blocks.push(
      details(
        "Columns that go together",
        table(
          "The strongest associations, from 0 (none) to 1 (one follows from the other)",
          ["First", "Second", "Measure", "#Strength"],
          strong.map(({ columns: [first, second], measure, strength }) => [
            shorten(first),
            shorten(second),
            measures[measure],
            strength.toFixed(2),
          ]),
        ),
      ),
    );
  return blocks;
}

const measures = {
  spearman: "Spearman's rank correlation, without its sign",
  "cramers-v": "Cramér's V, corrected for bias",
  "correlation-ratio": "Correlation ratio",
} as const;
