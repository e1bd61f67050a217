import { failInput } from "../base/index.ts";
import type { ColumnProfile, Profile } from "../explore/index.ts";
import { similarNames } from "../schema/index.ts";
import type { ProfiledData } from "./profile-file.ts";

/** A project as it could be, with the reason for everything that was inferred. */
export interface ProjectProposal {
  readonly name: string;
  readonly source: string;
  readonly kind: "csv" | "json" | "parquet";
  readonly predict: string;
  readonly time: string | null;
  readonly id: readonly string[];
  /** Columns that may be known only afterwards: proposed as a comment, for only the user knows. */
  readonly maybeKnownLater: readonly string[];
  readonly reasons: readonly string[];
}

const usualTargets =
  /^(target|label|class|y|outcome|response|churn(ed)?|survived|default(ed)?|price|revenue|sale_?price|medv|quality|species|income|damaged?)$/i;

/** The column to predict: the given one, one with a usual name, or the last one that could be. Fails with T2070 for a wrong name. */
export function guessTarget(
  profile: Profile,
  given: string | null,
): { readonly name: string; readonly reason: string } {
  const names = profile.columns.map(({ name }) => name);
  if (given !== null) {
    if (names.includes(given)) return { name: given, reason: `predicts "${given}", as you said` };
    const similar = similarNames(given, names);
    return failInput("T2070", `There is no column "${given}"`, {
      place: "--predict",
      cure:
        similar.length > 0 ? `Did you mean ${similar.join(" or ")}?` : `The columns are ${names.join(", ")}.`,
    });
  }
  const usable = profile.columns.filter(isUsableTarget);
  const named = usable.find(({ name }) => usualTargets.test(name));
  const chosen = named ?? usable.at(-1);
  if (!chosen)
    return failInput(
      "T2071",
      "No column of the file can be predicted: all are constant, missing, ids or dates",
      { cure: "Give the column with --predict." },
    );
  return {
    name: chosen.name,
    reason: `predicts "${chosen.name}": ${named ? "it has the usual name of a target" : "the last column that could be"}; give another with --predict`,
  };
}

function isUsableTarget({ type, distinct, count, missing }: ColumnProfile): boolean {
  if (distinct < 2 || missing === count || type === "Day" || type === "Instant") return false;
  return type === "Float" || type === "Boolean" || type === "Int" || distinct <= 100;
}

/** Proposes a project for a profiled file whose target has been chosen. */
export function proposeProject(
  { profile, snapshot }: ProfiledData,
  chosen: {
    readonly name: string;
    readonly source: string;
    readonly predict: { readonly name: string; readonly reason: string };
  },
): ProjectProposal {
  const { predict } = chosen;
  const time = profile.columns.find(
    ({ name, type, missing, count, distinct }) =>
      name !== predict.name &&
      (type === "Day" || type === "Instant") &&
      missing < count / 100 &&
      distinct >= 20,
  );
  const alertColumns = (kind: string): string[] =>
    [
      ...new Set(profile.alerts.filter((alert) => alert.kind === kind).flatMap(({ columns }) => columns)),
    ].filter((name) => name !== predict.name && name !== time?.name);
  const id = alertColumns("id-like");
  const maybeKnownLater = alertColumns("leak").filter((name) => !id.includes(name));
  const kind =
    snapshot.source.kind === "parquet" || snapshot.source.kind === "json" ? snapshot.source.kind : "csv";
  return {
    name: chosen.name,
    source: chosen.source,
    kind,
    predict: predict.name,
    time: time?.name ?? null,
    id,
    maybeKnownLater,
    reasons: [
      predict.reason,
      ...(time ? [`tests on the latest rows, because "${time.name}" is a time`] : []),
      ...(id.length > 0 ? [`leaves out ${quoted(id)}: every row has a value of its own`] : []),
      ...(maybeKnownLater.length > 0
        ? [
            `${quoted(maybeKnownLater)} may be known only afterwards: the config has a line for it, to be switched on`,
          ]
        : []),
    ],
  };
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** A proposal as the text of `tandem.config.ts`. Names are JSON text, so that nothing in a column's name can become code. */
export function configText(proposal: ProjectProposal): string {
  const text = (value: unknown): string =>
    JSON.stringify(value).replace(
      /[\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16)}`,
    );
  const later = text(proposal.maybeKnownLater).replaceAll('","', '", "');
  const lines = [
    `import { ${proposal.kind}, defineProject } from "tandem-ml";`,
    "",
    "export default defineProject({",
    `  name: ${text(proposal.name)},`,
    `  data: ${proposal.kind}(${text(proposal.source)}),`,
    `  predict: ${text(proposal.predict)},`,
    ...(proposal.time
      ? [
          `  // The model is tested on the latest rows, as it will be used.`,
          `  time: ${text(proposal.time)},`,
        ]
      : []),
    ...(proposal.id.length > 0
      ? [
          `  // Names and numbers of rows: they cannot tell anything about another row.`,
          `  id: ${text(proposal.id).replaceAll('","', '", "')},`,
        ]
      : []),
    ...(proposal.maybeKnownLater.length > 0
      ? [
          "  // These nearly give the answer away. If they are only known afterwards, switch this line on:",
          `  // knownLater: ${later},`,
        ]
      : []),
    "});",
    "",
  ];
  return lines.join("\n");
}
