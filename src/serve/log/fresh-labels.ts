import { failInput, hashJson } from "../../base/index.ts";
import { identifier, sql } from "../../compile/index.ts";
import { labelTable } from "./label-table.ts";
import type { Label } from "./label.ts";
import { readLog, type ReadLog } from "./read-log.ts";

/** Labels that the log has not yet, and how many it has. */
interface FreshLabels {
  readonly fresh: readonly Label[];
  readonly knownCount: number;
}

const asked = identifier("labels that are brought");

/** Of the labels of a file, those whose place the log does not know: the same file again brings none. */
export const freshPlaces = (folder: string, labels: readonly Label[]): Promise<FreshLabels> =>
  unknownLabels(folder, labels);

/**
 * Of the labels of a table, those that are new. Rows of a table have no place, and come and go between two readings: a label is the same when
 * it says the same of the same prediction, known at the same moment. Where the table does not say when each was known, a label is new
 * when it is not what the log believes of its prediction by now. Fails with T2999 where that cannot be told: for labels by an entity (read again
 * later, they would be about later predictions) and for several labels of one prediction, without the moment each was known.
 */
export async function freshRows(
  folder: string,
  labels: readonly Label[],
  columns: { readonly entity?: string; readonly time?: string; readonly knownAt?: string },
  place: string,
): Promise<FreshLabels> {
  if (columns.knownAt !== undefined) {
    // Where a row says nothing, it is now.
    const silent = labels.filter(({ knownAt, recordedAt }) => knownAt === recordedAt).length;
    if (silent > 0) failWithoutMoment(`${silent} labels do not say when they became known`, place);
    return unknownLabels(folder, labels.map(placeByContent));
  }
  if (columns.entity !== undefined)
    failWithoutMoment("Labels of a table that name an entity must say when they became known", place);
  failOnContradiction(labels, place);
  const believed = await readLog(folder, (log) => believedLabels(log, labels));
  return unknownLabels(
    folder,
    labels.flatMap((label): Label[] => {
      const key = predictionKey(label);
      const belief = believed.get(key);
      if (belief?.label === label.label) return [];
      // What follows on the same belief has the same name, so that two readings at once bring it once.
      const batch = batchOf([key, label.label, belief ? [belief.batch, belief.position] : null]);
      // Whatever the clocks of two machines say, it is known later than what it corrects.
      const knownAt = Math.max(label.knownAt, (belief?.knownAt ?? Number.NEGATIVE_INFINITY) + 1);
      return [{ ...label, batch, position: 0, knownAt }];
    }),
    labels.length,
  );
}

const failWithoutMoment = (message: string, place: string): never =>
  failInput("T2999", message, {
    place,
    cure: "Name the column with that moment (--known-at), or a view that has one.",
  });

function failOnContradiction(labels: readonly Label[], place: string): void {
  const said = new Map<string, string | null>();
  for (const label of labels) {
    const key = predictionKey(label);
    if (said.has(key) && said.get(key) !== label.label)
      failWithoutMoment(
        "The table says several things of one prediction, and not which of them was known last",
        place,
      );
    said.set(key, label.label);
  }
}

const batchOf = (content: readonly unknown[]): string => `row/${hashJson(content)}`;

const placeByContent = (label: Label): Label => {
  const { request, row, column, value, time, knownAt } = label;
  return { ...label, batch: batchOf([request, row, column, value, time, label.label, knownAt]), position: 0 };
};

const predictionKey = ({ request, row }: Pick<Label, "request" | "row">): string =>
  JSON.stringify([request, row]);

/** The label that the log believes of each prediction. */
async function believedLabels(
  { engine, labels: kept }: ReadLog,
  labels: readonly Label[],
): Promise<ReadonlyMap<string, Pick<Label, "label" | "batch" | "position" | "knownAt">>> {
  await engine.register("labels that are brought", labelTable(labels));
  const rows = await engine.rows(
    sql`SELECT request, "row", label, batch, position, epoch_ms("knownAt") AS "knownAt" FROM ${kept}
      WHERE (request, "row") IN (SELECT (request, "row") FROM ${asked})
      QUALIFY row_number() OVER (PARTITION BY request, "row" ORDER BY "knownAt" DESC, "recordedAt" DESC, batch DESC, position DESC) = 1`,
  );
  return new Map(
    rows.map(({ request, row, label, batch, position, knownAt }) => [
      predictionKey({ request: String(request), row: Number(row) }),
      {
        label: label === null ? null : String(label),
        batch: String(batch),
        position: Number(position),
        knownAt: Number(knownAt),
      },
    ]),
  );
}

/** Those whose batch and position the log does not have, each once. */
async function unknownLabels(
  folder: string,
  labels: readonly Label[],
  count = labels.length,
): Promise<FreshLabels> {
  const once = [...new Map(labels.map((label) => [`${label.batch} ${label.position}`, label])).values()];
  if (once.length === 0) return { fresh: [], knownCount: count };
  const known = await readLog(folder, async ({ engine, labels: kept }) => {
    await engine.register("labels that are brought", labelTable(once));
    const rows = await engine.rows(
      sql`SELECT batch, position FROM ${kept} WHERE (batch, position) IN (SELECT (batch, position) FROM ${asked})`,
    );
    return new Set(rows.map(({ batch, position }) => `${String(batch)} ${String(position)}`));
  });
  const fresh = once.filter(({ batch, position }) => !known.has(`${batch} ${position}`));
  return { fresh, knownCount: count - fresh.length };
}
