import { rollback, type Alias } from "../../project/index.ts";
import { command } from "../command.ts";
import { registeredVersions } from "../registered-versions.ts";
import { withStore } from "../with-store.ts";

/** `tandem rollback`: points an alias back at where it was. */
export const rollbackCommand = command<{ json: boolean; folder?: string; alias: Alias }, []>(
  (context, flags) =>
    withStore(context, flags.folder, async (store, folder) => {
      const [newest] = await registeredVersions(store, folder);
      const { from, to } = await rollback(store, newest.name, flags.alias, context.effects);
      return {
        text: `The ${flags.alias} of ${newest.name} is back at version ${to} (it was ${from}).`,
        document: { name: newest.name, alias: flags.alias, from, to },
      };
    }),
);
