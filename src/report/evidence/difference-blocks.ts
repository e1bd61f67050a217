import type { HypothesisFamily, IntervalMethod, PairedDifference } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { pValueText, pValueWords } from "../../stats/index.ts";
import { details, list, paragraph, table, type Block } from "../blocks.ts";
import { differenceText, metricName } from "../metric-words.ts";
import { countOf, countText } from "../number-text.ts";
import { winnerOf } from "../run-models.ts";
import { commonScale, smallInterval } from "../small-pictures.ts";
import { capitalize, quoted, shorten } from "../value-text.ts";
import { differenceSentence } from "./difference-words.ts";
import { testOfModels, testText } from "./test-words.ts";

/** How the models differ on the test rows, as one sentence and one forest plot; the folds are folded away. */
export function differenceBlocks(run: RunRecord): Block[] {
  const ranked = run.differences.filter(({ metric }) => metric === run.metric.name);
  if (ranked.length === 0) return [paragraph("The run compares no two models row by row.")];
  if (!run.evidence)
    return [
      list(ranked.map((one) => differenceSentence(one))),
      paragraph("The differences are measured on the same test rows, so luck with the rows cancels out."),
    ];
  return [
    paragraph(summary(run, ranked)),
    forestTable(run, ranked),
    details("How these were tested, and what the folds say", ...testDetails(run, run.evidence, ranked)),
  ];
}

function summary(run: RunRecord, ranked: readonly PairedDifference[]): string {
  const [only] = ranked;
  if (only && ranked.length === 1) return differenceSentence(only, run);
  const apart = ranked.filter(({ better }) => better !== "none").length;
  return `Of ${countOf(ranked.length, "pair")} of models, ${apart === 0 ? "none can" : `${countText(apart)} can`} be told apart on the test rows beyond chance; both models of a pair see the same rows, so luck with the rows cancels out.`;
}

function forestTable(run: RunRecord, ranked: readonly PairedDifference[]): Block {
  const scale = commonScale(
    ranked.map(({ difference }) => difference),
    0,
  );
  return table(
    `Differences of ${metricName(run.metric.name)} on the test rows, the first model less the second (${run.metric.better} is better); the line in the pictures is 0`,
    ["Models", `#Difference`, "Picture", "#p, adjusted", "Better"],
    ranked.map((one) => {
      const test = testOfModels(run, "models", one.first, one.second);
      const told = differenceText(one.metric, one.difference);
      return [
        `${shorten(one.first)} − ${shorten(one.second)}`,
        told,
        smallInterval(one.difference, scale, 0, `${told} on a line`),
        test ? pValueText(test.adjustedPValue) : "not tested",
        one.better === "none" ? "not told apart" : shorten(one.better === "first" ? one.first : one.second),
      ];
    }),
  );
}

function testDetails(
  run: RunRecord,
  { untested }: HypothesisFamily,
  ranked: readonly PairedDifference[],
): Block[] {
  const rows = ranked.flatMap(({ first, second }) => {
    const [test, folds] = (["models", "folds"] as const).map((kind) =>
      testOfModels(run, kind, first, second),
    );
    const untestedHere = untested.filter(
      ({ subject }) =>
        (subject.kind === "models" || subject.kind === "folds") &&
        subject.first === first &&
        subject.second === second,
    );
    const whyNot = (kind: string): string => {
      const found = untestedHere.find(({ subject }) => subject.kind === kind);
      return found ? `Not tested: ${found.reason}` : "Not tested";
    };
    return [
      [
        `${shorten(first)} − ${shorten(second)}`,
        test ? testText(test) : whyNot("models"),
        test ? pValueText(test.pValue) : "",
        folds
          ? `${differenceText(run.metric.name, foldInterval(folds.effect))}, ${pValueWords(folds.adjustedPValue)}`
          : whyNot("folds"),
      ],
    ];
  });
  return [
    table(
      "The test on the test rows, and the difference on the folds with its adjusted p",
      ["Models", "Test on the test rows", "#p, alone", "On the folds"],
      rows,
    ),
    paragraph(
      "The folds share rows to learn from, so their scores vary together: their differences are tested by the corrected resampled t-test (Nadeau & Bengio 2003), whose intervals are wider than those of a plain t-test.",
    ),
  ];
}

const foldInterval = ({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}) => ({ estimate, low: low ?? estimate, high: high ?? estimate });

/** How the intervals on the metrics were made, and which metrics have none. */
export function intervalBlocks(run: RunRecord): Block[] {
  const made = winnerOf(run).test.intervals;
  if (!made) return [];
  const reasons = run.models.flatMap(({ name, test }) =>
    test.metrics.flatMap(({ metric, withoutInterval }) =>
      withoutInterval === undefined
        ? []
        : [`${capitalize(metricName(metric))} of ${quoted(name)}: ${withoutInterval}.`],
    ),
  );
  return [
    details(
      "How the intervals were made",
      paragraph(intervalSentence(made), ...otherUnits(run, made)),
      ...(reasons.length === 0 ? [] : [paragraph("These figures have no interval:"), list(reasons)]),
    ),
  ];
}

/** In time each model has the memory of its own errors. */
function otherUnits(run: RunRecord, { units }: IntervalMethod): string[] {
  const others = run.models.flatMap(({ name, test: { intervals } }) =>
    intervals && intervals.units !== units
      ? [`${countOf(intervals.units, unitWords[intervals.unit][0])} for ${quoted(name)}`]
      : [],
  );
  return others.length === 0
    ? []
    : [`Errors of other models have another memory: there are ${others.join(", ")}.`];
}

const unitWords: Readonly<Record<IntervalMethod["unit"], readonly [one: string, why: string]>> = {
  row: ["row", ""],
  group: ["group", " Rows of one group vary together, so whole groups are drawn."],
  block: [
    "block",
    " Errors that follow each other in time vary together, so whole blocks of rows are drawn, as long as the memory of the errors asks for.",
  ],
};

function intervalSentence({ method, resamples, unit, units }: IntervalMethod): string {
  const [noun, why] = unitWords[unit];
  const how =
    method === "percentile"
      ? `the middle 95\u00a0% of ${countText(resamples)} resamples of the ${countOf(units, `test ${noun}`)}`
      : `Student's t of the spread of ${countText(resamples)} resamples, since there are only ${countOf(units, `test ${noun}`)}`;
  return `The 95\u00a0% intervals are ${how}.${why}`;
}
