import { basename, dirname, join, relative, resolve } from "node:path";
import { stat } from "node:fs/promises";
import { failInput, formatDiagnostic } from "../../base/index.ts";
import {
  configText,
  guessTarget,
  profileFile,
  proposeProject,
  writeFileAtomically,
} from "../../project/index.ts";
import { command } from "../command.ts";
import { argumentText, nextLines } from "../next-lines.ts";
import { writeTypeScriptConfig } from "../write-typescript-config.ts";
import { writeTypesFile } from "../write-types.ts";

interface InitFlags {
  readonly json: boolean;
  readonly predict?: string;
  readonly folder?: string;
  readonly force: boolean;
}

/** `tandem init FILE`: a typed project from a file, with the reasons for what was inferred. */
export const initCommand = command<InitFlags, [string]>(async (context, flags, file) => {
  const path = resolve(context.folder, file);
  const folder = resolve(context.folder, flags.folder ?? dirname(path));
  const config = join(folder, "tandem.config.ts");
  if (!flags.force && (await stat(config).catch(() => undefined)))
    failInput("T2414", "There is a config already", {
      place: config,
      cure: "Edit it, or replace it with --force.",
    });
  let predict = { name: "", reason: "" };
  const data = await profileFile(
    path,
    context.effects,
    (profile) => (predict = guessTarget(profile, flags.predict ?? null)).name,
  );
  const source = relative(folder, path).split("\\").join("/");
  const proposal = proposeProject(data, { name: basename(folder) || "project", source, predict });
  await writeFileAtomically(config, configText(proposal));
  const wroteTypeScript = await writeTypeScriptConfig(folder);
  await writeTypesFile(folder, [
    {
      schema: data.snapshot.schema,
      columns: data.snapshot.columns,
      source: { ...data.snapshot.source, path: source },
    },
  ]);
  const place = relative(context.folder, folder);
  const argument = place === "" ? "" : ` ${argumentText(place)}`;
  const text = [
    `Wrote ${relative(context.folder, config)} for ${data.snapshot.rowCount.toLocaleString("en")} rows and ${data.snapshot.schema.fields.length} columns.`,
    ...proposal.reasons.map((reason) => `- ${reason}`),
    wroteTypeScript
      ? "- wrote tsconfig.json, so that your editor knows the columns"
      : '- to let your editor know the columns, add ".tandem/types.d.ts" to "include" in tsconfig.json',
    ...data.snapshot.diagnostics.map(
      (diagnostic) => `${diagnostic.severity} ${formatDiagnostic(diagnostic)}`,
    ),
    "",
    ...nextLines([
      [`tandem profile${argument}`, "see what the data are like"],
      [`tandem run${argument}`, "learn, compare, explain, report"],
    ]),
  ].join("\n");
  return { text, document: { config, proposal, columns: data.snapshot.columns } };
});
