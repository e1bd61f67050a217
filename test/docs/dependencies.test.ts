import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const manifest = JSON.parse(read("package.json")) as Readonly<
  Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>
>;
const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };

describe("the dependencies", () => {
  it("have each a line in docs/decisions that says what it is for, and no line is left over", () => {
    const table = read("docs/decisions/0008-dependencies.md")
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    const named = table.flatMap((line) =>
      [...line.split("|")[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
    );
    const typesOnly = (name: string): boolean => name.startsWith("@types/");
    expect(named.toSorted()).toEqual(
      Object.keys(dependencies)
        .filter((name) => !typesOnly(name))
        .toSorted(),
    );
  });

  it("are pinned to exact versions", () => {
    expect(
      Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)),
    ).toEqual([]);
  });
});
