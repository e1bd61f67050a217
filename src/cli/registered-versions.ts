import { failInput } from "../base/index.ts";
import { listVersions, type RegisteredVersion, type Store } from "../project/index.ts";

/** The versions in a project's registry, the newest first. Fails with T2410 when there is none. */
export async function registeredVersions(
  store: Store,
  folder: string,
): Promise<readonly [RegisteredVersion, ...RegisteredVersion[]]> {
  const [newest, ...older] = await listVersions(store);
  if (newest) return [newest, ...older];
  return failInput("T2410", "No package is registered yet", {
    place: folder,
    cure: "Run `tandem run` first, or give a package file where the command takes one.",
  });
}
