export { joinParquet, type ParquetPiece } from "./join-parquet.ts";
export { openParts, type PartRequest } from "./open-parts.ts";
export { openTableParts } from "./open-table-parts.ts";
export { readParquetPart, writeAnswers, writeParquetPart } from "./parquet-part.ts";
export type * from "./part-plan.ts";
export { readCsvPart } from "./read-csv-part.ts";
export { readJsonPart } from "./read-json-part.ts";
export { passedColumns, tableOfPart, textOfPart } from "./text-part.ts";
