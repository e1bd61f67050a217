import type { ModelSummary, SummaryEquation } from "../../explain/index.ts";
import { pValueWords } from "../../stats/index.ts";
import { details, keyFigures, list, paragraph, table, type Block, type KeyFigure } from "../blocks.ts";
import { countText, numberText, percentText } from "../number-text.ts";
import { namesText, quoted, shorten } from "../value-text.ts";

/** From these factors on, a term says little alone, or hardly anything. */
const someInflation = 5;
const muchInflation = 10;

/** How well an equation fits, and how far its columns can be told apart. */
export const fitBlocks = (summary: ModelSummary, equation: SummaryEquation): readonly Block[] => [
  keyFigures(fitFigures(summary, equation)),
  ...likelihoodBlocks(equation),
  ...inflationBlocks(equation),
];

function fitFigures(
  { family, rows }: ModelSummary,
  { fit, rowCount }: SummaryEquation,
): readonly KeyFigure[] {
  const { overall } = fit;
  const figures: (KeyFigure | null)[] = [
    {
      label: "Rows",
      value: countText(rowCount),
      note: `${countText(fit.degreesOfFreedom)} degrees of freedom left${rows.used < rows.available ? `; a part of ${countText(rows.available)}` : ""}`,
    },
    {
      label: family === "least-squares" ? "R²" : "Explained deviance",
      value: percentText(fit.rSquared),
      note:
        fit.adjustedRSquared !== null
          ? `${percentText(fit.adjustedRSquared)} adjusted for the number of columns`
          : family === "binomial"
            ? "McFadden's pseudo R²; 20\u00a0% to 40\u00a0% is a very good fit"
            : "1 less the deviance over that of the mean alone",
    },
    overall && {
      label: "All coefficients 0?",
      value: pValueWords(overall.pValue),
      note: `${overall.name === "F" ? "F" : "χ²"} = ${numberText(overall.value)} on ${overall.degreesOfFreedom.map(countText).join(" and ")} degrees of freedom`,
    },
    fit.residualStandardDeviation === null
      ? fit.deviance === null
        ? null
        : {
            label: "Deviance",
            value: numberText(fit.deviance),
            note: `${numberText(fit.nullDeviance ?? 0)} with the mean alone`,
          }
      : {
          label: "Residual standard deviation",
          value: numberText(fit.residualStandardDeviation),
          note: "how far rows lie from the line",
        },
  ];
  return figures.filter((one) => one !== null);
}

/** The figures by which models over the same rows are compared. */
function likelihoodBlocks({ fit }: SummaryEquation): readonly Block[] {
  const figures: readonly (readonly [string, number | null])[] = [
    ["Log-likelihood", fit.logLikelihood],
    ["AIC (less is better, on the same rows)", fit.aic],
    ["BIC (less is better, on the same rows)", fit.bic],
    ["Deviance", fit.deviance],
    ["Deviance with the mean alone", fit.nullDeviance],
    ["Dispersion", fit.dispersion],
    ["Degrees of freedom of the residuals", fit.degreesOfFreedom],
  ];
  const rows = figures.flatMap(([name, value]) => (value === null ? [] : [[name, numberText(value)]]));
  return [details("Likelihood and deviance", table("For comparing fits", ["Figure", "#Value"], rows))];
}

/** Which columns go so closely with others that their coefficients say little alone. */
function inflationBlocks({ inflation, condition }: SummaryEquation): readonly Block[] {
  if (inflation.length < 2) return [];
  const sorted = inflation.toSorted((one, other) => other.factor - one.factor);
  const much = sorted.filter(({ factor }) => factor >= muchInflation);
  const some = sorted.filter(({ factor }) => factor >= someInflation && factor < muchInflation);
  const sentences = [
    much.length > 0
      ? `${namesText(much.map(({ term }) => term))} can be told almost wholly from the other columns (variance inflation ${numberText(muchInflation)} or more), so ${much.length === 1 ? "its coefficient says" : "their coefficients say"} little alone: judge such columns together, or leave one of them out.`
      : "",
    some.length > 0
      ? `${namesText(some.map(({ term }) => term))} ${some.length === 1 ? "goes" : "go"} closely with other columns (variance inflation of ${numberText(someInflation)} to ${numberText(muchInflation)}): intervals are wide for that reason.`
      : "",
    much.length + some.length === 0
      ? `No column is largely known from the others: the largest variance inflation is ${numberText(sorted[0]!.factor)}, of ${quoted(sorted[0]!.term)}.`
      : "",
  ];
  return [paragraph(...sentences, conditionSentence(condition)), inflationDetails(sorted)];
}

/** How far the columns together are from being combinations of each other; empty where the record does not say. */
function conditionSentence(condition: SummaryEquation["condition"]): string {
  if (!condition) return "";
  const { value, columns } = condition;
  const figure = `The condition number of the columns, each about its mean and at one length, is ${numberText(value)}`;
  return columns.length === 0
    ? `${figure}, and estimates get shaky from 30 on.`
    : `${figure}, above the 30 from which on estimates get shaky: ${namesText(columns)} are nearly ${columns.length === 1 ? "a combination" : "combinations"} of each other.`;
}

const inflationDetails = (sorted: SummaryEquation["inflation"]): Block =>
  details(
    "Variance inflation of each column",
    table(
      "By how much the variance of a coefficient grows because others go with its column; 1 is not at all",
      ["Column", "#Variance inflation"],
      sorted.slice(0, 80).map(({ term, factor }) => [shorten(term), numberText(factor)]),
    ),
  );

/** Preparation and caveats, for those who want to know. */
export function remarkBlocks({ preparation, caveats }: ModelSummary): readonly Block[] {
  return [
    ...(caveats.length > 0 ? [list(caveats)] : []),
    ...(preparation.length > 0
      ? [
          details(
            "What was done to the columns before",
            list(preparation.map(({ column, text }) => `${quoted(column)}: ${text}.`)),
          ),
        ]
      : []),
  ];
}
