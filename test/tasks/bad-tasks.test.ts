import { describe, expect, it } from "vitest";
import { csv } from "../../src/index.ts";
import { csvText, projectFolder, refusalOf, runIn } from "../bad-input/project.test-support.ts";

const rows = csvText("q,x,grade,half,deep,word,day,label", 60, (row) => {
  const deep = row === 17 ? 32 : row % 3;
  return `q${Math.floor(row / 4)},${(row * 7) % 11},${row % 4},${(row % 4) / 2},${deep},w${row % 3},2024-01-${String(1 + (row % 28)).padStart(2, "0")},${row % 3}`;
});
const folder = await projectFolder({ "data.csv": rows });
const data = csv("data.csv");

/** The first thing that a spec is refused with. */
const told = async (spec: object): Promise<string> => {
  const [first] = await refusalOf(() => runIn(folder, { data, ...spec }));
  return `${first!.code} ${first!.message} ${first!.cure ?? ""}`;
};
const ranking = { task: "ranking", predict: "grade", group: "q" };

describe("a project that names a task", () => {
  it("is refused by name where the settings do not go together", async () => {
    expect(await told({ task: "rank", predict: "grade" })).toMatch(/^T2720 .*"ranking"/);
    expect(await told({ task: "ranking", predict: "grade" })).toMatch(/^T2721 .*group/);
    expect(await told({ task: "ranking", group: "q" })).toMatch(/^T2005 .*grade/);
    expect(await told({ task: "clusters", predict: "grade" })).toMatch(/^T2722 .*ignore/);
    expect(await told({ task: "outliers", predict: "label" })).toMatch(/^T2722 .*`label`/);
    expect(await told({ ...ranking, label: "label" })).toMatch(/^T2723/);
    expect(await told({ ...ranking, positive: 1 })).toMatch(/^T2724/);
    expect(await told({ task: "clusters", outlierShare: 0.1 })).toMatch(/^T2731/);
    expect(await told({ task: "outliers", outlierShare: 0.9 })).toMatch(/^T2731 .*up to 0\.5/);
    expect(await told({ ...ranking, metric: "auc", models: ["ridge"] })).toMatch(/^T1681 .*ranking/);
    expect(await told({ ...ranking, group: "quest" })).toMatch(/^T2060/);
    expect(await told({ ...ranking, group: "grade" })).toMatch(/^T2063/);
    expect(await told({ task: "clusters", models: ["ridge"] })).toMatch(/^T1654 ridge cannot do clusters/);
  });

  it("is refused where grades are none, or nothing can be ranked", async () => {
    expect(await told({ ...ranking, predict: "half" })).toMatch(/^T2725 .*0\.5 in row 2/);
    expect(await told({ ...ranking, predict: "deep" })).toMatch(/^T2725 .*32 in row 18/);
    expect(await told({ ...ranking, predict: "word" })).toMatch(/^T2725 .*Text/);
    const negative = ({ column }: { column: (name: string) => { subtract: (by: number) => unknown } }) => ({
      less: column("grade").subtract(1),
    });
    expect(await told({ ...ranking, columns: negative, predict: "less" })).toMatch(/^T2725 .*-1 in row 1/);
    const alone = await projectFolder({
      "one.csv": csvText("q,x,grade", 40, (row) => `${row},${row % 7},${row % 3}`),
    });
    const [nothing] = await refusalOf(() => runIn(alone, { data: csv("one.csv"), ...ranking }));
    expect(nothing!.code).toBe("T2726");
  });

  it("is refused where a split would part the rows of a group", async () => {
    for (const split of [{ kind: "random" }, { kind: "group", column: "word" }])
      expect(await told({ ...ranking, split })).toMatch(/^T2730/);
  });

  it("is refused where a label is neither yes nor no", async () => {
    expect(await told({ task: "outliers", label: "label" })).toMatch(/^T2732/);
    expect(await told({ task: "outliers", label: "day" })).toMatch(/^T2042/);
  });
});

describe("the weights of classes", () => {
  it("are refused by name where they are none", async () => {
    const named = (classWeight: unknown) =>
      told({ predict: "word", models: [{ trainer: "baseline", classWeight }] });
    expect(await named("balance")).toMatch(/^T2740/);
    expect(await named({ w1: -1 })).toMatch(/^T2740/);
    expect(await named({ w9: 2 })).toMatch(/^T2741 .*"w9".*w0, w1, w2/);
    expect(await told({ predict: "x", models: [{ trainer: "baseline", classWeight: "balanced" }] })).toMatch(
      /^T2742 .*regression/,
    );
  });
});
