import { describe, expect, it } from "vitest";
import type { RunRecord } from "../project/index.ts";
import { carsRun } from "./fixtures/cars-run.test-support.ts";
import { penguinsRun } from "./fixtures/penguins-run.test-support.ts";
import { strikesRun } from "./fixtures/strikes-run.test-support.ts";
import { writeReport, type Report } from "./write-report.ts";

const runs: readonly RunRecord[] = [strikesRun, carsRun, penguinsRun];

const ids = [
  "answer",
  "data",
  "preparation",
  "testing",
  "models",
  "quality",
  "influence",
  "coefficients",
  "weakness",
  "tests",
  "limits",
  "reproduction",
];

/** Each report is written once; the test of determinism writes its own. */
const written = new Map<RunRecord, Promise<Report>>();
const reportOf = (run: RunRecord): Promise<Report> => {
  const report = written.get(run) ?? writeReport(run);
  written.set(run, report);
  return report;
};

describe("writeReport", () => {
  it.each(runs)("says the same of $project as the stored Markdown", async (run) => {
    await expect((await reportOf(run)).markdown).toMatchFileSnapshot(`fixtures/${run.project}.md`);
  });

  it("gives the same bytes for the same record, also after its way through JSON", async () => {
    const first = await reportOf(strikesRun);
    const again = await writeReport(JSON.parse(JSON.stringify(strikesRun)) as RunRecord);
    expect(again.html === first.html && again.markdown === first.markdown).toBe(true);
  });

  it.each(runs)("has every section of $project in order, linked from the contents", async (run) => {
    const { html } = await reportOf(run);
    const found = [...html.matchAll(/<section aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(found).toEqual(ids);
    for (const id of ids) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toContain(`<h2 id="${id}">`);
    }
  });

  it.each(runs)("closes every element of $project's page and gives no id twice", async (run) => {
    const { html } = await reportOf(run);
    expect(unbalanced(html)).toEqual([]);
    const all = [...html.matchAll(/<[^>]* id="([^"]+)"/g)].map(([, id]) => id);
    expect(all.length).toBe(new Set(all).size);
  });

  it.each(runs)("refers to nothing outside $project's page and runs nothing", async (run) => {
    const { html } = await reportOf(run);
    const tags = html.match(/<[a-zA-Z][^>]*>/g)!;
    expect(tags.filter((tag) => /^<(script|link|iframe|object|embed|img|base|form)\b/i.test(tag))).toEqual(
      [],
    );
    expect(
      tags.filter((tag) => /\s(src|href|xlink:href|srcset|action|style|on\w+)="(?!#)/i.test(tag)),
    ).toEqual([]);
    expect(html).not.toMatch(/https?:\/\/|@import|url\((?!#)/);
    expect(html).toContain("default-src 'none'");
  });

  it.each(runs)("gives every picture of $project words", async (run) => {
    const { html } = await reportOf(run);
    const pictures = html.match(/<svg\b[^>]*>/g)!;
    expect(pictures.length).toBeGreaterThan(2);
    for (const picture of pictures) expect(picture).toMatch(/ role="img" aria-label="[^"]{10,}"/);
    expect(html.match(/<figure>/g)?.length ?? 0).toBe(html.match(/<figcaption>/g)?.length ?? 0);
  });

  it("has a title, a language, landmarks, captions and row headings", async () => {
    const { html } = await reportOf(strikesRun);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain("<title>birdstrikes: predicting damaged</title>");
    for (const tag of ["<header>", "<nav ", "<main ", "<footer>"]) expect(html).toContain(tag);
    expect(html.match(/<table>/g)!.length).toBe(html.match(/<caption>/g)!.length);
    expect(html.match(/<h1/g)!.length).toBe(1);
  });

  it("never writes NaN, undefined or an object as text", async () => {
    for (const run of runs) {
      const { markdown } = await reportOf(run);
      expect(markdown).not.toMatch(/\bNaN\b|undefined|\[object|Infinity/);
    }
  });

  it("stays below 2 MB with 30 columns of long names", async () => {
    const { html } = await writeReport(wideRun(30));
    expect(html.length).toBeLessThan(2_000_000);
    expect(html).toContain("column 29 ");
  });

  it("keeps a page of 2,000 columns below 2 MB and says what is left out", async () => {
    const { html } = await writeReport(wideRun(2000));
    expect(html.length).toBeLessThan(2_000_000);
    expect(html).toContain("1,800 more columns are in the run’s record.");
  });

  it("lists what a cleaning step could not read, with counts", async () => {
    const action = {
      column: "Flight Date",
      transform: "parse-date",
      text: "98 values of 100 values became days; 2 values could not be read and became missing",
      examples: {
        title: "could not be read",
        values: [
          { value: "soon <b>", count: 1 },
          { value: "", count: 1 },
        ],
        more: 3,
      },
    };
    const models = strikesRun.models.map((model) => ({ ...model, actions: [action] }));
    const { markdown, html } = await writeReport({ ...strikesRun, models });
    expect(markdown).toContain("98 values of 100 values became days");
    expect(markdown).toContain("Values of “Flight Date” that could not be read");
    expect(markdown).toMatch(/\| empty text \| +1 \|/);
    expect(markdown).toContain("And 3 more values, less frequent.");
    expect(html).toContain("soon &lt;b&gt;");
  });

  it("names every column of a step, however many they are", async () => {
    const names = Array.from({ length: 40 }, (_, at) => `gauge ${at + 101}`);
    const text = "missing values became the median";
    const actions = names.map((column) => ({ column, transform: "impute", text }));
    const models = strikesRun.models.map((model) => ({ ...model, actions }));
    const { markdown } = await writeReport({ ...strikesRun, models });
    expect(markdown).toContain(`All 40 columns of: ${text}`);
    expect(names.filter((name) => !markdown.includes(name))).toEqual([]);
  });

  it("refuses a record whose winner is not among its models", async () => {
    const broken = { ...strikesRun, winner: { model: "gone", reason: "" } };
    await expect(writeReport(broken)).rejects.toThrow(/T2102/);
  });
});

describe("the report of hostile data", () => {
  const attack = `</title><script>alert("1")</script>'"><img src=x onerror=alert(1)>|\n# [a](javascript:b) \u202e`;
  const hostile = poison(strikesRun, attack);

  it("lets no markup of names and values through to the page", async () => {
    const { html } = await reportOf(hostile);
    expect(html).not.toMatch(/<script|<img|<\/title><s/i);
    expect(html.match(/<\/title>/g)!.length).toBe(1 + (html.match(/<title>/g)!.length - 1));
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toContain("\u202e");
    expect(unbalanced(html)).toEqual([]);
    const tags = html.match(/<[a-zA-Z][^>]*>/g)!;
    expect(tags.filter((tag) => /\son\w+=/.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
  });

  it("lets no markup through to the Markdown, and keeps its tables whole", async () => {
    const markdown = (await reportOf(hostile)).markdown;
    expect(markdown).not.toMatch(/<script|<img/i);
    expect(markdown).not.toMatch(/(?<!\\)\]\(/);
    const lines = markdown.split("\n");
    for (const [at, line] of lines.entries()) {
      if (!line.startsWith("| ---")) continue;
      const columns = cells(line);
      for (let next = at - 1; lines[next]?.startsWith("|"); next++) expect(cells(lines[next]!)).toBe(columns);
    }
  });
});

const cells = (line: string): number => line.replace(/\\./g, "").split("|").length;

/** Element names that are opened and not closed in order; empty where all is well. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const alone = new Set(["meta", "br", "hr", "!doctype"]);
  for (const [tag, slash, name] of html.matchAll(/<(\/?)([!a-zA-Z][\w-]*)[^>]*>/g)) {
    if (alone.has(name!.toLowerCase()) || tag.endsWith("/>")) continue;
    if (slash === "") open.push(name!);
    else if (open.pop() !== name) return [name!, ...open];
  }
  return open;
}

/** The record with an attack in every text that comes from data or a config. */
function poison(run: RunRecord, attack: string): RunRecord {
  const structural = new Set([
    "kind",
    "type",
    "role",
    "severity",
    "better",
    "metric",
    "measure",
    "part",
    "trainer",
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return structural.has(key) ? value : `${value}${attack}`;
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) =>
        key === "roles" ? [name + attack, item] : [name, walk(item, name)],
      ),
    );
  };
  const poisoned = walk(run, "") as RunRecord;
  return {
    ...poisoned,
    metric: run.metric,
    split: { ...poisoned.split, spec: { kind: "time", column: attack } },
  };
}

function wideRun(count: number): RunRecord {
  const [text, number] = [strikesRun.profile.columns[0]!, strikesRun.profile.columns[13]!];
  const names = Array.from({ length: count }, (_, at) => `column ${at} ${"of a long name ".repeat(3)}`);
  const columns = names.map((name, at) => ({ ...(at % 2 === 0 ? text : number), name }));
  const effect = strikesRun.explanation.dependence[0]!;
  return {
    ...strikesRun,
    profile: { ...strikesRun.profile, columns },
    snapshot: {
      ...strikesRun.snapshot,
      columns: names.map((name) => ({ ...strikesRun.snapshot.columns[0]!, name })),
    },
    roles: {},
    models: strikesRun.models.map((model) => ({
      ...model,
      actions: names.map((column) => ({ column, transform: "scale", text: `was scaled by ${column}` })),
    })),
    explanation: {
      ...strikesRun.explanation,
      importance: names.map((column) => ({ column, importance: { estimate: 0.1, low: 0.05, high: 0.15 } })),
      dependence: names.map((column) => ({ ...effect, column })),
    },
  };
}
