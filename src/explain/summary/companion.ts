import { showValue, type Json } from "../../base/index.ts";
import type { Task } from "../../model/index.ts";
import type { FamilySpec, LinkName } from "../../stats/index.ts";
import type { SummarizedModel } from "./summary-request.ts";

/** The unpenalised regression whose inference stands beside a model: its spread, its link, and what is added as it is. */
export interface Companion {
  /** `least-squares`, or a family of generalized linear models. */
  readonly family: "least-squares" | FamilySpec;
  readonly link: LinkName;
  /** The feature that enters with the coefficient 1; null for none. */
  readonly offset: string | null;
}

/** The trainers that have one coefficient for each feature. */
const linearTrainers: readonly string[] = ["ridge", "lasso", "elastic-net", "glm", "logistic", "linear-svm"];

/** Whether a summary is made for models of a trainer in a task. */
export const isSummarized = (trainer: string, { kind }: Task): boolean =>
  linearTrainers.includes(trainer) &&
  (kind === "regression" || kind === "binary" || kind === "multiclass" || kind === "ranking");

/** The companion of a model, or in words why there is none. */
export function companionOf({ trainer, details }: SummarizedModel, { kind }: Task): Companion | string {
  if (trainer === "glm") return companionOfGlm(details);
  return kind === "binary" || kind === "multiclass"
    ? { family: "binomial", link: "logit", offset: null }
    : { family: "least-squares", link: "identity", offset: null };
}

const links: readonly LinkName[] = ["identity", "log", "logit", "probit", "cloglog", "inverse", "sqrt"];

const plainFamilies = ["gaussian", "binomial", "poisson", "gamma"] as const;

function companionOfGlm(details: Readonly<Record<string, Json>>): Companion | string {
  const link = links.find((one) => one === details["link"]);
  const offset = typeof details["offset"] === "string" ? details["offset"] : null;
  if (link === undefined) return `the link ${wordOf(details["link"])} has no regression with errors here`;
  const family = familyOf(details);
  if (family === undefined)
    return `the family ${wordOf(details["family"])} has no regression with errors here`;
  const isPlain = family === "gaussian" && link === "identity" && offset === null;
  return { family: isPlain ? "least-squares" : family, link, offset };
}

/** The family of a `glm` among those of the regressions; undefined where there is none. */
function familyOf({ family, power, theta }: Readonly<Record<string, Json>>): FamilySpec | undefined {
  const plain = plainFamilies.find((one) => one === family);
  if (plain) return plain;
  if (family === "negative-binomial") return { kind: family, theta: Number(theta) };
  if (family !== "tweedie") return undefined;
  if (power === 1) return "poisson";
  if (power === 2) return "gamma";
  return Number(power) > 1 && Number(power) < 2 ? { kind: family, power: Number(power) } : undefined;
}

const wordOf = (value: Json | undefined): string => (typeof value === "string" ? value : showValue(value));

/** The name of a companion's family. */
export const familyName = ({ family }: Companion): string =>
  typeof family === "string" ? family : family.kind;

/** The penalty that a model was fitted with, in words; null where there is none. */
export function penaltyOf({ trainer, details }: SummarizedModel): string | null {
  const { lambda, alpha, l1Ratio } = details;
  const strength = alpha ?? lambda;
  if (strength === 0 || strength === undefined) return null;
  const size = Number(Number(strength).toPrecision(4));
  const share = Number(l1Ratio ?? 0);
  const of =
    share === 0
      ? "squares of coefficients"
      : share === 1
        ? "sizes of coefficients"
        : "squares and sizes of coefficients";
  return `${trainer === "linear-svm" ? "a margin, and " : ""}a penalty of ${size} on the ${of}`;
}
