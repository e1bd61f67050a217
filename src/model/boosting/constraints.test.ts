import { describe, expect, it } from "vitest";
import { createRandom, quietEffects } from "../../base/index.ts";
import { evaluateExpr } from "../../compile/index.ts";
import { walk, type Expr, type ForestExpr } from "../../ir/index.ts";
import { boosting, type BoostingParameters } from "../boosting.ts";
import type { Task } from "../task.ts";
import type { Fitted, TrainingSet } from "../trainer.ts";
import { fitPeer, heldOutLoss, peerTasks, type PeerTask } from "./peer-set.test-support.ts";

const context = { seed: 5, effects: quietEffects(() => 0) };
const { regression, binary, multiclass } = peerTasks;

/** Age and price with gaps, a category, and a target that breaks the wanted directions here and there. */
function unrulySet(task: Task, rowCount = 1500): TrainingSet {
  const random = createRandom("unruly");
  const draw = (value: () => number): Float64Array => Float64Array.from({ length: rowCount }, value);
  const age = draw(() => (random.next() < 0.1 ? Number.NaN : random.next() * 10));
  const price = draw(() => (random.next() < 0.1 ? Number.NaN : random.next() * 10));
  const codes = Int32Array.from({ length: rowCount }, () => random.integer(9) - 1);
  const score = draw(() => random.next() * 2).map((noise, row) => {
    const [a, p] = [age[row]! || 4, price[row]! || 6];
    return a * 0.4 + Math.sin(a * 2) - p * 0.3 + Math.cos(p * 2) + (codes[row]! % 3) * a * 0.2 + noise;
  });
  return {
    task,
    rowCount,
    features: [
      { kind: "number", name: "age", values: age },
      { kind: "number", name: "price", values: price },
      { kind: "category", name: "level", codes, levelCount: 8 },
    ],
    target: task.kind === "regression" ? score : score.map((value) => Number(value > 1.5)),
  };
}

const train = (set: TrainingSet, given: Partial<BoostingParameters>): Promise<Fitted> =>
  boosting.train(set, undefined, boosting.normalize(given, "models.0", []), context);

/** How often the answers go against the direction along a fine grid of one feature, at many places of the others. */
function breaches(model: Expr, name: "age" | "price", direction: 1 | -1): number {
  const other = name === "age" ? "price" : "age";
  let count = 0;
  for (const place of [null, 0.3, 2.2, 3.9, 5.1, 7.4, 9.9]) {
    for (const level of [null, 0, 1, 2, 7]) {
      let last = -Infinity * direction;
      for (let step = -1; step <= 101; step++) {
        const answer = Number(evaluateExpr(model, { [name]: step / 10, [other]: place, level }));
        if ((answer - last) * direction < 0) count++;
        last = answer;
      }
    }
  }
  return count;
}

