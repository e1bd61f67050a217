import { gatherAlerts, type Alert } from "../../explore/index.ts";
import { paragraph, table, type Block } from "../blocks.ts";
import { namesText } from "../value-text.ts";

const weights: Readonly<Record<Alert["severity"], string>> = { high: "High", medium: "Medium", low: "Low" };

/** The alerts with their cures, the heaviest first. */
export function alertBlocks(alerts: readonly Alert[]): Block[] {
  if (alerts.length === 0) return [paragraph("Nothing: no alert was raised.")];
  const order = Object.keys(weights);
  const sorted = gatherAlerts(alerts).toSorted(
    (left, right) => order.indexOf(left.severity) - order.indexOf(right.severity),
  );
  return [
    table(
      "Alerts and what to do about them",
      ["What", "Weight", "Columns", "What to do"],
      sorted.map(({ text, severity, columns, cure }) => [text, weights[severity], namesText(columns), cure]),
    ),
  ];
}
