import { describe, expect, it } from "vitest";
import { chooseWinner } from "./choose-winner.ts";

const scores = (name: string, ...folds: number[]) => ({
  name,
  folds,
  mean: folds.reduce((sum, score) => sum + score, 0) / folds.length,
});

describe("chooseWinner", () => {
  it("takes the best mean when it is clearly the best", () => {
    const winner = chooseWinner(
      [scores("baseline", 0.5, 0.5, 0.5), scores("boosting", 0.8, 0.81, 0.79)],
      "auc",
      "higher",
    );
    expect(winner).toEqual({ model: "boosting", reason: "boosting has the best auc over 3 folds (0.8)" });
  });

  it("takes the simpler model within one standard error", () => {
    const winner = chooseWinner(
      [scores("ridge", 1.0, 1.3, 1.1), scores("boosting", 1.1, 1.1, 1.15)],
      "rmse",
      "lower",
    );
    expect(winner.model).toBe("ridge");
    expect(winner.reason).toMatch(
      /boosting has the best rmse.*ridge is simpler and within one standard error/,
    );
  });

  it("takes the simpler model where the difference is sure but tiny", () => {
    const winner = chooseWinner(
      [scores("baseline", 50, 51, 52), scores("ridge", 49.999, 50.999, 51.999)],
      "rmse",
      "lower",
    );
    expect(winner.model).toBe("baseline");
    expect(winner.reason).toContain("less than a thousandth away from it");
  });

  it("passes over a model that does worse than a simpler one, however noisy its scores", () => {
    const winner = chooseWinner(
      [scores("baseline", 27, 26, 27), scores("glm", 15, 45, 26), scores("boosting", 24, 23, 23)],
      "rmse",
      "lower",
    );
    expect(winner.model).toBe("boosting");
  });

  it("takes the best where there is one fold", () => {
    expect(chooseWinner([scores("ridge", 2), scores("boosting", 1.9)], "rmse", "lower").model).toBe(
      "boosting",
    );
  });
});
