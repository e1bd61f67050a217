import type { RunRecord } from "../../project/index.ts";
import { details, paragraph, section, table, type Block } from "../blocks.ts";
import { countOf, countText, durationText, shortHash } from "../number-text.ts";
import type { Section } from "./section.ts";

/** All that is needed to get the same bytes again: hashes, seed, versions and steps. */
export const reproductionSection: Section = async (run) => {
  const reused = run.steps.filter((step) => step.reused).length;
  return [
    section("reproduction", "How to get the same again"),
    paragraph(
      "The same data, definition, seed and versions give the same model to the bit. Compare these hashes with those of another run:",
    ),
    hashes(run),
    details(
      "The steps of the run",
      paragraph(
        `${countOf(run.steps.length, "step")} in ${durationText(run.durationMs)}${reused > 0 ? `, of which ${countText(reused)} ${reused === 1 ? "was" : "were"} taken from an earlier run with the same input` : ""}.`,
      ),
      table(
        "Steps",
        ["Step", "`Input", "`Result", "How", "#Time"],
        run.steps.map(({ name, key, outputHash, reused: again, durationMs }) => [
          name,
          shortHash(key),
          shortHash(outputHash),
          again ? "reused" : "done",
          durationText(durationMs),
        ]),
      ),
    ),
  ];
};

const hashes = (run: RunRecord): Block =>
  table(
    "What the run was made of",
    ["What", "`Value"],
    [
      ["Run", run.id],
      ["Started", run.startedAt],
      ["Seed", String(run.seed)],
      ["Data (snapshot)", run.snapshot.hash],
      ["Definition", run.definitionHash],
      ["Model package", run.packageHash],
      ...Object.entries(run.versions).map(([name, version]) => [`Version of ${name}`, version]),
    ],
  );
