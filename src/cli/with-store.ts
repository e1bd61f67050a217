import { resolve } from "node:path";
import { openStore, type Store } from "../project/index.ts";
import type { CliContext } from "./context.ts";

/** Opens the store of a project folder for some work and closes it afterwards. */
export async function withStore<Result>(
  context: CliContext,
  folder: string | undefined,
  work: (store: Store, folder: string) => Promise<Result>,
): Promise<Result> {
  const place = resolve(context.folder, folder ?? ".");
  const store = await openStore(place, context.effects);
  try {
    return await work(store, place);
  } finally {
    await store.close();
  }
}
