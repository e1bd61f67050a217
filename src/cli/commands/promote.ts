import { failInput } from "../../base/index.ts";
import { promote, type Alias } from "../../project/index.ts";
import { command } from "../command.ts";
import { registeredVersions } from "../registered-versions.ts";
import { withStore } from "../with-store.ts";

/** `tandem promote [VERSION]`: points an alias at a version. */
export const promoteCommand = command<{ json: boolean; folder?: string; alias: Alias }, [string | undefined]>(
  (context, flags, version) =>
    withStore(context, flags.folder, async (store, folder) => {
      const [newest] = await registeredVersions(store, folder);
      const wanted = version === undefined ? newest.version : Number(version);
      if (!Number.isSafeInteger(wanted))
        failInput("T2411", `"${version}" is no version`, {
          cure: "Give a whole number; `tandem runs` lists the versions.",
        });
      const { from, to } = await promote(store, newest.name, wanted, flags.alias, context.effects);
      const text = `The ${flags.alias} of ${newest.name} is now version ${to}${from === null ? "" : ` (it was ${from}; \`tandem rollback\` goes back)`}.`;
      return { text, document: { name: newest.name, alias: flags.alias, from, to } };
    }),
);
