import { failInput, showValue } from "../../base/index.ts";
import { splitByLabel } from "../../stats/index.ts";
import { checkGroups } from "./check-groups.ts";
import { groupNames, labelsOf, numbersOf, type AskedColumn } from "./column-kind.ts";

/** One column for each group, one row for each case that all groups have. */
export interface Blocks {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly notes: readonly string[];
}

/**
 * Puts the values of the same case side by side. A case that lacks a group is left out and counted; one with two values for a
 * group is refused (T2855), for which of them is meant cannot be known, and so are too few or too many groups (T2854), before a
 * place is made for each of them in every case.
 */
export function splitBlocks(outcome: AskedColumn, grouping: AskedColumn, pairedBy: AskedColumn): Blocks {
  const [values, groups, cases] = [numbersOf(outcome), labelsOf(grouping), labelsOf(pairedBy)];
  const { names } = splitByLabel(values, groups, { missing: "drop" });
  checkGroups({ names }, grouping.name);
  const places = new Map(names.map((name, at) => [name, at]));
  const rows = new Map<string, Float64Array>();
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    const [value, group, one] = [values[row]!, groups[row], cases[row]];
    if (Number.isNaN(value) || group === null || group === undefined || one === null || one === undefined) {
      missing++;
      continue;
    }
    const key = String(one);
    const block = rows.get(key) ?? new Float64Array(names.length).fill(Number.NaN);
    rows.set(key, block);
    const place = places.get(String(group))!;
    if (!Number.isNaN(block[place]!))
      failInput("T2855", `A case has two values for the group ${showValue(String(group))}`, {
        place: `column "${pairedBy.name}"`,
        ...(pairedBy.isUnshown ? {} : { value: showValue(key) }),
        cure: "Name the column that is different for each case, or average the values of a case first.",
      });
    block[place] = value;
  }
  const whole = [...rows.values()].filter((block) => block.every((value) => !Number.isNaN(value)));
  const incomplete = rows.size - whole.length;
  return {
    names: groupNames(grouping, names),
    columns: names.map((_, at) => Float64Array.from(whole, (block) => block[at]!)),
    notes: [
      ...(missing > 0 ? [`${missing} rows with missing values left out.`] : []),
      ...(incomplete > 0 ? [`${incomplete} cases that lack a group left out.`] : []),
    ],
  };
}
