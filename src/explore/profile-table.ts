import type { Effects } from "../base/index.ts";
import type { ColumnReader, ColumnReading } from "../data/index.ts";
import { takeRows, type ColumnRole, type Field } from "../schema/index.ts";
import { sortAlerts, type SizedAlert } from "./alerts/alert.ts";
import { findColumnAlerts } from "./alerts/column-alerts.ts";
import { correlatedAlerts } from "./alerts/correlated-alerts.ts";
import { duplicateRowsAlert, imbalanceAlert, mixedTypeAlerts } from "./alerts/table-alerts.ts";
import { targetDriftAlert, timeGapAlert } from "./alerts/time-alerts.ts";
import { associate, associationColumn, type AssociationColumn } from "./associations.ts";
import { createDuplicateRows } from "./duplicate-rows.ts";
import { leakAlert } from "./leak/leak-alert.ts";
import type { Association, ColumnProfile, Profile, TargetRelation } from "./profile.ts";
import { profileColumn, type ProfiledColumn } from "./profile-column.ts";
import { sampleRows } from "./row-sample.ts";
import { relateTarget } from "./target-relation.ts";
import { viewTarget, type ExploreTarget, type TargetView } from "./target-view.ts";

/** Associations and one-column scores look at so many rows at most. */
const sampleSize = 20_000;
/** Fewer rows where there are many pairs: rows times pairs stay below this. */
const associationWork = 1e8;
const leastRows = 2000;

/**
 * Profiles a table, one column at a time: exact counts, quantiles, histograms and duplicate rows; associations and
 * one-column scores on a fixed sample of rows; alerts. `readings` (of a snapshot) tell of values that did not fit their
 * type. A column without a role is a feature. The same table gives the same profile to the bit.
 * @example
 * const profile = await profileTable(reader, {}, { name: "damaged", task: "binary" }, quietEffects());
 * profile.alerts.map((alert) => alert.text);
 */
export async function profileTable(
  reader: ColumnReader,
  roles: Readonly<Record<string, ColumnRole>>,
  target: ExploreTarget | null,
  effects: Effects,
  readings: readonly ColumnReading[] = [],
): Promise<Profile> {
  const roleOf = (name: string): ColumnRole =>
    name === target?.name ? "target" : (roles[name] ?? "feature");
  // A derived target is costly to read, so that it is read once.
  const targetVector = target && (await reader.column(target.name));
  const view = target && targetVector ? viewTarget(target, targetVector) : null;
  const scoreRows = sampleRows(reader.rowCount, sampleSize);
  const associationRows = sampleRows(reader.rowCount, associationSampleSize(reader.schema.fields.length));
  const duplicates = createDuplicateRows(reader.rowCount);
  const columns: ColumnProfile[] = [];
  const samples: AssociationColumn[] = [];
  const relations: TargetRelation[] = [];
  const alerts: SizedAlert[] = mixedTypeAlerts(readings);
  for (const [done, field] of reader.schema.fields.entries()) {
    effects.signal.throwIfAborted();
    effects.progress({ task: "profile", done, total: reader.schema.fields.length, note: field.name });
    const role = roleOf(field.name);
    const vector = (role === "target" ? targetVector : null) ?? (await reader.column(field.name));
    const column = profileColumn(field, role, vector);
    columns.push(column.profile);
    if (role !== "id") duplicates.refine(column.vector, column.grid);
    if (isCompared(role)) samples.push(...sampleOf(field, column, associationRows));
    alerts.push(...alertsOf(column, role, view, scoreRows));
    relations.push(...present(role === "feature" && view ? relateTarget(column, view) : null));
  }
  const duplicateRows = duplicates.count();
  const associations = associate(samples, target?.name ?? null);
  alerts.push(
    ...present(
      duplicateRowsAlert(
        duplicateRows,
        reader.rowCount,
        columns.filter(({ role }) => role === "id").map(({ name }) => name),
      ),
    ),
    ...correlatedAlerts(associations, columns, target?.name ?? null, associationRows.length),
    ...present(view && imbalanceAlert(view)),
  );
  return {
    rowCount: reader.rowCount,
    duplicateRows,
    columns,
    alerts: sortAlerts(alerts),
    associations,
    associationRows: associationRows.length,
    relations: strongestFirst(relations, associations, target?.name ?? null),
  };
}

/** Columns whose relation with the target a profile keeps. */
const keptRelations = 50;

function strongestFirst(
  relations: readonly TargetRelation[],
  associations: readonly Association[],
  target: string | null,
): TargetRelation[] {
  const withTarget = associations.filter(({ columns }) => target !== null && columns.includes(target));
  const places = new Map(withTarget.flatMap(({ columns }, place) => columns.map((name) => [name, place])));
  const placeOf = ({ column }: TargetRelation): number => places.get(column) ?? withTarget.length;
  return relations.toSorted((left, right) => placeOf(left) - placeOf(right)).slice(0, keptRelations);
}

const isCompared = (role: ColumnRole): boolean =>
  role === "feature" || role === "target" || role === "knownLater";

function associationSampleSize(columnCount: number): number {
  const pairs = Math.max(1, (columnCount * (columnCount - 1)) / 2);
  return Math.max(leastRows, Math.min(sampleSize, Math.floor(associationWork / pairs)));
}

function sampleOf(field: Field, column: ProfiledColumn, rows: Uint32Array): AssociationColumn[] {
  return present(associationColumn(field.name, takeRows(column.vector, rows)));
}

function alertsOf(
  column: ProfiledColumn,
  role: ColumnRole,
  target: TargetView | null,
  scoreRows: Uint32Array,
): SizedAlert[] {
  if (role === "ignored") return [];
  const alerts = findColumnAlerts(column);
  if (role === "time")
    return [
      ...alerts,
      ...present(timeGapAlert(column)),
      ...present(target && targetDriftAlert(column, target)),
    ];
  return [...alerts, ...present(role === "feature" && target ? leakAlert(column, target, scoreRows) : null)];
}

const present = <T>(one: T | null): T[] => (one === null ? [] : [one]);
