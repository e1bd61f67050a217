import { fittedResidualChart, quantileChart } from "../../explore/index.ts";
import type { SummaryCheck, SummaryEquation } from "../../explain/index.ts";
import { paragraph, subheading, table, type Block } from "../blocks.ts";
import { figure } from "../figure.ts";
import { countText, numberText } from "../number-text.ts";
import { shorten } from "../value-text.ts";
import { probabilityText } from "./probability-text.ts";

/** From so many rows on, tests find departures that do not matter. */
const manyRows = 5000;

/** What each check asks, what it means where it fails, and what to do. */
const words: Readonly<
  Record<SummaryCheck["check"], { readonly question: string; readonly cure: (isRobust: boolean) => string }>
> = {
  variance: {
    question: "Is the spread of the residuals the same everywhere?",
    cure: (isRobust) =>
      isRobust
        ? "The errors in the table hold all the same. Predictions are less sure where the spread is large; a logarithm of the target often evens it out."
        : "Classical errors are wrong here: read the intervals with care, or take the logarithm of the target.",
  },
  order: {
    question: "Are rows that follow each other in time independent?",
    cure: () =>
      "Errors are too small, because neighbours tell the same story twice. Add what changes over time (trend, season, the last value), or name a group whose rows go together.",
  },
  normality: {
    question: "Are the residuals normal?",
    cure: () =>
      "Coefficients and their intervals hold with many rows all the same; single predictions do not have a normal error. The picture shows which tail is long.",
  },
  linearity: {
    question: "Is the relation a straight line?",
    cure: () =>
      "The line leaves out bends or interactions, so coefficients are averages over them. Look at the picture; add squares, splines, logarithms or interactions, or trust the trees where they do better.",
  },
  dispersion: {
    question: "Do the answers spread as the family says?",
    cure: (isRobust) =>
      `${isRobust ? "The errors in the table hold all the same. " : "Errors are too small. "}A negative binomial takes a wider spread of counts into account.`,
  },
};

const verdicts: Readonly<Record<SummaryCheck["verdict"], string>> = {
  holds: "nothing against it",
  doubtful: "doubtful",
  violated: "no",
};

/** The residual checks of one equation with what to do, and its pictures. */
export async function checkBlocks(
  { checks, pictures, rowCount }: SummaryEquation,
  isRobust: boolean,
  id: string,
): Promise<readonly Block[]> {
  if (checks.length === 0 && pictures.bins.length === 0) return [];
  return [
    subheading(`${id}-residuals`, "What the residuals say"),
    ...(checks.length > 0 ? [checkTable(checks, isRobust)] : []),
    ...(rowCount >= manyRows && checks.some(({ verdict }) => verdict === "violated")
      ? [
          paragraph(
            `With ${countText(rowCount)} rows a test finds departures that are too small to matter: let the pictures say how large they are.`,
          ),
        ]
      : []),
    ...(await figure(fittedResidualChart(pictures), {})),
    ...(await figure(quantileChart(pictures.quantiles), {})),
  ];
}

const checkTable = (checks: readonly SummaryCheck[], isRobust: boolean): Block =>
  table(
    "Checks of the residuals",
    ["Question", "Answer", "Test", "#Statistic", "#p", "What it means, and what to do"],
    checks.map(({ check, test, verdict, statistic, pValue }) => [
      words[check].question,
      verdicts[verdict],
      test,
      statistic === null ? "" : numberText(statistic),
      probabilityText(pValue),
      verdict === "holds" ? "" : words[check].cure(isRobust),
    ]),
  );

/** The rows that decide most. */
export function influenceBlocks({ influence }: SummaryEquation, id: string): readonly Block[] {
  if (influence.length === 0) return [];
  const [first] = influence;
  const hasKeys = influence.some(({ key }) => key.length > 0);
  return [
    subheading(`${id}-rows`, "Rows that decide much"),
    paragraph(
      first!.cooksDistance >= 1
        ? `Row ${countText(first!.row)} alone moves the whole line: its Cook’s distance is ${numberText(first!.cooksDistance)}, and 1 is much. See whether it is right, and what the table says without it.`
        : `No row moves the whole line: the largest Cook’s distance is ${numberText(first!.cooksDistance)}, and 1 would be much.`,
      "A row with high leverage has unusual values; a large residual is an answer far from the line.",
    ),
    table(
      "Rows with the largest Cook’s distance",
      [
        "Row of the data",
        ...(hasKeys ? ["Id"] : []),
        "#Cook’s distance",
        "#Leverage",
        "#Residual, standardised",
        "Moves most, in standard errors",
      ],
      influence.map(({ row, key, cooksDistance, leverage, residual, changes }) => [
        countText(row),
        ...(hasKeys ? [shorten(key.join(", "))] : []),
        numberText(cooksDistance),
        numberText(leverage),
        numberText(residual),
        changes.map(({ name, change }) => `${shorten(name, 30)} ${numberText(change)}`).join("; "),
      ]),
    ),
  ];
}
