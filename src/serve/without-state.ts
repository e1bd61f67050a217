import { errorDiagnostic, type Diagnostic } from "../base/index.ts";
import type { FeatureStateStore } from "../feature/index.ts";
import type { Predictor } from "./predictor.ts";

/** Why a model with event features answers nobody without their state; undefined where all is there. */
export function withoutStateRefusal(
  { content }: Predictor,
  state: FeatureStateStore | undefined,
): Diagnostic | undefined {
  if (state || !content.eventFeatures) return undefined;
  const names = content.eventFeatures.tables.map(({ source }) => source ?? "the rows themselves");
  return errorDiagnostic(
    "T2548",
    `The model looks at events (${names.join(", ")}), and the service keeps none`,
    {
      place: "state",
      cure: "Start it with a state: tandem serve --state FILE; `tandem warm` puts the project's past events into it.",
    },
  );
}
