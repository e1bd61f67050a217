import { section, paragraph } from "../blocks.ts";
import { calibrationBlocks } from "../quality/calibration.ts";
import { confusionBlocks } from "../quality/confusion.ts";
import { findingsBlocks } from "../quality/findings.ts";
import { residualBlocks } from "../quality/residuals.ts";
import { winnerOf } from "../run-models.ts";
import { quoted } from "../value-text.ts";
import type { Section } from "./section.ts";

/** How far the winner's answers can be trusted: calibration and confusion, residuals, or what a ranking, clusters or outliers come to. */
export const qualitySection: Section = async (run) => {
  const winner = winnerOf(run);
  const blocks = [
    ...(await findingsBlocks(run)),
    ...(await calibrationBlocks(run, winner)),
    ...(await confusionBlocks(run, winner)),
    ...(await residualBlocks(run, winner)),
  ];
  return [
    section("quality", "How far its answers can be trusted"),
    ...(blocks.length > 0
      ? blocks
      : [paragraph(`The run holds no closer look at the answers of ${quoted(winner.name)}.`)]),
  ];
};
