import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import type { Schema } from "../schema/index.ts";
import { normalizeRecipe } from "./normalize-recipe.ts";
import { transformNames, transforms } from "./transforms.ts";

const page = readFileSync(new URL("../../docs/transforms.md", import.meta.url), "utf8");
const sectionOf = (name: string): string =>
  page.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? "";
const defaultsOf = (name: (typeof transformNames)[number]): readonly [string, unknown][] =>
  Object.entries(transforms[name].normalize(undefined, "params", []) as object);

describe("docs/transforms.md", () => {
  it.each(transformNames)("describes %s: its parameters with their defaults, and what it learns", (name) => {
    const section = sectionOf(name);
    expect(section).toMatch(/learns?/);
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const told = rows.flatMap((row) => {
      const [, names = "", value = ""] = row.split("|");
      return [...names.matchAll(/`([^`]+)`/g)].map(([, one]) => [one, value.replaceAll("`", "").trim()]);
    });
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(defaultsOf(name).map(([param, value]) => [param, JSON.stringify(value)])),
    );
  });

  it.each(transformNames)("lists %s with the types that it works on", (name) => {
    const row = page
      .split("\n")
      .find((line) => line.startsWith("| ") && line.split("|")[1]!.includes(`\`${name}\``))!;
    const { accepts } = transforms[name];
    expect(row.split("|")[2]!.trim()).toBe(accepts.length === 6 ? "all types" : accepts.join(", "));
  });

  it("shows recipes that work", () => {
    const schema: Schema = {
      fields: [
        { name: "age", type: "Int", nullable: true },
        { name: "fare", type: "Float", nullable: true },
        { name: "city", type: "Text", nullable: true },
        { name: "booked", type: "Day", nullable: true },
      ],
    };
    const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map(
      ([, text]) => JSON.parse(text!) as unknown,
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const diagnostics: Diagnostic[] = [];
      normalizeRecipe(example, schema, "example", diagnostics);
      expect(diagnostics).toEqual([]);
    }
  });
});
