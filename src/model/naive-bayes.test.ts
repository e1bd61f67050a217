import { describe, expect, it } from "vitest";
import {
  answersOf,
  binary,
  binaryTarget,
  classTarget,
  context,
  farthest,
  first,
  formulaSet,
  multiclass,
  numberFeatures,
  rowCount,
  second,
  third,
  tripled,
} from "./fixtures/formula-rows.test-support.ts";
import { naiveBayes } from "./naive-bayes.ts";
import type { CategoryFeature, Feature } from "./trainer.ts";

const category = (name: string, levelCount: number, code: (row: number) => number): CategoryFeature => ({
  kind: "category",
  name,
  levelCount,
  codes: Int32Array.from({ length: rowCount }, (_, row) => code(row)),
});
/** Columns that know a little of the target. */
const categories: readonly Feature[] = [
  category("c1", 4, (row) => (row * 3 + classTarget[row]!) % 4),
  category("c2", 5, (row) => (row * row + binaryTarget[row]!) % 5),
];

// GaussianNB (its smoothing taken from the weighted variance), CategoricalNB and their product of scikit-learn 1.9.1 on the formula rows (binary: the probability of true in
// the first six rows; three classes: of the first two).
const figures: Readonly<Record<string, Readonly<Record<"gauss" | "cat" | "mixed", readonly number[]>>>> = {
  "binary plain": {
    gauss: [
      0.6222871467860782, 0.8596299904961681, 0.7838795298143092, 0.4236738091879176, 0.22543373137122993,
      0.6508002996863257,
    ],
    cat: [
      0.5592286501377414, 0.9385310497005358, 0.850388988629563, 0.850388988629563, 0.46203186426650134,
      0.5592286501377414,
    ],
    mixed: [
      0.5988864127471367, 0.9852482471055796, 0.9364103064947823, 0.7490351478843565, 0.1514961144532281,
      0.6281103733946046,
    ],
  },
  "binary weighted": {
    gauss: [
      0.7099400013140904, 0.8744881246374686, 0.7897911088377634, 0.42788717771596424, 0.2168836986792214,
      0.6174268921047659,
    ],
    cat: [
      0.6281052455877802, 0.9608679250437925, 0.8874087690549475, 0.8874087690549475, 0.42417360640039403,
      0.6281052455877802,
    ],
    mixed: [
      0.7404540716765546, 0.9916015421850904, 0.9533517732226663, 0.8026920841796702, 0.12341912009679658,
      0.6529152088889224,
    ],
  },
  "multi plain": {
    gauss: [
      0.356346387995204, 0.28406013916331757, 0.26370162651163237, 0.3300208589256288, 0.3033923531333019,
      0.36790690781491076, 0.3381507802261318, 0.3596705432988864, 0.39610898726690646, 0.34469644697409085,
      0.3375025256163106, 0.37987237585614375,
    ],
    cat: [
      0.5553454989287112, 0.40369345883664026, 0.23259884478500145, 0.263015616795348, 0.20788069455790595,
      0.47013018615403324, 0.20788069455790595, 0.47013018615403324, 0.1345670900204326, 0.3651943796862201,
      0.5553454989287112, 0.40369345883664026,
    ],
    mixed: [
      0.6134150414811631, 0.33852559697383533, 0.17051717839387415, 0.22981660396714185, 0.18593267040515177,
      0.48562797606002833, 0.21061912584857603, 0.4825107150375993, 0.17212727748327616, 0.3871397233648966,
      0.5422301900662371, 0.4225163675367581,
    ],
  },
  "multi weighted": {
    gauss: [
      0.34598108894302726, 0.3317491254024629, 0.18638255155139072, 0.4176922174974647, 0.2520947972930721,
      0.4180437042466325, 0.3653015127595696, 0.30962298613668726, 0.37342185572529385, 0.2784439570838788,
      0.31224108949967305, 0.3544416683339345,
    ],
    cat: [
      0.5047021916933496, 0.47194412224098525, 0.21871621840262187, 0.20717638783785855, 0.16387225066726202,
      0.49035520288165846, 0.16387225066726202, 0.49035520288165846, 0.09330752972219702, 0.39352132912641663,
      0.5047021916933496, 0.47194412224098525,
    ],
    mixed: [
      0.559124324424471, 0.41971573193415357, 0.13032367298219016, 0.2316155725981907, 0.13195204468951,
      0.5481675756016796, 0.20955449820419153, 0.4449570848472889, 0.12292723706221381, 0.32364717042243213,
      0.5175851748216885, 0.45996626734458845,
    ],
  },
};

