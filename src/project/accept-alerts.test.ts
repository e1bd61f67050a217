import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import type { Alert } from "../explore/index.ts";
import { checkAccepted, isAccepted } from "./accept-alerts.ts";

const alert = {
  kind: "missing",
  columns: ["Cabin: deck"],
  severity: "low",
  text: "",
  cure: "",
  evidence: {},
} satisfies Alert;

describe("accepted alerts", () => {
  it("are known by their kind, or by kind and column", () => {
    expect(isAccepted(alert, ["missing"])).toBe(true);
    expect(isAccepted(alert, ["missing:Cabin: deck"])).toBe(true);
    expect(isAccepted(alert, ["missing:Age", "constant"])).toBe(false);
  });

  it("tells about kinds and columns that there are not", () => {
    const diagnostics: Diagnostic[] = [];
    checkAccepted(["missing", "mising", "missing:Agee"], ["Age"], "config.accept", diagnostics);
    expect(diagnostics.map(({ place, cure }) => [place, cure])).toEqual([
      ["config.accept[1]", 'Did you mean "missing"?'],
      ["config.accept[2]", 'Did you mean "Age"?'],
    ]);
  });
});
