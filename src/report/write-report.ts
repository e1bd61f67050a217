import type { TaskKind } from "../model/index.ts";
import type { RunRecord } from "../project/index.ts";
import { paragraph, title, type Block } from "./blocks.ts";
import { toMarkdown } from "./markdown.ts";
import { writePage, type PageFrame } from "./page.ts";
import { sections } from "./sections/index.ts";

/** A report in its two forms; both say the same. */
export interface Report {
  /** One self-contained page. */
  readonly html: string;
  readonly markdown: string;
}

/**
 * Writes the report of a run: the answer first, then the data, the preparation, the test, the models, how far the
 * answers can be trusted, what matters, where it is weak, the limits, and how to get the same again. Every sentence is
 * computed from the record; the same record gives the same bytes.
 * @throws T2101 where a chart cannot be drawn, T2102 where the record's winner is not among its models.
 * @example
 * const { html } = await writeReport(run);
 * await writeFile("report.html", html);
 */
export async function writeReport(run: RunRecord): Promise<Report> {
  const blocks = await reportBlocks(run);
  const frame = frameOf(run);
  return {
    html: writePage(frame, blocks),
    markdown: toMarkdown([title(frame.title), paragraph(frame.subtitle), ...blocks, paragraph(frame.footer)]),
  };
}

/** The report as blocks, for those who set them in their own page. */
async function reportBlocks(run: RunRecord): Promise<readonly Block[]> {
  const parts: Block[] = [];
  for (const section of sections) parts.push(...(await section(run)));
  return parts;
}

/** What a run is about, after the name of its project. */
const aims: Readonly<Record<TaskKind, (target: string) => string>> = {
  regression: (target) => `predicting ${target}`,
  binary: (target) => `predicting ${target}`,
  multiclass: (target) => `predicting ${target}`,
  ranking: (target) => `ranking by ${target}`,
  clusters: () => "rows that are alike",
  outliers: () => "unusual rows",
};

const frameOf = (run: RunRecord): PageFrame => ({
  title: `${run.project}: ${aims[run.target.task.kind](run.target.column ?? "")}`,
  subtitle: `Report of run ${run.id}, started ${run.startedAt.slice(0, 16).replace("T", " ")} UTC`,
  footer: `Written by Tandem from the record of run ${run.id}. Every number comes from that record.`,
});
