import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import { answerQuestion, parseQuestion } from "../../explore/index.ts";
import { withFile } from "../../project/index.ts";
import { intervalChart } from "../interval-chart.ts";
import { answerText } from "../answer-text.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the text of an answer", () => {
  it("has the sentence first, then a chart, the effect with its interval, p, and the assumptions", async () => {
    const path = join(folder, "sleep.csv");
    const gains = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const others = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const lines = [
      "patient,drug,extra",
      ...gains.map((gain, at) => `${at},one,${gain}`),
      ...others.map((gain, at) => `${at},two,${gain}`),
    ];
    await writeFile(path, lines.join("\n"));
    const answer = await withFile(path, quietEffects(), (reader) =>
      answerQuestion(reader, parseQuestion("extra by drug paired by patient")),
    );
    const text = answerText(answer);
    // Student (1908), as R prints it: t = -4.0621, df = 9, p-value = 0.002833, interval -2.4598858 to -0.7001142.
    expect(text.split("\n")[0]).toMatch(
      /^On average extra is 1\.58 lower in one than in two, in the same pair/,
    );
    expect(text).toMatch(/mean difference \(one - two\) +-1\.58 +-2\.46 to -0\.7001 \(95 %\)/);
    expect(text).toMatch(/t\(9\) = -4\.062, p = 0\.002833/);
    expect(text).toMatch(/^holds: the differences are normally distributed|^doubtful: the differences/m);
    expect(text).toMatch(/^not checked: the observations are independent/m);
    expect(text).toMatch(/├─*●─*┤/);
  });
});

describe("an interval chart", () => {
  const interval = { level: 0.95, low: 1, high: 3 };

  it("puts intervals on a common scale, with the neutral value", () => {
    const chart = intervalChart(
      [
        { name: "a", count: 1, estimate: 2, interval },
        {
          name: "a name that is longer than the chart has room for",
          count: 1,
          estimate: 5,
          interval: undefined,
        },
      ],
      0,
    );
    const [first, second] = chart.split("\n") as [string, string];
    expect(first.indexOf("│")).toBeLessThan(first.indexOf("├"));
    expect(first.indexOf("●")).toBeGreaterThan(first.indexOf("├"));
    expect(first.indexOf("┤")).toBeLessThan(second.indexOf("●"));
    expect(first.length - "2".length).toBe(second.length - "5".length);
    expect(second).toContain("…");
  });

  it("draws an open interval to the edge, and equal values in the middle", () => {
    const open = intervalChart([
      { name: "a", count: 1, estimate: 2, interval: { level: 0.95, low: 1, high: Infinity } },
    ]);
    expect(open).not.toContain("┤");
    expect(intervalChart([{ name: "a", count: 1, estimate: 2, interval: undefined }])).toContain("●");
  });
});
