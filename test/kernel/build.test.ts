import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileKernel, kernelFile, kernelModules, kernelText } from "../../assembly/build.ts";

describe("the committed kernels", () => {
  it.each(kernelModules)("are what the sources of $name compile to", async (module) => {
    const text = kernelText(module.name, await compileKernel(module));
    expect(readFileSync(kernelFile(module.name), "utf8")).toBe(text);
  });
});
