import {
  errorDiagnostic,
  throwIfErrors,
  warningDiagnostic,
  type Diagnostic,
  type Effects,
} from "../base/index.ts";
import { diagnoseEvents, type EventRow, type FeatureStateStore } from "../feature/index.ts";
import type { PackageFeatures, SourceRows } from "../project/index.ts";
import { findField, valueAt, type Table } from "../schema/index.ts";

/** What was put into a state of the events of one source. */
export interface WarmedSource {
  readonly source: string | null;
  readonly rowCount: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly leftOut: number;
}

/** Events are put in so many at a time. */
const batchSize = 10_000;

/**
 * Puts the past events of a project's sources into a state, so that a new service knows them from its first answer on. The
 * same rows put in again change nothing. Fails with T2550 for a source that the project does not have any more, or has
 * with other columns.
 */
export async function warmState(
  features: PackageFeatures,
  state: FeatureStateStore,
  sources: readonly SourceRows[],
  effects: Effects,
): Promise<{ readonly sources: readonly WarmedSource[]; readonly diagnostics: readonly Diagnostic[] }> {
  const names = features.tables.map(({ source }) => source);
  throwIfErrors(names.flatMap((name) => missingColumns(features, name, sources)));
  const warmed: WarmedSource[] = [];
  const diagnostics: Diagnostic[] = names.flatMap((name) => withoutId(features, name));
  for (const rows of sources) {
    if (!names.includes(rows.source)) continue;
    const table = await rows.reader.load(fieldNames(features, rows.source));
    const counts = { accepted: 0, duplicates: 0, leftOut: 0 };
    // Each batch would tell its own part of the same thing.
    let hasRemarks = false;
    for (let start = 0; start < table.rowCount; start += batchSize) {
      effects.signal.throwIfAborted();
      const note = rows.source ?? "rows of the data";
      effects.progress({ task: "load events", done: start, total: table.rowCount, note });
      const receipt = await state.append(rows.source, eventsOf(table, start), `${rows.hash}/${start}`);
      counts.accepted += receipt.accepted;
      counts.duplicates += receipt.duplicates;
      counts.leftOut += receipt.leftOut;
      hasRemarks ||= receipt.diagnostics.length > 0;
    }
    if (hasRemarks) diagnostics.push(...diagnoseEvents(features.set, rows.source, table));
    warmed.push({ source: rows.source, rowCount: table.rowCount, ...counts });
  }
  return { sources: warmed, diagnostics };
}

const fieldsOf = ({ set }: PackageFeatures, source: string | null) => [
  ...new Map(
    set.tables
      .filter((table) => table.source === source)
      .flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)),
  ).values(),
];

const fieldNames = (features: PackageFeatures, source: string | null): string[] =>
  fieldsOf(features, source).map(({ name }) => name);

function missingColumns(
  features: PackageFeatures,
  source: string | null,
  sources: readonly SourceRows[],
): Diagnostic[] {
  const rows = sources.find((one) => one.source === source);
  const place = source === null ? "data" : `events.${source}`;
  const cure = "Load them with the config that the model was made with, or make the model anew: tandem run.";
  if (!rows)
    return [
      errorDiagnostic("T2550", `The project has no events "${source}", which the model looks at`, {
        place,
        cure,
      }),
    ];
  return fieldsOf(features, source)
    .filter(({ name, type }) => findField(rows.reader.schema, name)?.type !== type)
    .map(({ name, type }) =>
      errorDiagnostic(
        "T2550",
        `The model looks at the column "${name}" as ${type}, and the project has none such`,
        {
          place,
          cure,
        },
      ),
    );
}

/** Events that nothing names cannot be told from those of another file. */
function withoutId({ set }: PackageFeatures, source: string | null): Diagnostic[] {
  const isNamed = set.tables.every((table) => table.source !== source || table.id.length > 0);
  return isNamed
    ? []
    : [
        warningDiagnostic(
          "T2551",
          `The events of ${source === null ? "the data" : `"${source}"`} have no id: what comes in again, from a changed file or over HTTP, counts again`,
          { place: source ?? "data", cure: "Load them once, or name the columns of an id in the config." },
        ),
      ];
}

function eventsOf(table: Table, start: number): EventRow[] {
  const columns = [...table.columns];
  return Array.from({ length: Math.min(batchSize, table.rowCount - start) }, (_, at) =>
    Object.fromEntries(columns.map(([name, vector]) => [name, valueAt(vector, start + at)])),
  );
}
