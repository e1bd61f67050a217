import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pages, supportLines } from "../../docs/generate.ts";
import { opNames } from "../../src/ir/index.ts";

describe("generated pages", () => {
  it.each(Object.entries(pages))(
    "docs/%s is up to date (write it anew with `npm run docs`)",
    (name, page) => {
      expect(readFileSync(join(import.meta.dirname, "../../docs", name), "utf8")).toBe(page());
    },
  );

  it("docs/ops.md says for every operation which target computes it, and why one does not", () => {
    const linked = [...pages["ops.md"]!().matchAll(/\[(\w+)\]\(#\w+\)/g)].map(([, op]) => op!);
    expect(linked).toHaveLength(opNames.length);
    expect(new Set(linked)).toEqual(new Set<string>(opNames));
    const lines = supportLines(["text"], (op, target) =>
      op === "lower" && target === "duckdb" ? "it has no ASCII" : undefined,
    );
    expect(lines).toContain("| [lower](#lower) | yes | yes | no: it has no ASCII |");
    expect(lines).toContain(
      `| **all ${opNames.length}** | ${opNames.length} | ${opNames.length} | ${opNames.length - 1} |`,
    );
  });

  it("docs/cli.md has an example for every command", () => {
    const commands = pages["cli.md"]!().split("\n## ").slice(1);
    expect(commands.length).toBeGreaterThanOrEqual(10);
    expect(commands.filter((text) => !text.includes("Example:\n  $ tandem "))).toEqual([]);
  });
});
