import { parsePackage, verifyProof } from "../project/index.ts";
import { createPredictor, type Predictor } from "./predictor.ts";

export { layOutForests } from "../compile/index.ts";
export { contentParts } from "./content-parts.ts";
export type { Prediction, Predictor } from "./predictor.ts";

/**
 * Loads a package from its text. It answers only after its hash, its form and its proof rows have been checked; nothing
 * in it is run. Needs no Node: works in browsers and at the edge.
 * @example
 * const model = loadPackage(await (await fetch("/model.tandem.json")).text());
 * model.predict({ "Phase of flight": "Climb", "Speed IAS in knots": 160 }).output.probability;
 */
export function loadPackage(text: string, place = "package"): Predictor {
  const content = parsePackage(text, place);
  const { rowCount } = verifyProof(content, place);
  return createPredictor(content, rowCount);
}
