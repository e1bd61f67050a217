export {
  isTableAddress,
  readTableAddress,
  resolveTable,
  tableLabel,
  type Environment,
  type TableAddress,
} from "./table-address.ts";
export { refuseOrder } from "./open-table.ts";
export { stageDatabaseTable } from "./stage-database-table.ts";
export { refuseTable, writeDatabaseTable } from "./write-database-table.ts";
