import { describe, expect, it } from "vitest";
import { carsRun } from "./fixtures/cars-run.test-support.ts";
import { strikesRun } from "./fixtures/strikes-run.test-support.ts";
import { writeProfileReport } from "./profile-report.ts";

const { snapshot, profile } = strikesRun;

describe("writeProfileReport", () => {
  it("says what the data look like as the stored Markdown does", async () => {
    const { markdown } = await writeProfileReport({ name: "birdstrikes", snapshot, profile });
    await expect(markdown).toMatchFileSnapshot("fixtures/birdstrikes-profile.md");
  });

  it("puts alerts of high weight first, and says so where there are none", async () => {
    const { html } = await writeProfileReport({ name: "birdstrikes", snapshot, profile });
    expect(html.indexOf("Look at this first")).toBeLessThan(html.indexOf("What is remarkable</h2>"));
    const calm = await writeProfileReport({
      name: "cars",
      snapshot: carsRun.snapshot,
      profile: carsRun.profile,
    });
    expect(calm.html).toContain("No alert of high weight was raised.");
    expect(calm.html).not.toContain("Look at this first");
  });

  it("writes a page without rows and columns", async () => {
    const empty = {
      rowCount: 0,
      duplicateRows: 0,
      columns: [],
      alerts: [],
      associations: [],
      associationRows: 0,
      relations: [],
    };
    const { markdown } = await writeProfileReport({ name: "empty", snapshot, profile: empty });
    expect(markdown).toContain("Rows: **0**");
    expect(markdown).not.toMatch(/NaN|Infinity|undefined/);
  });
});
