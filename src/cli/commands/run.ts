import { join, relative, resolve } from "node:path";
import { loadConfig, runProject, writeFileAtomically, type FinishedRun } from "../../project/index.ts";
import { writeReport } from "../../report/index.ts";
import { command, type CommandResult } from "../command.ts";
import type { CliContext } from "../context.ts";
import { programVersions } from "../program-versions.ts";
import { runText } from "../run-text.ts";
import { verifyInFreshProcess } from "../verify-package.ts";
import { writeTypesFile } from "../write-types.ts";

interface RunFlags {
  readonly json: boolean;
  readonly model?: readonly string[];
  readonly threads?: number;
  readonly memory?: number;
}

/** `tandem run [FOLDER]`: the whole plan, then the report, then the package proven in a fresh process. */
export const runCommand = command<RunFlags, [string | undefined]>(async (context, flags, place) => {
  const config = await loadConfig(resolve(context.folder, place ?? "."), context.resolveLibrary);
  const finished = await runProject(config.spec, {
    folder: config.folder,
    place: relative(context.folder, config.path) || config.path,
    effects: context.effects,
    versions: programVersions(context.version),
    ...(flags.model ? { trainers: flags.model } : {}),
    engine: {
      ...(flags.threads ? { threads: flags.threads } : {}),
      ...(flags.memory ? { memoryLimitMb: flags.memory } : {}),
    },
  });
  const { snapshot, events } = finished.record;
  await writeTypesFile(config.folder, [snapshot, ...(events?.sources.map((one) => one.snapshot) ?? [])]);
  return finish(context, config.folder, finished);
});

async function finish(context: CliContext, folder: string, finished: FinishedRun): Promise<CommandResult> {
  const { record, content, packagePath } = finished;
  const runFolder = join(folder, ".tandem", "runs", record.id);
  context.effects.progress({ task: "report" });
  const report = await writeReport(record);
  const paths = { report: join(runFolder, "report.html"), markdown: join(runFolder, "report.md") };
  await writeFileAtomically(paths.report, report.html);
  await writeFileAtomically(paths.markdown, report.markdown);
  context.effects.progress({ task: "report", done: 1, total: 1 });
  context.effects.progress({ task: "prove the package" });
  const proof = await verifyInFreshProcess(packagePath, content.hash, context.effects.signal);
  context.effects.progress({ task: "prove the package", done: 1, total: 1 });
  const failedChecks = record.checks.filter(({ holds }) => !holds);
  const document = {
    run: record.id,
    project: record.project,
    winner: record.winner,
    metric: record.metric.name,
    models: record.models.map(({ name, validation, test }) => ({
      name,
      validation: validation.mean,
      test: test.metrics,
    })),
    differences: record.differences,
    evidence: record.evidence,
    summaries: record.summaries ?? [],
    alerts: record.profile.alerts,
    checks: record.checks,
    diagnostics: record.diagnostics,
    package: {
      hash: content.hash,
      version: finished.registeredVersion,
      path: packagePath,
      provenRows: proof.provenRows,
    },
    report: paths.report,
    steps: record.steps.map(({ name, reused, durationMs }) => ({ name, reused, durationMs })),
  };
  return {
    text: runText(finished, paths, proof.provenRows, context.folder, folder),
    document,
    holds: failedChecks.length === 0,
  };
}
