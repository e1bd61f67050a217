import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { opsPage } from "../../docs/generate.ts";

describe("docs/ops.md", () => {
  it("says what the op table says (write it anew with `node docs/generate.ts`)", () => {
    expect(readFileSync(join(import.meta.dirname, "../../docs/ops.md"), "utf8")).toBe(opsPage());
  });
});
