import { failInput } from "../../base/index.ts";
import { listRuns, readRun, type RunRecord } from "../../project/index.ts";
import { command } from "../command.ts";
import { intervalText, textTable } from "../text-table.ts";
import { withStore } from "../with-store.ts";

/** `tandem compare [RUN] [RUN]`: what differs between two runs, and whether the winners can be told apart. */
export const compareCommand = command<
  { json: boolean; folder?: string },
  [string | undefined, string | undefined]
>((context, flags, first, second) =>
  withStore(context, flags.folder, async (store, folder) => {
    const runs = await listRuns(store);
    if (runs.length < 2 && !(first && second))
      failInput(
        "T2413",
        `There ${runs.length === 1 ? "is one run" : "are no runs"}, and comparing takes two`,
        { place: folder, cure: "Change something and run `tandem run` again." },
      );
    const newest = await readRun(store, second ?? "latest");
    const older = await readRun(
      store,
      first ?? runs[runs.findIndex(({ id }) => id === newest.id) + 1]?.id ?? runs[1]!.id,
    );
    const differences = settingsThatDiffer(older, newest);
    const verdict = compareWinners(older, newest);
    const text = [
      `${older.id} and ${newest.id} of ${newest.project}`,
      "",
      differences.length === 0
        ? "Nothing that went in differs."
        : textTable(
            ["what", older.id, newest.id],
            differences.map(({ what, older, newer }) => [what, older, newer]),
          ),
      "",
      textTable(
        ["model", ...metricsOf(older, newest)],
        [...modelRows(older, newest, older), ...modelRows(older, newest, newest)],
      ),
      "",
      verdict.text,
    ].join("\n");
    return { text, document: { runs: [older.id, newest.id], differences, verdict } };
  }),
);

interface Difference {
  readonly what: string;
  readonly older: string;
  readonly newer: string;
}

function settingsThatDiffer(older: RunRecord, newer: RunRecord): Difference[] {
  const facts = (run: RunRecord): Readonly<Record<string, string>> => ({
    "snapshot of the data": run.snapshot.hash.slice(0, 12),
    rows: run.snapshot.rowCount.toLocaleString("en"),
    definition: run.definitionHash.slice(0, 12),
    seed: String(run.seed),
    task: run.target.task.kind,
    target: run.target.column ?? "none",
    split: run.split.spec.kind,
    "test rows": run.split.test.toLocaleString("en"),
    winner: run.winner.model,
    package: run.packageHash.slice(0, 12),
    ...Object.fromEntries(run.choices.map(({ what, chosen }) => [what, chosen])),
    ...Object.fromEntries(Object.entries(run.roles).map(([name, role]) => [`role of ${name}`, role])),
  });
  const [left, right] = [facts(older), facts(newer)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((what) => left[what] !== right[what])
    .map((what) => ({ what, older: left[what] ?? "", newer: right[what] ?? "" }));
}

const metricsOf = (older: RunRecord, newer: RunRecord): string[] => [
  ...new Set([older.metric.name, newer.metric.name]),
];

function modelRows(older: RunRecord, newer: RunRecord, run: RunRecord): string[][] {
  return run.models.map(({ name, test }) => [
    `${run.id} ${name}${name === run.winner.model ? " *" : ""}`,
    ...metricsOf(older, newer).map((metric) => {
      const value = test.metrics.find((one) => one.metric === metric)?.value;
      return value ? intervalText(value) : "";
    }),
  ]);
}

/** Two runs on the same test rows can be told apart when their intervals do not overlap; on others they cannot be compared. */
function compareWinners(
  older: RunRecord,
  newer: RunRecord,
): { readonly comparable: boolean; readonly better: string | null; readonly text: string } {
  const isComparable =
    older.snapshot.hash === newer.snapshot.hash &&
    older.target.column === newer.target.column &&
    JSON.stringify(older.split) === JSON.stringify(newer.split) &&
    older.seed === newer.seed &&
    older.metric.name === newer.metric.name;
  if (!isComparable)
    return {
      comparable: false,
      better: null,
      text: "The runs were tested on different rows or by different metrics, so their numbers do not rank them. Promote one and run the other again: `tandem run` then compares both on the same rows.",
    };
  if (older.packageHash === newer.packageHash)
    return { comparable: true, better: null, text: "Both runs made the same model, bit for bit." };
  const [left, right] = [winnerValue(older), winnerValue(newer)];
  const isOpen = [left, right].some((one) => !one || one.low === one.high);
  if (!left || !right || isOpen || (left.low <= right.high && right.low <= left.high))
    return {
      comparable: true,
      better: null,
      text: `The two winners cannot be told apart: their 95 % intervals of ${newer.metric.name} ${isOpen ? "are not both known" : "overlap"}. Promote one and run again for a paired comparison.`,
    };
  const newerWins =
    newer.metric.better === "higher" ? right.estimate > left.estimate : right.estimate < left.estimate;
  const better = newerWins ? newer : older;
  return {
    comparable: true,
    better: better.id,
    text: `The winner of ${better.id} (${better.winner.model}) is better: the 95 % intervals of ${newer.metric.name} do not overlap.`,
  };
}

const winnerValue = (run: RunRecord) =>
  run.models
    .find(({ name }) => name === run.winner.model)!
    .test.metrics.find(({ metric }) => metric === run.metric.name)?.value;
