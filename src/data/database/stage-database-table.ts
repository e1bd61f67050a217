import { failInput } from "../../base/index.ts";
import { interruptWhenAborted } from "../interrupt-when-aborted.ts";
import { stageDuckdb } from "./duckdb-table.ts";
import { stagePostgres } from "./postgres/postgres-table.ts";
import { stageSqlite } from "./sqlite-table.ts";
import type { DeclaredTypes, StagedTable, TableRequest } from "./staged-table.ts";
import { tableLabel, type TableAddress } from "./table-address.ts";

/**
 * Reads the rows of a table, as they are at one moment and in a stated order, into a file. Errors: T2991-T2995, T2997, T2998, those of
 * `request.check`; T1427 for a table without rows.
 */
export async function stageDatabaseTable(
  table: TableAddress,
  request: TableRequest,
): Promise<StagedTable & { readonly declared: DeclaredTypes }> {
  const { database } = table;
  const goOn = interruptWhenAborted(request.engine, request.effects.signal);
  const staged = await stage(table, request).finally(goOn);
  if (staged.rowCount === 0)
    failInput("T1427", `The table ${JSON.stringify(tableLabel(table))} has no rows`, {
      place: table.text,
      cure: "Check the name of the table, and how it is filled.",
    });
  return { ...staged, declared: { kind: database.kind, types: staged.declared } };
}

function stage(table: TableAddress, request: TableRequest): ReturnType<typeof stageSqlite> {
  const { database } = table;
  switch (database.kind) {
    case "sqlite":
      return stageSqlite(database.path, table, request);
    case "duckdb":
      return stageDuckdb(database.path, table, request);
    case "postgres":
      return stagePostgres(database, table, request);
  }
}
