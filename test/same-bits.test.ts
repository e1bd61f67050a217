import { mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import project from "../examples/birdstrikes/tandem.config.ts";
import { runProject } from "../src/index.ts";

const examples = resolve(import.meta.dirname, "../examples");
const folder = await mkdtemp(join(examples, "same-bits-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the same data, definition and seed", () => {
  /**
   * The package hash of the birdstrikes example, on any machine. When a change of code is meant to change it, write it anew
   * (`npx vitest run test/same-bits.test.ts -u`) and raise the version of the step that gives something else, so that stored
   * answers are not taken for today's (docs/decisions/0005-steps-keyed-by-content.md).
   */
  it("give the package that was written down", async () => {
    const { content } = await runProject(project, { folder, place: "tandem.config.ts" });
    await expect(`${content.hash}\n`).toMatchFileSnapshot("expected/birdstrikes-package-hash.txt");
  });
});
