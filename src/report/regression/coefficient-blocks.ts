import { coefficientChart } from "../../explore/index.ts";
import type { ModelSummary, SummaryCoefficient, SummaryEquation } from "../../explain/index.ts";
import { list, paragraph, table, type Block } from "../blocks.ts";
import { figure } from "../figure.ts";
import { countOf, intervalText, numberText } from "../number-text.ts";
import { quoted, shorten } from "../value-text.ts";
import { effectSentences, estimateOf, factorOf, isMultiplied } from "./effect-words.ts";
import { probabilityText } from "./probability-text.ts";

/** Coefficients in the table, and in the picture. */
const mostRows = 80;
const mostDrawn = 25;
/** Categories whose reference is told. */
const mostReferences = 20;

/** Families that know their spread, so that statistics are normal. */
const normalFamilies: ReadonlySet<string> = new Set(["binomial", "poisson", "negative-binomial"]);

/** The coefficients of one equation: the clearest in sentences, all in a table, and a picture on one scale. */
export async function coefficientBlocks(
  summary: ModelSummary,
  equation: SummaryEquation,
  target: string,
): Promise<readonly Block[]> {
  const sentences = effectSentences(summary, equation, target);
  return [
    ...(sentences.length > 0
      ? [paragraph("With the other columns held equal:"), list(sentences)]
      : [
          paragraph(
            "No coefficient is told apart from 0 once all of them are looked at together (Holm, 5\u00a0%).",
          ),
        ]),
    ...referenceBlocks(equation),
    coefficientTable(summary, equation),
    ...(await coefficientFigure(summary, equation, target)),
  ];
}

function coefficientTable(summary: ModelSummary, { coefficients, outcome, against }: SummaryEquation): Block {
  const shown = coefficients.slice(0, mostRows);
  const left = coefficients.length - shown.length;
  const statistic = normalFamilies.has(summary.family) ? "z" : "t";
  const factor = summary.link === "logit" ? "Odds ratio" : "Factor of the mean";
  const ratios = isMultiplied(summary);
  const of = outcome === null ? "" : ` of ${shorten(outcome)} against ${shorten(against ?? "")}`;
  return table(
    `Coefficients${of}, with ${Math.round(summary.level * 100)}\u00a0% intervals${left > 0 ? `; ${left} more are in the run’s record` : ""}`,
    [
      "Column",
      "#Coefficient",
      "#Standard error",
      `#${statistic}`,
      "#p",
      "#p, Holm",
      ...(ratios ? [`#${factor}`] : []),
      ...summary.models.map(({ name }) => `#${shorten(name)} uses`),
    ],
    shown.map((one) => [
      shorten(one.name),
      ...inferenceCells(one, ratios),
      ...one.models.map((value) => (value === null ? "" : numberText(value))),
    ]),
  );
}

/** With a factor beside it, a coefficient stands without its interval: the factor's says the same. */
function inferenceCells(coefficient: SummaryCoefficient, ratios: boolean): readonly string[] {
  const { inference, kind } = coefficient;
  if (!inference) return ["follows from others", "", "", "", "", ...(ratios ? [""] : [])];
  const estimate = estimateOf(coefficient);
  const factor = ratios && estimate && kind !== "intercept" ? factorOf(estimate) : null;
  const optional = (value: number | null): string => (value === null ? "" : numberText(value));
  return [
    estimate && !factor ? intervalText(estimate, 1) : numberText(inference.estimate),
    optional(inference.standardError),
    optional(inference.statistic),
    probabilityText(inference.pValue),
    probabilityText(inference.adjustedPValue),
    ...(ratios ? [factor ? intervalText(factor, 1) : ""] : []),
  ];
}

/** Which level the levels of each category are compared with. */
function referenceBlocks({ coefficients }: SummaryEquation): readonly Block[] {
  const references = new Map(
    coefficients.flatMap(({ name, kind, reference }) => {
      const cut = name.lastIndexOf(" = ");
      return kind !== "level" || reference === null || name === `${name.slice(0, cut)} = true`
        ? []
        : [[cut > 0 ? name.slice(0, cut) : name, reference] as const];
    }),
  );
  if (references.size === 0) return [];
  const words = [...references].map(([name, reference]) => `${quoted(name)} with ${shorten(reference)}`);
  return [
    paragraph(
      `Levels are compared with the most frequent one: ${words.slice(0, mostReferences).join("; ")}${words.length > mostReferences ? `; ${words.length - mostReferences} more are in the run’s record` : ""}.`,
    ),
  ];
}

/** On one scale: a number by its standard deviation, a level by itself. The clearest from 0 where they are many. */
function coefficientFigure(
  summary: ModelSummary,
  { coefficients }: SummaryEquation,
  target: string,
): Promise<Block[]> {
  const drawable = coefficients.flatMap((one) => {
    const estimate = one.kind === "intercept" ? null : estimateOf(one);
    return estimate ? [{ one, estimate, size: Math.abs(one.inference?.statistic ?? 0) }] : [];
  });
  const drawn = drawable
    .toSorted((left, right) => right.size - left.size)
    .slice(0, mostDrawn)
    .map(({ one, estimate }) => ({
      name: shorten(one.name, 34),
      estimate: estimate.estimate * one.step,
      low: estimate.low * one.step,
      high: estimate.high * one.step,
    }));
  const scale =
    summary.link === "logit"
      ? "log-odds"
      : summary.link === "identity"
        ? target
        : `${target}, on the scale of the link ${summary.link}`;
  const chart = coefficientChart({
    change: `change of ${scale}`,
    coefficients: drawn,
    count: drawable.length,
  });
  return figure(chart, {
    sentence: `${drawn.length < drawable.length ? `The ${drawn.length} clearest of ${countOf(drawable.length, "coefficient")}. ` : ""}Each number moves by one standard deviation, each level is set against the one that it is compared with, so that they compare; the dashed line is no change.`,
  });
}

/** What the models use beside the table, in a sentence. */
export function penaltySentence({ models }: ModelSummary): string {
  const penalised = models.filter(({ penalty }) => penalty !== null);
  if (penalised.length === 0)
    return models.length === 1
      ? `${quoted(models[0]!.name)} has no penalty, so what it uses and what is estimated here are the same but for rounding.`
      : "";
  return penalised
    .map(
      ({ name, penalty }) =>
        `${quoted(name)} was fitted with ${penalty ?? ""}, which draws its numbers towards 0 and leaves them without classical errors.`,
    )
    .join(" ");
}
