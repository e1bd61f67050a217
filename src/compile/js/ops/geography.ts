import { geographyAlgorithms } from "../../../ir/index.ts";
import { type EmitCall, fromAlgorithms } from "./shared.ts";

/** Source of geography. */
export const geography = fromAlgorithms(geographyAlgorithms) satisfies Record<string, EmitCall>;
