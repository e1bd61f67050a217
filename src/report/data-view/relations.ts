import { targetRateChart, type Profile } from "../../explore/index.ts";
import { subheading, table, type Block } from "../blocks.ts";
import { figure } from "../figure.ts";
import { alikeText, countText } from "../number-text.ts";
import { quoted, shorten } from "../value-text.ts";

/** How the target goes with the columns that it goes with most; nothing without a target. */
export async function relationBlocks({ relations }: Profile, most: number): Promise<Block[]> {
  const shown = relations.slice(0, most);
  const [first] = shown;
  if (first === undefined) return [];
  const figures: Block[] = [];
  for (const relation of shown)
    figures.push(...(await figure(targetRateChart(relation), { numbers: numbersTable(relation) })));
  return [subheading("relations", `How ${quoted(first.target)} goes with the columns`), ...figures];
}

function numbersTable({ column, target, measure, groups }: Profile["relations"][number]) {
  const write = alikeText(
    groups.flatMap(({ estimate, low, high }) => [estimate, low, high]),
    measure === "rate",
  );
  return table(
    `${measure === "rate" ? "Share of" : "Mean of"} ${shorten(target)} by ${quoted(column)}`,
    [shorten(column), measure === "rate" ? "#Share" : "#Mean", "#95\u00a0% interval", "#Rows"],
    groups.map(({ label, estimate, low, high, count }) => [
      shorten(label),
      write(estimate),
      `${write(low)} to ${write(high)}`,
      countText(count),
    ]),
  );
}
