import { describe, expect, it } from "vitest";
import { TandemError } from "../base/index.ts";
import { prepareTrainingSet, prepareValidationSet, takeTrainingRows } from "./prepare-training-set.ts";
import type { TrainingSet } from "./trainer.ts";
import type { TaskKind } from "./task.ts";

const features = [{ kind: "number", name: "x", values: Float64Array.of(1, 2, 3) }] as const;
const none = new Float64Array(0);
const ranking: TrainingSet = {
  task: { kind: "ranking" },
  rowCount: 3,
  features,
  target: Float64Array.of(0, 31, 2),
  group: Int32Array.of(1, 0, 1),
};
const clusters: TrainingSet = { task: { kind: "clusters" }, rowCount: 3, features, target: none };

const prepare = (set: TrainingSet, tasks: readonly TaskKind[] = [set.task.kind]): TrainingSet =>
  prepareTrainingSet(
    { name: "any", tasks, handles: { missing: false, categories: false, anySize: true } },
    set,
  );

/** What a set is refused with. */
function refusal(set: TrainingSet): string {
  try {
    prepare(set);
  } catch (error) {
    if (error instanceof TandemError) return error.message;
    throw error;
  }
  return "nothing";
}

describe("prepareTrainingSet", () => {
  it("takes groups in any order for a ranking, and no target for clusters and outliers", () => {
    expect(prepare(ranking)).toBe(ranking);
    expect(prepare(clusters)).toBe(clusters);
    const outliers: TrainingSet = { ...clusters, task: { kind: "outliers" } };
    expect(prepare(outliers)).toBe(outliers);
  });

  it("says which grade of a ranking is none", () => {
    for (const wrong of [-1, 32, 1.5, Number.NaN])
      expect(refusal({ ...ranking, target: Float64Array.of(0, wrong, 2) })).toMatch(
        new RegExp(`T1655 The target is ${wrong} in row 2.*whole number, 0 to 31`, "s"),
      );
  });

  it("asks a ranking for a group of each row", () => {
    const { group: _, ...without } = ranking;
    expect(refusal(without)).toMatch(/T1655 There are 0 numbers of groups for 3 rows/);
    expect(refusal({ ...ranking, group: Int32Array.of(0, 1) })).toMatch(
      /T1655 There are 2 numbers of groups/,
    );
    expect(refusal({ ...ranking, group: Int32Array.of(0, -1, 1) })).toMatch(/T1655 The group is -1 in row 2/);
  });

  it("refuses two features of one name, and rows to stop by that lack a feature or have it of another kind", () => {
    const twice = { ...clusters, features: [...features, ...features] };
    expect(refusal(twice)).toMatch(/T1655 Two features have the name "x"/);
    const trainer = {
      name: "any",
      tasks: ["clusters"],
      handles: { missing: true, categories: true },
    } as const;
    const codes = [{ kind: "category", name: "x", codes: Int32Array.of(0, 1, 1), levelCount: 2 }] as const;
    for (const other of [[], codes])
      expect(() => prepareValidationSet(trainer, clusters, { ...clusters, features: other })).toThrow(
        /T1655 The rows to stop by have no number "x"/,
      );
    expect(prepareValidationSet(trainer, clusters, clusters)).toBe(clusters);
  });

  it("refuses a target where the task has none", () => {
    expect(refusal({ ...clusters, target: Float64Array.of(1, 2, 3) })).toMatch(/T1655 There is a target/);
  });

  it("finds the first value that is no number wherever it stands, and takes the greatest numbers", () => {
    for (const rowCount of [3, 4, 7, 9]) {
      const great = new Float64Array(rowCount).fill(Number.MAX_VALUE);
      const withValues = (values: Float64Array): TrainingSet => ({
        ...clusters,
        rowCount,
        features: [{ kind: "number", name: "x", values }],
      });
      expect(refusal(withValues(great))).toBe("nothing");
      for (let row = 0; row < rowCount; row++) {
        expect(refusal(withValues(great.with(row, -Infinity)))).toMatch(`infinite in row ${row + 1}`);
        expect(refusal(withValues(great.with(row, Number.NaN)))).toMatch(`in row ${row + 1}`);
      }
    }
  });

  it("refuses a task that the trainer does not name", () => {
    expect(() => prepare(clusters, ["regression"])).toThrow(/T1654 any cannot do clusters/);
  });

  it("drops the rows of weight 0 with their groups", () => {
    const kept = prepare({ ...ranking, weight: Float64Array.of(1, 0, 2) });
    expect(kept).toMatchObject({ rowCount: 2, target: Float64Array.of(0, 2), group: Int32Array.of(1, 1) });
    const unlabelled = prepare({ ...clusters, weight: Float64Array.of(0, 1, 2) });
    expect(unlabelled).toMatchObject({ rowCount: 2, target: none });
  });
});

describe("takeTrainingRows", () => {
  it("takes groups with their rows, and leaves an empty target empty", () => {
    const rows = Uint32Array.of(2, 1);
    expect(takeTrainingRows(ranking, rows).group).toEqual(Int32Array.of(1, 0));
    expect(takeTrainingRows(clusters, rows).target).toHaveLength(0);
  });
});
