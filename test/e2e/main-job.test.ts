import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "./browser.test-support.ts";
import {
  copyOfExample,
  endedProcessorMs,
  forgetKnownLater,
  tandem,
  tandemJson,
  temporaryFolder,
  type Finished,
  type RunDocument,
} from "./tandem.test-support.ts";

const costColumns = ["Cost Other", "Cost Repair", "Cost Total $"];
const sections = [
  "answer",
  "data",
  "preparation",
  "models",
  "quality",
  "influence",
  "weakness",
  "limits",
  "reproduction",
];

/** Set TANDEM_E2E_PICTURES to a folder to look at the pages afterwards. */
const pictures = process.env["TANDEM_E2E_PICTURES"] ?? temporaryFolder();

const isLinux = process.platform === "linux";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe("the main job", () => {
  let folder: string;
  let finished: Finished;
  let processorMs: number;
  let report: string;

  beforeAll(async () => {
    folder = copyOfExample();
    const before = isLinux ? endedProcessorMs() : 0;
    finished = await tandem(folder, "run", "examples/birdstrikes");
    processorMs = isLinux ? endedProcessorMs() - before : finished.durationMs;
    report = join(folder, /^Report {4}(.+)$/m.exec(finished.stdout)?.[1] ?? "no report is named");
  });

  it("ends by itself in a minute with exit code 0 and nothing on standard error", () => {
    expect(finished.stderr).toBe("");
    expect(finished.code).toBe(0);
    // Of one processor, where that can be known: other work on the machine takes its part of the time.
    expect(processorMs).toBeGreaterThan(0);
    expect(processorMs).toBeLessThan(60_000);
  });

  it("prints the winner with its interval", () => {
    expect(finished.stdout).toMatch(
      /^Winner {4}(logistic|boosting): auc 0\.[0-9]+ \(0\.[0-9]+ to 0\.[0-9]+\) on [0-9,]+ test rows/m,
    );
    expect(finished.stdout).toContain("64 proof rows reproduced bit for bit in a fresh process");
  });

  it("prints three next commands, aligned, and each of them works", async () => {
    const lines = finished.stdout.split("\n");
    const next = lines.slice(lines.indexOf("Next:") + 1).filter((line) => line !== "");
    expect(next).toHaveLength(3);
    const parts = next.map((line) => /^ {2}tandem (\S.*?) {2,}(\S.*)$/.exec(line)!);
    expect(new Set(parts.map((part) => part[0].length - part[2]!.length)).size).toBe(1);
    for (const [, command] of parts.slice(0, 2)) {
      const answer = await tandem(folder, ...command!.split(" "));
      expect([answer.code, answer.stderr]).toEqual([0, ""]);
    }
    expect(parts[2]![1]).toBe("serve examples/birdstrikes");
  });

  it("keeps every line of the text short enough to read, without a wall of warnings", () => {
    const lines = finished.stdout.split("\n");
    expect(lines.length).toBeLessThan(40);
    expect(lines.filter((line) => line.startsWith("warning")).length).toBeLessThan(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(160);
  });

  it("says nothing of leaks where the columns are declared", () => {
    expect(finished.stdout).not.toContain("ALERT");
    expect(finished.stdout).not.toContain("is it known when you predict");
    expect(readFileSync(report, "utf8")).not.toContain("is it known when you predict");
  });

  it("writes a report of at most 2 MB with a Markdown twin", () => {
    expect(statSync(report).size).toBeLessThan(2_000_000);
    expect(existsSync(report.replace(/html$/, "md"))).toBe(true);
  });

  it("writes a report that opens without an error and without the network, with every section", async () => {
    await withPage({ viewport: { width: 1200, height: 900 } }, async (page, problems) => {
      for (const id of sections) expect(await page.locator(`#${id}`).count(), id).toBe(1);
      expect(await page.locator("svg").count()).toBeGreaterThan(5);
      const silent = "svg:not([aria-label], [aria-labelledby], [aria-hidden=true], :has(title), :has(desc))";
      expect(await page.locator(silent).count()).toBe(0);
      expect(await scrollsSideways(page)).toBe(false);
      await page.screenshot({ path: join(pictures, "report.png"), fullPage: true });
      expect(problems).toEqual([]);
    });
  });

  it("writes a report that is dark where the reader wants it dark", async () => {
    await withPage({ colorScheme: "light" }, async (page) => {
      expect(await lightness(page, "backgroundColor")).toBeGreaterThan(0.85);
      expect(await lightness(page, "color")).toBeLessThan(0.3);
    });
    await withPage({ colorScheme: "dark" }, async (page, problems) => {
      expect(await lightness(page, "backgroundColor")).toBeLessThan(0.25);
      expect(await lightness(page, "color")).toBeGreaterThan(0.7);
      await page.screenshot({ path: join(pictures, "report-dark.png"), fullPage: true });
      expect(problems).toEqual([]);
    });
  });

  it("writes a report that a phone shows without scrolling sideways", async () => {
    await withPage({ viewport: { width: 360, height: 740 } }, async (page) => {
      await page.screenshot({ path: join(pictures, "report-phone.png"), fullPage: true });
      expect(await scrollsSideways(page)).toBe(false);
    });
  });

  it("writes a report that prints", async () => {
    await withPage({ colorScheme: "dark" }, async (page) => {
      const pdf = await page.pdf({ path: join(pictures, "report.pdf"), format: "A4" });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(pdf.length).toBeGreaterThan(20_000);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await lightness(page, "color")).toBeLessThan(0.3);
    });
  });

  /** Opens the report and tells every console error, page error and request beside the page itself. */
  async function withPage(
    options: Parameters<Browser["newPage"]>[0],
    work: (page: Page, problems: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const page = await browser.newPage(options);
    const address = pathToFileURL(report).href;
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== address && !request.url().startsWith("data:")) problems.push(request.url());
    });
    try {
      await page.goto(address, { waitUntil: "load" });
      await work(page, problems);
    } finally {
      await page.close();
    }
  }
});

