import { geographyAlgorithms } from "../../../ir/index.ts";
import { fromAlgorithms } from "../emit-algorithm.ts";
import type { OpEmitter } from "../fragment.ts";

/** SQL of geography. */
export const geography = fromAlgorithms(geographyAlgorithms) satisfies Record<string, OpEmitter>;
