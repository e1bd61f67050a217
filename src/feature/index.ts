/*
 * Event features: what had happened, and was known, before each row's prediction time.
 *
 * Define.  `events`, `history` and the windows build what a user writes. `normalizeFeatures(spec.features, { rows, time,
 *          tables }, place, diagnostics)` holds it against the schemas and gives a `FeatureSet`: plain frozen JSON with the
 *          type of each feature, to be put into a definition or a package. `readPackageFeatures`
 *          of project/ reads it back out of a package.
 * Join.    `pointInTimeJoin(engine, set, { rows, tables })` gives one vector per feature in the order of the rows, for
 *          training and for scoring files. `rows` is a ColumnReader with the columns `set.rowFields` (and, for `history`,
 *          what the features read); `tables` has a relation (what stands after FROM, read_parquet(…) for a snapshot) for each
 *          `source`.
 * Serve.   A `FeatureStateStore` keeps events as they come (`append`) and answers with the features of one row (`read`),
 *          equal to the join to the bit. `createMemoryState(set)` keeps them in memory; `openFeatureState` of serve/ keeps them in a file.
 *          A row needs the columns `set.rowFields`; put what `read` gives beside them and hand the row to the model.
 */
export * from "./definition.ts";
export * from "./spec.ts";
export { events, history } from "./events.ts";
export { days, hours, minutes, rows, weeks } from "./window.ts";
export { normalizeFeatures } from "./normalize-features.ts";
export { diagnoseEvents } from "./diagnose-events.ts";
export type { FeatureContext } from "./read-table.ts";
export * from "./state-store.ts";
export { pointInTimeJoin, type JoinOptions } from "./point-in-time-join.ts";
export { createFeatureState, createMemoryState, type StateOptions } from "./state/feature-state.ts";
export type { VersionLog } from "./state/version-log.ts";
export type { KeptVersion } from "./state/version.ts";
export { refuseLog, throwLogFailure } from "./state/log-failure.ts";