// One GaussianNB or CategoricalNB for each feature on the rows where it is there, multiplied (scikit-learn 1.9.1).
const withGaps = [
  0.6626462490259005, 0.2336593721701753, 0.19356821599068372, 0.29328434723978025, 0.1040781094459136,
  0.4948525629976667, 0.34356219605296745, 0.34695218062609273, 0.2437987873490628, 0.3973754240682433,
  0.49582860867537115, 0.4205029754251032,
];

const defaults = { smoothing: 1, varianceSmoothing: 1e-9 };

describe("naive-bayes", () => {
  for (const [name, expected] of Object.entries(figures)) {
    const [task, weight] = name.split(" ");
    const answers = async (features: readonly Feature[]): Promise<readonly number[]> => {
      const set = formulaSet(
        task === "binary" ? binary : multiclass,
        features,
        weight === "weighted" ? tripled : undefined,
      );
      return answersOf(await naiveBayes.train(set, undefined, defaults, context), set, 6, 2);
    };
    it(`has the probabilities of scikit-learn for ${name} rows of numbers, of categories and of both`, async () => {
      expect(farthest(await answers(numberFeatures), expected.gauss)).toBeLessThan(1e-10);
      expect(farthest(await answers(categories), expected.cat)).toBeLessThan(1e-10);
      expect(farthest(await answers([...numberFeatures, ...categories]), expected.mixed)).toBeLessThan(1e-10);
    });
  }

  it("leaves missing values out of the product, in training and in scoring", async () => {
    const gaps = (values: Float64Array, from: number, step: number): Float64Array =>
      values.map((value, row) => (row % step === from ? Number.NaN : value));
    const set = formulaSet(multiclass, [
      { kind: "number", name: "x0", values: gaps(first, 1, 4) },
      { kind: "number", name: "x1", values: gaps(second, 2, 5) },
      { kind: "number", name: "x2", values: third },
      category("c1", 4, (row) => (row % 6 === 3 ? -1 : (row * 3 + classTarget[row]!) % 4)),
    ]);
    const fitted = await naiveBayes.train(set, undefined, defaults, context);
    expect(farthest(answersOf(fitted, set, 6, 2), withGaps)).toBeLessThan(1e-10);
    const blank = { ...set, features: set.features.map((feature) => emptied(feature)) };
    const shares = [0, 1, 2].map((one) => classTarget.filter((value) => value === one).length / rowCount);
    expect(farthest(answersOf(fitted, blank, 1), shares)).toBeLessThan(1e-15);
  });

  it("gives probability 0 to a class that no row has, and says nothing by a level it has not seen", async () => {
    const set = formulaSet({ kind: "multiclass", classes: ["a", "b", "c", "d"], type: "Text" }, categories);
    const rows = { ...set, target: classTarget.map((value) => (value === 1 ? 3 : value)) };
    const fitted = await naiveBayes.train(rows, undefined, defaults, context);
    const unseen = { ...rows, features: [category("c1", 4, () => 9), category("c2", 5, () => -1)] };
    const [a, b, c, d] = answersOf(fitted, unseen, 1);
    const share = (one: number): number => rows.target.filter((value) => value === one).length / rowCount;
    expect(b).toBe(0);
    expect(farthest([a!, c!, d!], [share(0), share(2), share(3)])).toBeLessThan(1e-15);
  });

  it("keeps to probabilities where a value is far from all classes", async () => {
    const set = formulaSet(binary);
    const fitted = await naiveBayes.train(set, undefined, defaults, context);
    const far = { ...set, features: numberFeatures.map((feature) => filledWith(feature, 1e300)) };
    const [probability] = answersOf(fitted, far, 1);
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  });
});

const filledWith = (feature: Feature, value: number): Feature =>
  feature.kind === "number" ? { ...feature, values: feature.values.map(() => value) } : feature;

const emptied = (feature: Feature): Feature =>
  feature.kind === "number"
    ? filledWith(feature, Number.NaN)
    : { ...feature, codes: feature.codes.map(() => -1) };
