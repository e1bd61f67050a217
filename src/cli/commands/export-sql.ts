import { exportSql } from "../../export/index.ts";
import { command } from "../command.ts";
import { findNamedPackage } from "../find-package.ts";
import { writtenResult } from "../written-result.ts";

interface ExportSqlFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly out?: string;
  readonly dialect?: string;
  readonly relation?: string;
  readonly keep?: readonly string[];
}

/** `tandem export sql NAME`: a package as one statement for review. */
export const exportSqlCommand = command<ExportSqlFlags, [string]>(async (context, flags, wanted) => {
  const { out, dialect, relation, keep } = flags;
  const { predictor } = await findNamedPackage(context, flags.folder, wanted);
  const text = exportSql(predictor.content, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(relation === undefined ? {} : { relation }),
    ...(keep === undefined ? {} : { keep }),
  });
  return writtenResult(context, predictor, out, text);
});
