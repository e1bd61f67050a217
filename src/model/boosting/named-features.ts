import { errorDiagnostic, showValue, throwIfErrors, type Diagnostic } from "../../base/index.ts";
import { similarNames } from "../../schema/index.ts";
import type { Feature, TrainingSet } from "../trainer.ts";
import type { BoostingParameters } from "./parameters.ts";

/** The parameters that name features, by the places of the features. */
export interface NamedRules {
  /** For each feature 1, -1 or 0; absent when no feature is bound. */
  readonly monotone: Int8Array | undefined;
  /** Lists of features that may stand on one branch; absent when all may. */
  readonly groups: readonly (readonly number[])[] | undefined;
  /** Bins at most for each feature. */
  readonly maxBins: readonly number[];
}

/**
 * Finds the features that parameters name. Fails with T2650 for a name that no feature has, T2651 for a monotone category and
 * T2652 for monotone features where there are more than two classes.
 */
export function bindNamedRules({ features, task }: TrainingSet, params: BoostingParameters): NamedRules {
  const { monotoneConstraints, interactionConstraints, maxBinByFeature, maxBin } = params;
  const diagnostics: Diagnostic[] = [];
  const find = (name: string, parameter: string): readonly number[] => {
    const found = placesOf(name, features);
    if (found.length === 0) diagnostics.push(unknownFeature(name, parameter, features));
    return found;
  };
  const monotone = new Int8Array(features.length);
  for (const [name, direction] of Object.entries(monotoneConstraints)) {
    for (const place of find(name, "monotoneConstraints")) {
      monotone[place] = direction;
      if (direction !== 0 && features[place]!.kind === "category") diagnostics.push(monotoneCategory(name));
    }
  }
  const isBound = monotone.some((direction) => direction !== 0);
  if (isBound && task.kind === "multiclass") diagnostics.push(monotoneClasses());
  const named = interactionConstraints.map((names) =>
    names.flatMap((name) => find(name, "interactionConstraints")),
  );
  const maxBins = features.map(() => maxBin);
  for (const [name, most] of Object.entries(maxBinByFeature))
    for (const place of find(name, "maxBinByFeature")) maxBins[place] = most;
  throwIfErrors(diagnostics);
  // A feature in no list stands alone on its branches; a category of many levels is several of one name.
  const others = [...features.keys()].filter((place) => !named.some((group) => group.includes(place)));
  const alone = [...Map.groupBy(others, (place) => features[place]!.name).values()];
  return {
    monotone: isBound ? monotone : undefined,
    groups: named.length > 0 ? [...named, ...alone] : undefined,
    maxBins,
  };
}

/** The feature of that name, or else all that the encoding made of the column of that name (`day`: `day month`, `day year`). */
function placesOf(name: string, features: readonly Feature[]): readonly number[] {
  const places = [...features.keys()];
  const exact = places.filter((place) => features[place]!.name === name);
  return exact.length > 0 ? exact : places.filter((place) => features[place]!.name.startsWith(`${name} `));
}

function unknownFeature(name: string, parameter: string, features: readonly Feature[]): Diagnostic {
  const names = features.map((feature) => feature.name);
  const similar = similarNames(name, names);
  const known =
    names.length > 0 ? `The features are ${names.slice(0, 20).join(", ")}.` : "There is no feature.";
  return errorDiagnostic("T2650", `${parameter} names ${showValue(name)}, which is no feature of the model`, {
    place: parameter,
    value: showValue(name),
    cure: similar.length > 0 ? `Did you mean ${similar.join(" or ")}?` : known,
  });
}

const monotoneCategory = (name: string): Diagnostic =>
  errorDiagnostic("T2651", `The levels of ${showValue(name)} have no order for the answers to follow`, {
    place: "monotoneConstraints",
    value: showValue(name),
    cure: "Leave it out of monotoneConstraints, or derive a number from it, such as its rank.",
  });

const monotoneClasses = (): Diagnostic =>
  errorDiagnostic(
    "T2652",
    "Monotone features cannot be promised for more than two classes: the probabilities share one sum, so a score that rises does not make its probability rise",
    {
      place: "monotoneConstraints",
      cure: "Leave monotoneConstraints out, or predict one class against the rest.",
    },
  );