describe("the main job without the columns that are known later", () => {
  it("names them with the figure, and tells what to add, in text, JSON and report", async () => {
    const folder = copyOfExample();
    forgetKnownLater(folder);
    const { code, stdout } = await tandem(folder, "run", "examples/birdstrikes");
    expect(code).toBe(0);
    for (const name of costColumns)
      expect(stdout).toMatch(
        new RegExp(
          `Where ${name.replace("$", "\\$")} is above 0, [0-9]+ % of the rows have .*, against 11 % overall: is it known when you predict\\?`,
        ),
      );
    expect(stdout).toContain("Where Cost Repair is above 0, 85 % of the rows");
    const line = /knownLater: (\[.*\])/.exec(stdout)?.[1];
    expect((JSON.parse(line!) as string[]).sort()).toEqual(costColumns);

    const document = await tandemJson<RunDocument>(folder, "run", "examples/birdstrikes");
    expect(document.steps.every(({ reused }) => reused)).toBe(true);
    const leaks = document.alerts.filter(({ kind }) => kind === "leak");
    expect(leaks.flatMap(({ columns }) => columns).sort()).toEqual(costColumns);
    const page = readFileSync(document.report, "utf8").replaceAll("&quot;", '"');
    for (const { severity, text, cure } of leaks) {
      expect(severity).toBe("high");
      expect(text).toContain("is it known when you predict?");
      expect(cure).toContain("knownLater");
      expect(page).toContain(text);
      expect(page).toContain(cure);
    }
  });
});

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");

/** How light the page's background or text is, from 0 (black) to 1 (white). */
async function lightness(page: Page, property: "backgroundColor" | "color"): Promise<number> {
  const text = await page.evaluate<string>(`getComputedStyle(document.body).${property}`);
  const [red, green, blue] = text.match(/[0-9.]+/g)!.map(Number) as [number, number, number];
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
