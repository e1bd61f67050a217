import type { CheckResult } from "../../explore/index.ts";
import { callout, list, paragraph, type Block } from "../blocks.ts";
import { asSentence } from "../escape.ts";
import { countOf, countText } from "../number-text.ts";
import { quoted } from "../value-text.ts";

/** Which checks hold; those that do not, each with its sentence. */
export function checkBlocks(checks: readonly CheckResult[]): Block[] {
  if (checks.length === 0) return [paragraph("The project sets no checks on the data.")];
  const broken = checks.filter(({ holds }) => !holds);
  if (broken.length === 0)
    return [
      paragraph(
        `All ${countOf(checks.length, "check")} on the data ${checks.length === 1 ? "holds" : "hold"}.`,
      ),
    ];
  return [
    callout(
      "bad",
      `${countText(broken.length)} of ${countOf(checks.length, "check")} on the data ${broken.length === 1 ? "does" : "do"} not hold`,
      list(broken.map(({ check, text }) => `${quoted(check.name)}: ${asSentence(text)}`)),
    ),
  ];
}
