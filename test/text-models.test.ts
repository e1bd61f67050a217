import { describe, expect, it } from "vitest";
import { quietEffects } from "../src/base/index.ts";
import { compileTable } from "../src/compile/index.ts";
import { hasSharedData, readSharedCsv } from "../src/explore/csv-table.test-support.ts";
import { trainers } from "../src/model/index.ts";
import { prepareAuc } from "../src/model/metrics/ranking.ts";
import { fitModel } from "../src/project/training/fit-model.ts";
import type { NumberVector, Table, TextVector } from "../src/schema/index.ts";

const reviews = (name: string): Table => readSharedCsv(`fine-foods-text/${name}_data.csv`);

function isGreat({ columns }: Table): Float64Array {
  const { codes, dictionary } = columns.get("score") as TextVector;
  return Float64Array.from(codes, (code) => (dictionary[code] === "great" ? 1 : 0));
}

describe.runIf(hasSharedData)("a logistic model on the words of 4,000 reviews of food", () => {
  /**
   * scikit-learn 1.9.1 on the same tokens: TfidfVectorizer with the 60 tokens of most reviews, StandardScaler and
   * LogisticRegression(C=1); the area under the curve and the first probabilities for the 1,000 reviews held out.
   */
  const peer = {
    auc: 0.7791597788798237,
    first: [0.9146194037351959, 0.6511826974383861, 0.31943813546476124],
  };

  it("reaches what scikit-learn reaches, with nearly the same probabilities", async () => {
    const [table, heldOut] = [reviews("training"), reviews("testing")];
    const target = isGreat(table);
    const recipe = {
      columns: ["review"],
      steps: [{ transform: "text-vocabulary", columns: ["review"], params: { maxTokens: 60 } }],
    };
    const task = { kind: "binary", classes: ["other", "great"], type: "Text" } as const;
    const data = { table, task, targetColumn: "score", target, weight: null, derived: [], seed: 7 };
    const { logistic } = trainers;
    const params = logistic.normalize({}, "params", []);
    const plan = { name: "logistic", trainer: logistic, params, recipe, categorical: new Set<string>() };
    const rows = Uint32Array.from(target.keys());
    const { program } = await fitModel(
      plan,
      data,
      rows,
      null,
      quietEffects(() => 0),
    );
    const { values } = compileTable(program)(heldOut).columns.get("probability") as NumberVector;
    for (const [row, probability] of peer.first.entries())
      expect(Math.abs(values[row]! - probability)).toBeLessThan(1e-3);
    const truth = isGreat(heldOut);
    const auc = prepareAuc(values, (row) => truth[row] === 1).score(new Float64Array(truth.length).fill(1));
    expect(Math.abs(Number(auc) - peer.auc)).toBeLessThan(1e-4);
  });
});
