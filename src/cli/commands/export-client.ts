import { exportClient } from "../../export/index.ts";
import { command } from "../command.ts";
import { findNamedPackage } from "../find-package.ts";
import { writtenResult } from "../written-result.ts";

interface ExportClientFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly out?: string;
}

/** `tandem export client NAME`: the typed client of a model's service. */
export const exportClientCommand = command<ExportClientFlags, [string]>(async (context, flags, wanted) => {
  const { predictor } = await findNamedPackage(context, flags.folder, wanted);
  return writtenResult(context, predictor, flags.out, exportClient(predictor.content));
});
