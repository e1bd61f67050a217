import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { trainerNames, trainers, type Trainer } from "../model/index.ts";
import { similarNames } from "../schema/index.ts";
import type { RecipeStep } from "../transform/index.ts";
import type { ModelChoice } from "./definition.ts";
import { readClassWeight } from "./read-task.ts";

/** A model as the user asked for it, with the place where it was said. */
export interface ReadModel {
  readonly choice: ModelChoice;
  readonly place: string;
}

/**
 * The models of an untrusted spec: a list of trainers' names or of `{ trainer, params, recipe, classWeight }`; null where there is none.
 * Wrong trainers (T2007), settings (T2002) and parameters (T1650 to T1652) go to `diagnostics`, all of them. What a recipe
 * says is checked once the columns are known.
 */
export function readModels(
  value: unknown,
  place: string,
  diagnostics: Diagnostic[],
): readonly ReadModel[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, index) => readModel(item, `${place}.models[${index}]`, diagnostics));
  diagnostics.push(
    errorDiagnostic("T2007", '"models" must be a list of trainers', {
      place: `${place}.models`,
      value: showValue(value),
      cure: 'Give a list like ["baseline", "logistic"].',
    }),
  );
  return null;
}

function readModel(item: unknown, place: string, diagnostics: Diagnostic[]): ReadModel[] {
  const choice = typeof item === "string" ? { trainer: item } : item;
  if (!isRecord(choice)) {
    diagnostics.push(unknownTrainer(item, place));
    return [];
  }
  const { trainer: named, params, recipe } = choice;
  const trainer = trainerNames.find((name) => name === named);
  if (!trainer) diagnostics.push(unknownTrainer(named, place));
  for (const name of Object.keys(choice))
    if (!["trainer", "params", "recipe", "classWeight"].includes(name))
      diagnostics.push(
        errorDiagnostic("T2002", `A model has no setting ${showValue(name)}`, {
          place: `${place}.${name}`,
          cure: "Known: trainer, params, recipe, classWeight.",
        }),
      );
  if (recipe !== undefined && recipe !== null && !Array.isArray(recipe))
    diagnostics.push(
      errorDiagnostic("T2004", '"recipe" must be a list of steps', {
        place: `${place}.recipe`,
        value: showValue(recipe),
        cure: 'Give a list like [{ transform: "scale", columns: ["a"] }].',
      }),
    );
  const classWeight = readClassWeight(choice["classWeight"], place, diagnostics);
  if (!trainer) return [];
  (trainers[trainer] as Trainer<unknown>).normalize(params, `${place}.params`, diagnostics);
  return [
    {
      place,
      choice: {
        trainer,
        params: isRecord(params) ? params : {},
        recipe: Array.isArray(recipe) ? (recipe as readonly RecipeStep[]) : null,
        ...(classWeight === null ? {} : { classWeight }),
      },
    },
  ];
}

function unknownTrainer(named: unknown, place: string): Diagnostic {
  const similar = typeof named === "string" ? similarNames(named, trainerNames) : [];
  return errorDiagnostic("T2007", "This is no known trainer", {
    place,
    value: showValue(named),
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((name) => JSON.stringify(name)).join(" or ")}?`
        : `Trainers: ${trainerNames.join(", ")}.`,
  });
}
