import { stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../project/index.ts";

/** What a project's folder needs for its config to be checked: folders with a dot are only read when they are named. */
const config = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  },
  include: ["tandem.config.ts", ".tandem/types.d.ts"],
};

/** Writes a tsconfig.json where there is none; true when it did. One that is there is the user's and stays as it is. */
export async function writeTypeScriptConfig(folder: string): Promise<boolean> {
  const path = join(folder, "tsconfig.json");
  if (await stat(path).catch(() => undefined)) return false;
  await writeFileAtomically(path, `${JSON.stringify(config, null, 2)}\n`);
  return true;
}
