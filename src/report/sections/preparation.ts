import { sourceName } from "../../data/index.ts";
import type { ModelRecord, RunRecord } from "../../project/index.ts";
import type { ColumnRole } from "../../schema/index.ts";
import { details, list, paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { asSentence } from "../escape.ts";
import { countOf, countText, shortHash } from "../number-text.ts";
import { sourcesOf, winnerOf } from "../run-models.ts";
import { joinWords, namesText, quoted, shorten } from "../value-text.ts";
import type { Section } from "./section.ts";

/** What was done to the columns, and which were left out and why. */
export const preparationSection: Section = async (run) => {
  const winner = winnerOf(run);
  const features = winner.features.length;
  const sources = sourcesOf(winner).size;
  return [
    section("preparation", "What was done to the columns"),
    paragraph(
      features === 0
        ? `${quoted(winner.name)} looks at no column.`
        : `${quoted(winner.name)} sees ${countOf(features, "feature")}, made from ${countOf(sources, "column")}.`,
      "Every step learnt from the training rows only.",
    ),
    ...eventBlocks(run),
    ...derivedBlocks(run),
    ...actionBlocks(winner),
    ...otherModels(run, winner),
    subheading("left-out", "What was left out, and why"),
    ...leftOut(run, winner),
  ];
};

function eventBlocks({ events }: RunRecord): Block[] {
  if (!events) return [];
  return [
    paragraph(
      "Some columns are made of events: of what had happened, and was known, before each row's time; never of what came later.",
    ),
    table(
      "Columns made of events",
      ["Column", "What it is"],
      events.features.map(({ name, text }) => [shorten(name), shorten(text, 200)]),
    ),
    list(
      events.sources.map(
        ({ name, snapshot }) =>
          `${quoted(name)}: ${countOf(snapshot.rowCount, "row")} from ${shorten(sourceName(snapshot.source), 80)}, snapshot ${shortHash(snapshot.hash)}.`,
      ),
    ),
  ];
}

function derivedBlocks({ derived }: RunRecord): Block[] {
  if (derived.length === 0) return [];
  return [
    table(
      "Columns that the project derives",
      ["Column", "`How"],
      derived.map(({ name, text }) => [shorten(name), shorten(text, 200)]),
    ),
  ];
}

function actionBlocks({ name, actions, features }: ModelRecord): Block[] {
  if (features.length === 0) return [];
  if (actions.length === 0) return [paragraph(`No column was changed for ${quoted(name)}.`)];
  const columnsOf = Map.groupBy(actions, ({ text }) => text);
  const rows = [...columnsOf].map(([text, same]) => [
    namesText(
      same.map(({ column }) => column),
      mostNamed,
    ),
    text,
  ]);
  const whole = [...columnsOf]
    .filter(([, same]) => same.length > mostNamed)
    .map(([text, same]) =>
      details(
        `All ${countOf(same.length, "column")} of: ${shorten(text, 100)}`,
        paragraph(joinWords(same.map(({ column }) => quoted(column)))),
      ),
    );
  return [
    table(`Steps for ${quoted(name)}`, ["Columns", "What was done"], rows),
    ...whole,
    ...exampleBlocks(actions),
  ];
}

/** So many columns of one step are named in the table; of more all are, folded away below it. */
const mostNamed = 12;

/** The values that an action names, with their counts, folded away. */
const exampleBlocks = (actions: ModelRecord["actions"]): Block[] =>
  actions.flatMap(({ column, examples }) => {
    if (!examples) return [];
    const { title, values, more } = examples;
    const rows = values.map(({ value, count }) => [
      shorten(value === "" ? "empty text" : value),
      countText(count),
    ]);
    const caption = `Values of ${quoted(column)} that ${title}`;
    const rest = more > 0 ? [paragraph(`And ${countOf(more, "more value")}, less frequent.`)] : [];
    return [details(caption, table(caption, ["Value", "#Rows"], rows), ...rest)];
  });

function otherModels(run: RunRecord, winner: ModelRecord): Block[] {
  return run.models
    .filter(({ name, actions }) => name !== winner.name && actions.length > 0)
    .map((model) => details(`What was done for ${quoted(model.name)}`, ...actionBlocks(model)));
}

const reasons: Readonly<Record<ColumnRole, string | null>> = {
  feature: null,
  target: "it is what the model predicts",
  label: "it says which rows are known to be unusual, and only measures the answers",
  time: "it says when a row happened and orders the rows; a model that reads it would not carry over to later rows",
  group: "it says which rows belong together and keeps them on one side of the split",
  id: "it only names the row",
  weight: "it says how much a row counts",
  knownLater: "its value is not known yet when the prediction is made",
  ignored: "the project leaves it out",
};

function leftOut(run: RunRecord, winner: ModelRecord): Block[] {
  const { profile, roles } = run;
  const used = sourcesOf(winner);
  const items: string[] = [];
  for (const { name, role } of profile.columns) {
    if (used.has(name)) continue;
    const reason = chosenReason(run, name) ?? reasons[roles[name] ?? role] ?? unusedReason(run, name, winner);
    items.push(`${quoted(name)}: ${asSentence(reason)}`);
  }
  return items.length === 0 ? [paragraph("Nothing: every column is used.")] : [list(items)];
}

/** Why the run itself left a column out, where it says so. */
const chosenReason = ({ choices }: RunRecord, name: string): string | undefined =>
  choices.find(({ what, chosen }) => what === `column ${name}` && chosen === "left out")?.reason;

const unusedReason = ({ derived, diagnostics }: RunRecord, name: string, winner: ModelRecord): string =>
  winner.features.length === 0
    ? "the winning model looks at no column"
    : derived.some((one) => one.text.includes(JSON.stringify(name)))
      ? "only columns derived from it are used"
      : (diagnostics.find(({ place }) => place === name)?.message ?? "the recipe makes no feature from it");
