import { comparePackages } from "../../project/index.ts";
import { findingLines } from "../finding-lines.ts";
import { command } from "../command.ts";
import { findNamedPackage } from "../find-package.ts";

/** `tandem compatible OLD NEW`: whether clients of a package can go on with another. */
export const compatibleCommand = command<{ json: boolean; folder?: string }, [string, string]>(
  async (context, { folder }, before, after) => {
    const [old, now] = [
      await findNamedPackage(context, folder, before),
      await findNamedPackage(context, folder, after),
    ];
    const comparison = comparePackages(old.predictor.content, now.predictor.content);
    const answer = comparison.compatible
      ? `Clients of ${before} can go on with ${after}.`
      : `Clients of ${before} break with ${after}.`;
    const hashes = { old: old.predictor.hash, new: now.predictor.hash };
    return {
      text: [answer, ...findingLines(comparison.findings)].join("\n"),
      document: { ...hashes, ...comparison },
      holds: comparison.compatible,
    };
  },
);
