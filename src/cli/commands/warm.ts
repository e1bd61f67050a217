import { mkdir } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { failInput, formatDiagnostic } from "../../base/index.ts";
import { loadConfig, withSourceRows } from "../../project/index.ts";
import { openFeatureState, warmState, type WarmedSource } from "../../serve/index.ts";
import { command } from "../command.ts";
import { statePath } from "../event-state.ts";
import { findPackage } from "../find-package.ts";
import { textTable } from "../text-table.ts";

interface WarmFlags {
  readonly json: boolean;
  readonly package?: string;
  readonly state?: string;
}

/** `tandem warm [FOLDER]`: puts the past events of a project into the state that its service looks features up in. */
export const warmCommand = command<WarmFlags, [string | undefined]>(async (context, flags, place) => {
  const config = await loadConfig(resolve(context.folder, place ?? "."), context.resolveLibrary);
  const { predictor } = await findPackage(context, config.folder, flags.package);
  const features = predictor.content.eventFeatures;
  if (!features)
    return failInput("T2552", `The model ${predictor.name} looks at no events, so there is nothing to load`, {
      place: config.folder,
      cure: "Serve it as it is: tandem serve.",
    });
  const path = statePath(context, config.folder, flags.state);
  await mkdir(dirname(path), { recursive: true });
  const state = await openFeatureState(features.set, path);
  try {
    const setting = {
      folder: config.folder,
      place: relative(context.folder, config.path) || config.path,
      effects: context.effects,
    };
    const warmed = await withSourceRows(config.spec, setting, (sources) =>
      warmState(features, state, sources, context.effects),
    );
    const text = [
      `Past events of ${predictor.name} in ${path}:`,
      textTable(["events", "rows", "kept", "there before", "left out"], warmed.sources.map(cells)),
      ...warmed.diagnostics.map((diagnostic) => `${diagnostic.severity} ${formatDiagnostic(diagnostic)}`),
    ].join("\n");
    return { text, document: { state: path, ...warmed } };
  } finally {
    await state.close();
  }
});

const cells = ({ source, rowCount, accepted, duplicates, leftOut }: WarmedSource): string[] => [
  source ?? "(the data)",
  ...[rowCount, accepted, duplicates, leftOut].map((count) => count.toLocaleString("en")),
];
