import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../base/index.ts";
import { boosting } from "../boosting.ts";
import { boostingPeerNames } from "./peer-names.ts";
import { boostingRules } from "./parameters.ts";

/** What is said to a parameter that is not known. */
function cureOf(name: string): string | undefined {
  const told: Diagnostic[] = [];
  boosting.normalize({ [name]: 1 }, "models.0", told);
  expect(told.map(({ code }) => code)).toEqual(["T1651"]);
  return told[0]!.cure;
}

describe("a parameter by its name in another library", () => {
  it("is led to a parameter that is there, and is none itself", () => {
    for (const [peer, ours] of Object.entries(boostingPeerNames.named)) {
      expect(boostingRules, peer).not.toHaveProperty(peer);
      expect(boostingRules, peer).toHaveProperty(ours);
    }
  });

  it("is told with its name here, or where it is said", () => {
    expect(cureOf("eta")).toBe("It is named learningRate here.");
    expect(cureOf("n_estimators")).toBe("It is named numIterations here.");
    expect(cureOf("n_jobs")).toMatch(/--threads/);
    expect(cureOf("class_weight")).toMatch(/classWeight/);
  });

  it("is found by likeness where it is only written otherwise, and else told with all names", () => {
    expect(cureOf("num_leaves")).toBe("Did you mean numLeaves?");
    expect(cureOf("constructor")).toMatch(/^The parameters are/);
  });
});
