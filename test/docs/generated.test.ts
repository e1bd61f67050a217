import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pages } from "../../docs/generate.ts";

describe("generated pages", () => {
  it.each(Object.entries(pages))(
    "docs/%s is up to date (write it anew with `npm run docs`)",
    (name, page) => {
      expect(readFileSync(join(import.meta.dirname, "../../docs", name), "utf8")).toBe(page());
    },
  );

  it("docs/cli.md has an example for every command", () => {
    const commands = pages["cli.md"]!().split("\n## ").slice(1);
    expect(commands.length).toBeGreaterThanOrEqual(10);
    expect(commands.filter((text) => !text.includes("Example:\n  $ tandem "))).toEqual([]);
  });
});
