import { describe, expect, it } from "vitest";
import { walk, type Expr, type ForestExpr } from "../../ir/index.ts";
import type { BoostingParameters } from "../boosting.ts";
import { fitPeer, heldOutLoss, peerTasks } from "./peer-set.test-support.ts";

const { regression, binary, multiclass } = peerTasks;

function forestsOf(outputs: readonly Expr[]): readonly ForestExpr[] {
  const found: ForestExpr[] = [];
  for (const output of outputs)
    walk(output, (part) => {
      if (part.kind === "forest") found.push(part);
    });
  return found;
}

/** Mean held-out losses of LightGBM 4.7.0 (regression, binary, multiclass) with the same parameters; see peer-set. */
const peers: Readonly<
  Record<
    string,
    { readonly given: Partial<BoostingParameters>; readonly losses: readonly [number, number, number] }
  >
> = {
  "lambdaL1 20": {
    given: { lambdaL1: 20 },
    losses: [0.5851930339365247, 0.2891343731401225, 0.6167047740430562],
  },
  "maxDeltaStep 0.3": {
    given: { maxDeltaStep: 0.3 },
    losses: [2.2593143548629513, 0.42748209396572484, 0.6615318753162726],
  },
  "pathSmooth 20": {
    given: { pathSmooth: 20 },
    losses: [0.4435462884292123, 0.21235602368819415, 0.4609377072934781],
  },
};

/** The same where draws decide, so that only the level can be compared: within 8 %. */
const drawn: typeof peers = {
  "featureFractionBynode 0.5": {
    given: { featureFractionBynode: 0.5 },
    losses: [0.46654620607591485, 0.21103873621194422, 0.4605566425004433],
  },
  extraTrees: {
    given: { extraTrees: true },
    losses: [0.45613279952944735, 0.2462338572846405, 0.49973473759135356],
  },
};

describe("penalties of the search", () => {
  for (const [cases, tolerance] of [
    [peers, 0.025],
    [drawn, 0.08],
  ] as const)
    for (const [name, { given, losses }] of Object.entries(cases))
      it(`reaches LightGBM's held-out loss with ${name}`, async () => {
        for (const [at, task] of [regression, binary, multiclass].entries()) {
          const ratio = heldOutLoss(await fitPeer(task, given), task) / losses[at]!;
          expect(ratio, task.kind).toBeLessThan(1 + tolerance);
          expect(ratio, task.kind).toBeGreaterThan(1 - 2 * tolerance);
        }
      });

  it("keeps every leaf within maxDeltaStep times the learning rate", async () => {
    const [trees] = forestsOf((await fitPeer(regression, { maxDeltaStep: 0.3 })).outputs);
    expect(Math.max(...trees!.value.map(Math.abs))).toBeCloseTo(0.03, 15);
  });

  it("gives no leaf a value where the penalty is greater than every gradient", async () => {
    const { outputs, diagnostics } = await fitPeer(regression, { lambdaL1: 1e9 });
    expect(forestsOf(outputs)).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["T1662"]);
  });

  it("grows all leaves of one depth before a deeper one when it is told to", async () => {
    const given = { numIterations: 1, numLeaves: 8, minDataInLeaf: 1 };
    const depths = (trees: ForestExpr, node = 0, depth = 0): readonly number[] =>
      trees.feature[node]! < 0
        ? [depth]
        : [trees.left[node]!, trees.right[node]!].flatMap((child) => depths(trees, child, depth + 1));
    const [byDepth] = forestsOf((await fitPeer(regression, { ...given, growPolicy: "depthwise" })).outputs);
    const [byGain] = forestsOf((await fitPeer(regression, given)).outputs);
    expect(depths(byDepth!)).toEqual([3, 3, 3, 3, 3, 3, 3, 3]);
    expect(Math.max(...depths(byGain!))).toBeGreaterThan(3);
  });

  it("keeps to the bins of a single feature", async () => {
    const { outputs } = await fitPeer(regression, { maxBinByFeature: { x0: 3 } });
    const [trees] = forestsOf(outputs);
    const at = trees!.inputs.findIndex((input) => input.kind === "column" && input.name === "x0");
    const thresholds = trees!.threshold.filter((_, node) => trees!.feature[node] === at);
    expect(new Set(thresholds).size).toBe(2);
  });
});