describe("monotoneConstraints", () => {
  const monotoneConstraints = { age: 1, price: -1 } as const;
  const few = { numIterations: 25, numLeaves: 20, minDataInLeaf: 5 };
  const ways: Readonly<Record<string, Partial<BoostingParameters>>> = {
    "as it is": {},
    "with bagging": { baggingFraction: 0.5 },
    "with drawn features and thresholds": { featureFractionBynode: 0.7, extraTrees: true },
    "with penalties": { lambdaL1: 2, lambdaL2: 1, pathSmooth: 5, maxDeltaStep: 0.5 },
    "bounded by the middle of each split": { monotoneConstraintsMethod: "basic" },
    "with quantiles in the leaves": { objective: "regression_l1" },
    "depth by depth": { growPolicy: "depthwise", maxDepth: 4 },
  };
  for (const [way, given] of Object.entries(ways)) {
    it(`holds exactly on a grid ${way}`, async () => {
      const { outputs } = await train(unrulySet(regression), { ...few, ...given, monotoneConstraints });
      expect(breaches(outputs[0]!, "age", 1)).toBe(0);
      expect(breaches(outputs[0]!, "price", -1)).toBe(0);
      const answers = [0, 3, 6, 9].map((age) => evaluateExpr(outputs[0]!, { age, price: 5, level: 1 }));
      expect(new Set(answers).size).toBe(4);
    });
  }

  it("holds for probabilities, and does not without the constraint", async () => {
    const bound = await train(unrulySet(binary), { ...few, monotoneConstraints });
    expect(breaches(bound.outputs[0]!, "age", 1) + breaches(bound.outputs[0]!, "price", -1)).toBe(0);
    const free = await train(unrulySet(binary), few);
    expect(breaches(free.outputs[0]!, "age", 1)).toBeGreaterThan(100);
  });

  it("is refused for more than two classes, for categories and for unknown names", async () => {
    const refused = (task: PeerTask, given: object) =>
      fitPeer(task, { monotoneConstraints: given } as Partial<BoostingParameters>);
    await expect(refused(multiclass, { x0: 1 })).rejects.toThrow("T2652");
    await expect(refused(regression, { x4: 1 })).rejects.toThrow("T2651");
    await expect(refused(regression, { x9: 1 })).rejects.toThrow(/T2650.*Did you mean x0/s);
  });

  /** LightGBM 4.7.0, monotone_constraints=[1,1,1,0,0] with its methods intermediate and basic. */
  it("is as good as LightGBM's under the same constraints", async () => {
    const rising = { monotoneConstraints: { x0: 1, x1: 1, x2: 1 } } as const;
    const loss = async (task: PeerTask, monotoneConstraintsMethod: "intermediate" | "basic") =>
      heldOutLoss(await fitPeer(task, { ...rising, monotoneConstraintsMethod }), task);
    expect(await loss(regression, "intermediate")).toBeLessThan(0.45748526284632907 * 1.02);
    expect(await loss(binary, "intermediate")).toBeLessThan(0.2177457048112639 * 1.02);
    expect(await loss(regression, "basic")).toBeLessThan(0.4935423857517248 * 1.02);
    expect(await loss(binary, "basic")).toBeLessThan(0.23456359140738767 * 1.02);
  });
});

/** The sets of features along all branches of a model, as sorted texts. */
function branches(outputs: readonly Expr[]): ReadonlySet<string> {
  const found = new Set<string>();
  const descend = (trees: ForestExpr, node: number, path: readonly string[]): void => {
    const input = trees.inputs[trees.feature[node]!];
    if (input?.kind !== "column") return void found.add([...new Set(path)].sort().join("+"));
    for (const child of [trees.left[node]!, trees.right[node]!]) descend(trees, child, [...path, input.name]);
  };
  for (const output of outputs)
    walk(output, (part) => {
      if (part.kind === "forest") for (const root of part.roots) descend(part, root, []);
    });
  return found;
}

describe("interactionConstraints", () => {
  it("keeps features that share no list off one branch", async () => {
    const { outputs } = await fitPeer(regression, {
      interactionConstraints: [
        ["x0", "x3"],
        ["x1", "x4"],
      ],
    });
    const seen = branches(outputs);
    expect(
      [...seen].filter((path) => !["x0", "x3", "x0+x3", "x1", "x4", "x1+x4", "x2"].includes(path)),
    ).toEqual([]);
    expect(seen).toContain("x0+x3");
    expect(seen).toContain("x1+x4");
    // In no list: it stands alone, and is not lost.
    expect(seen).toContain("x2");
  });

  it("lets lists overlap, and takes the name of a column for all that is made of it", async () => {
    const set = unrulySet(regression);
    const features = set.features.map((feature) =>
      feature.name === "level" ? feature : { ...feature, name: `day ${feature.name}` },
    );
    const { outputs } = await train(
      { ...set, features },
      { interactionConstraints: [["day"], ["level", "day age"]] },
    );
    const seen = branches(outputs);
    expect(seen).toContain("day age+day price");
    expect(seen).toContain("day age+level");
    expect([...seen].filter((path) => path.includes("day price+level"))).toEqual([]);
  });

  /** LightGBM 4.7.0, interaction_constraints=[[0,3],[1,4],[2]]. */
  it("is as good as LightGBM under the same lists", async () => {
    const interactionConstraints = [["x0", "x3"], ["x1", "x4"], ["x2"]];
    const losses = {
      regression: 0.8931643472488623,
      binary: 0.33898816042686997,
      multiclass: 0.6985240647073802,
    };
    for (const task of [regression, binary, multiclass])
      expect(
        heldOutLoss(await fitPeer(task, { interactionConstraints }), task) / losses[task.kind],
      ).toBeLessThan(1.02);
  });
});
