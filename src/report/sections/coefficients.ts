import type { ModelSummary, SummaryEquation } from "../../explain/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { callout, details, paragraph, section, subheading, type Block } from "../blocks.ts";
import { asSentence } from "../escape.ts";
import { countOf, countText } from "../number-text.ts";
import { checkBlocks, influenceBlocks } from "../regression/check-blocks.ts";
import { coefficientBlocks, penaltySentence } from "../regression/coefficient-blocks.ts";
import { fitBlocks, remarkBlocks } from "../regression/fit-blocks.ts";
import { targetText } from "../run-models.ts";
import { joinWords, quoted, shorten } from "../value-text.ts";
import type { Section } from "./section.ts";

/** Linear models as regressions: coefficients in the user's units with errors, fit, influence and residual checks. */
export const coefficientsSection: Section = async (run) => {
  const heading = section("coefficients", "What a linear model says of each column");
  const [first, ...others] = run.summaries ?? [];
  if (!first)
    return [
      heading,
      paragraph("The run holds no summary of a linear model: there are no coefficients to read."),
    ];
  return [
    heading,
    ...(await summaryBlocks(run, first, "coefficients")),
    ...(await otherBlocks(run, others)),
    ...leftOutBlocks(run),
  ];
};

/** What is wrong in a few words: a message up to where it begins to explain. */
const problemTitle = (message: string, place: string | undefined): string =>
  `${place === undefined ? "" : `${shorten(place)}: `}${message.split(/[:,]/, 1)[0]!}`;

async function summaryBlocks(run: RunRecord, summary: ModelSummary, id: string): Promise<readonly Block[]> {
  const blocks: Block[] = [
    paragraph(...introduction(run, summary)),
    ...summary.problems.map(({ message, place, cure = "" }) =>
      callout(
        "careful",
        problemTitle(message, summary.equations.length > 1 ? place : undefined),
        paragraph(asSentence(message)),
        paragraph(asSentence(cure)),
      ),
    ),
  ];
  if (summary.equations.length === 0) return blocks;
  blocks.push(...(summary.errors ? [paragraph(errorsSentence(summary), holmSentence(run, summary))] : []));
  for (const [at, equation] of summary.equations.entries()) {
    const own = await equationBlocks(run, summary, equation, at === 0 ? id : `${id}-${at + 1}`);
    if (summary.equations.length === 1) blocks.push(...own);
    else if (at === 0) blocks.push(subheading(`${id}-outcome`, outcomeTitle(run, equation)), ...own);
    else blocks.push(details(outcomeTitle(run, equation), ...own));
  }
  return [...blocks, ...remarkBlocks(summary)];
}

async function equationBlocks(
  run: RunRecord,
  summary: ModelSummary,
  equation: SummaryEquation,
  id: string,
): Promise<readonly Block[]> {
  const isRobust = summary.errors !== null && summary.errors.kind !== "classical";
  return [
    ...fitBlocks(summary, equation),
    ...(await coefficientBlocks(summary, equation, outcomeText(run, equation))),
    ...(await checkBlocks(equation, isRobust, id)),
    ...influenceBlocks(equation, id),
  ];
}

/** What is predicted, or of two classes the one whose odds are told. */
const outcomeText = (run: RunRecord, { outcome }: SummaryEquation): string =>
  outcome === null ? targetText(run) : `${targetText(run)} being ${shorten(outcome)}`;

const outcomeTitle = (run: RunRecord, { outcome, against }: SummaryEquation): string =>
  `${targetText(run)}: ${shorten(outcome ?? "")} against ${shorten(against ?? "")}`;

function introduction(run: RunRecord, summary: ModelSummary): readonly string[] {
  const names = summary.models.map(({ name }) => quoted(name));
  const isWinner = summary.models.some(({ name }) => name === run.winner.model);
  const which = isWinner
    ? `${quoted(run.winner.model)}, the winner, is linear: it can be read as a table`
    : `${joinWords(names)} ${names.length === 1 ? "is" : "are"} linear and can be read as a table, beside the winner ${quoted(run.winner.model)}, which cannot`;
  const { used, available } = summary.rows;
  return [
    `${which}.`,
    summary.equations.length === 0
      ? ""
      : `The same columns, in the units of the data, were fitted once more to ${used < available ? `${countText(used)} of the ${countOf(available, "row")}` : `the ${countOf(used, "row")}`} that it learnt from, by ${methodText(summary)} without a penalty, which can say how sure each number is.`,
    summary.equations.length === 0 ? "" : penaltySentence(summary),
  ];
}

function methodText({ family, link }: ModelSummary): string {
  if (family === "least-squares") return "least squares";
  if (family === "binomial" && link === "logit") return "logistic regression";
  return `a generalized linear model (${family}, link ${link})`;
}

function errorsSentence({ errors }: ModelSummary): string {
  if (!errors) return "";
  const kinds = {
    classical: "Errors are those of the likelihood",
    HC1: "Errors are robust (HC1)",
    HC3: "Errors are robust (HC3)",
    clustered: `Errors are clustered (${countOf(errors.clusters?.count ?? 0, "group")})`,
  };
  return `${kinds[errors.kind]}: ${errors.reason}.`;
}

function holmSentence({ evidence }: RunRecord, { equations }: ModelSummary): string {
  const tested = evidence?.tiers.find(({ tier }) => tier === "coefficients")?.tested;
  const inTable = equations.reduce(
    (sum, { coefficients }) =>
      sum + coefficients.filter(({ kind, inference }) => kind !== "intercept" && inference !== null).length,
    0,
  );
  const count = tested ?? inTable;
  return `The last p-value is adjusted by Holm over the ${countOf(count, "coefficient")} of ${count === inTable ? "the table" : "all such tables"}: below 0.05, the chance that any of those named is a false alarm stays below 5\u00a0%. Intervals are for each coefficient alone.`;
}

/** Other linear models with columns of their own: their tables, closed. */
async function otherBlocks(run: RunRecord, others: readonly ModelSummary[]): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  for (const [at, summary] of others.entries()) {
    const names = joinWords(summary.models.map(({ name }) => quoted(name)));
    const own = await summaryBlocks(run, summary, `coefficients-${String.fromCodePoint(98 + at)}`);
    blocks.push(details(`The same for ${names}, over columns of its own`, ...own));
  }
  return blocks;
}

/** Linear models that the record holds no summary of. */
function leftOutBlocks({ models, summaries = [] }: RunRecord): readonly Block[] {
  const told = new Set(summaries.flatMap((summary) => summary.models.map(({ name }) => name)));
  const linear = new Set(summaries.flatMap((summary) => summary.models.map(({ trainer }) => trainer)));
  const left = models.filter(({ name, trainer }) => linear.has(trainer) && !told.has(name));
  return left.length === 0
    ? []
    : [
        paragraph(
          `Not summarized, because the run summarizes three sets of columns at most: ${joinWords(left.map(({ name }) => quoted(name)))}.`,
        ),
      ];
}
