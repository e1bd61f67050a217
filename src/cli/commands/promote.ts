import { failInput } from "../../base/index.ts";
import {
  comparePackages,
  listVersions,
  loadRegistered,
  promote,
  type Alias,
  type PackageComparison,
  type Store,
} from "../../project/index.ts";
import { command } from "../command.ts";
import { findingLines } from "../finding-lines.ts";
import { registeredVersions } from "../registered-versions.ts";
import { withStore } from "../with-store.ts";

interface PromoteFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly alias: Alias;
  readonly breaking: boolean;
}

/**
 * `tandem promote [VERSION]`: points an alias at a version. A version that breaks the clients of the one it points at now is
 * promoted only with `--breaking`.
 */
export const promoteCommand = command<PromoteFlags, [string | undefined]>((context, flags, version) =>
  withStore(context, flags.folder, async (store, folder) => {
    const [newest] = await registeredVersions(store, folder);
    const wanted = version === undefined ? newest.version : Number(version);
    if (!Number.isSafeInteger(wanted))
      failInput("T2411", `"${version}" is no version`, {
        cure: "Give a whole number; `tandem runs` lists the versions.",
      });
    const changes = await changesFor(store, newest.name, wanted, flags.alias);
    const lines = findingLines(changes.findings.filter(({ severity }) => severity !== "fine"));
    if (!changes.compatible && !flags.breaking) {
      const refusal = `Version ${wanted} of ${newest.name} breaks the clients of the ${flags.alias}, so nothing was changed.`;
      const cure =
        "Write their clients anew first (`tandem export client`), then promote it with --breaking.";
      return {
        text: [refusal, ...lines, cure].join("\n"),
        document: { name: newest.name, alias: flags.alias, promoted: false, ...changes },
        holds: false,
      };
    }
    const { from, to } = await promote(store, newest.name, wanted, flags.alias, context.effects);
    const text = `The ${flags.alias} of ${newest.name} is now version ${to}${from === null ? "" : ` (it was ${from}; \`tandem rollback\` goes back)`}.`;
    return {
      text: [text, ...lines].join("\n"),
      document: { name: newest.name, alias: flags.alias, from, to, promoted: true, ...changes },
    };
  }),
);

/** What changes for the clients of an alias; nothing when it points nowhere, or at a version that cannot be read any more. */
async function changesFor(
  store: Store,
  name: string,
  version: number,
  alias: Alias,
): Promise<PackageComparison> {
  const versions = await listVersions(store);
  const before = versions.find((entry) => entry.name === name && entry.aliases.includes(alias));
  const after = versions.find((entry) => entry.name === name && entry.version === version);
  if (!before || !after || before.version === version) return { compatible: true, findings: [] };
  const held = await store.objects.holds(before.objectHash);
  return held
    ? comparePackages(
        await loadRegistered(store, before.objectHash),
        await loadRegistered(store, after.objectHash),
      )
    : { compatible: true, findings: [] };
}
