import type { ForestExpr, Program } from "../../ir/index.ts";
import { createScorerImage, startScorerImage, type ScorerImage } from "../../kernel/index.ts";
import { resolveProgram } from "../resolve.ts";
import { groupForests } from "./emit-forest.ts";
import { keepScorer } from "./forest-group.ts";

/** The forests of a Program laid out for the kernel, in an order of their own; undefined for those that take plain code. */
export type ForestImages = readonly (ScorerImage | undefined)[];

/** Lays the forests of a Program out, so that another thread has nothing to do but to copy them. */
export const layOutForests = (program: Program): ForestImages =>
  groupsOf(program).map((forests) => createScorerImage(forests, forests[0]!.inputs.length));

/**
 * Takes over the forests of a Program from another thread that has an equal one, a step at a time: what the Program is compiled to
 * afterwards scores with them. Images that are not those of the Program's forests are passed over, and laid out here when a row comes.
 */
export function* takeForests(program: Program, images: ForestImages): Generator<void, void> {
  const groups = groupsOf(program);
  if (groups.length !== images.length) return;
  for (const [at, forests] of groups.entries()) {
    const image = images[at];
    const { forestCount, inputCount } = image?.layout.areas ?? {};
    if (!image || forestCount !== forests.length || inputCount !== forests[0]!.inputs.length) continue;
    const scorer = yield* startScorerImage(image);
    if (scorer) keepScorer(forests, scorer);
  }
}

/** The groups of forests that are scored together, each once. */
function groupsOf(program: Program): readonly (readonly ForestExpr[])[] {
  const resolved = resolveProgram(program);
  const groupOf = groupForests(resolved);
  const forests = [...resolved.uses.keys()].filter((expr) => expr.kind === "forest");
  return [...new Set(forests.map((forest) => groupOf(forest).forests))];
}
