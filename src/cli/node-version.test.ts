import { describe, expect, it } from "vitest";
import { nodeVersionProblem } from "./node-version.ts";

describe("nodeVersionProblem", () => {
  it("takes the least version and every newer one", () => {
    for (const running of ["22.18.0", "22.20.1", "23.0.0", "24.21.0"])
      expect(nodeVersionProblem(running, ">=22.18")).toBeUndefined();
  });

  it("names both versions where the running one is too old", () => {
    for (const running of ["20.20.0", "22.17.9"])
      expect(nodeVersionProblem(running, ">=22.18")).toMatchObject({
        code: "T2403",
        message: `Tandem needs Node 22.18 or newer, and this is ${running}`,
      });
  });
});
