export { joinParquet } from "./join-parquet.ts";
export { openParts, type PartRequest } from "./open-parts.ts";
export { openTableParts } from "./open-table-parts.ts";
export { readParquetPart, writeParquetPart } from "./parquet-part.ts";
export type * from "./part-plan.ts";
export { readCsvPart } from "./read-csv-part.ts";
export { readJsonPart } from "./read-json-part.ts";
export { tableOfPart, textOfPart } from "./text-part.ts";
