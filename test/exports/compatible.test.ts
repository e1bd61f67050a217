import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/base/index.ts";
import { comparePackages, parsePackage, type ModelPackage } from "../../src/project/index.ts";
import { validateRow, type DataType, type Field } from "../../src/schema/index.ts";

const packageOf = (name: string): ModelPackage =>
  parsePackage(readFileSync(join(import.meta.dirname, `../formats/0.1.0/${name}.tandem.json`), "utf8"), name);
const binary = packageOf("boosting-binary");
const multiclass = packageOf("logistic-multiclass");

const withFields = (content: ModelPackage, fields: readonly Field[]): ModelPackage => ({
  ...content,
  schema: { fields },
  program: { ...content.program, input: { fields } },
});

const told = (before: ModelPackage, after: ModelPackage): string[] =>
  comparePackages(before, after).findings.map(({ severity, text }) => `${severity}: ${text}`);

const changeField = (content: ModelPackage, name: string, change: Partial<Field>): ModelPackage =>
  withFields(
    content,
    content.schema.fields.map((field) => (field.name === name ? { ...field, ...change } : field)),
  );

describe("comparePackages", () => {
  it("finds nothing between a package and itself", () => {
    expect(comparePackages(binary, binary)).toEqual({ compatible: true, findings: [] });
  });

  it("tells what an old client may no longer send, what breaks first", () => {
    const after = withFields(binary, [
      { name: "day", type: "Instant", nullable: false },
      { name: "sizes", type: "Text", nullable: false },
      { name: "height", type: "Float", nullable: true },
      { name: "speed", type: "Float", nullable: false },
    ]);
    const comparison = comparePackages(binary, after);
    expect(comparison.compatible).toBe(false);
    expect(comparison.findings.map(({ severity, about, name }) => [severity, about, name])).toEqual([
      ["breaks", "column", "sizes"],
      ["breaks", "column", "day"],
      ["breaks", "column", "size"],
      ["breaks", "column", "speed"],
      ["fine", "column", "height"],
      ["fine", "column", "speed"],
    ]);
    expect(told(binary, after)).toContain(
      'breaks: "size" is gone; a row that still has it is refused as having an unknown column. Perhaps it is called "sizes" now.',
    );
  });

  it("tells which columns became private, and warns of those that are no longer", () => {
    const marked = { ...binary, private: ["size", "speed"] };
    expect(told(binary, { ...binary, private: ["size"] })).toEqual([
      'fine: "size" is private: the prediction log keeps a keyed hash of it from then on.',
    ]);
    expect(told(marked, { ...binary, private: ["speed"] })).toEqual([
      'warns: "size" is no longer private: a prediction log that begins with the new model keeps its values.',
    ]);
  });

  it("says breaks exactly where rows of the old schema are refused by the new one", () => {
    const values: Readonly<Record<DataType, unknown>> = {
      Boolean: true,
      Int: 3,
      Float: 0.5,
      Text: "small",
      Day: "2020-01-31",
      Instant: "2020-01-31T12:00:00Z",
    };
    const types = Object.keys(values) as DataType[];
    const fields = types.flatMap((type) =>
      [true, false].map((nullable): Field => ({ name: "x", type, nullable })),
    );
    for (const old of fields)
      for (const now of fields) {
        const rows = [{ x: values[old.type] }, ...(old.nullable ? [{ x: null }, {}] : [])];
        const accepted = rows.every((row) => {
          const mistakes: Diagnostic[] = [];
          validateRow({ fields: [now] }, row, "row", mistakes);
          return mistakes.length === 0;
        });
        const { compatible } = comparePackages(withFields(binary, [old]), withFields(binary, [now]));
        expect([old, now, compatible]).toEqual([old, now, accepted]);
      }
  });

  it("tells which answers are gone, of another type, new, or may be missing now", () => {
    const { prediction, probability } = binary.program.outputs;
    const outputs = { prediction: probability!, extra: prediction! };
    expect(told(binary, { ...binary, program: { ...binary.program, outputs } })).toEqual([
      'breaks: The answer "prediction" was Boolean and is Float.',
      'breaks: The answer "probability" is gone.',
      'fine: The answer "extra" is new.',
    ]);
    const missing = {
      ...binary.program.outputs,
      probability: { kind: "literal", value: null, type: "Float" } as const,
    };
    expect(told(binary, { ...binary, program: { ...binary.program, outputs: missing } })).toEqual([
      'warns: The answer "probability" was always there and may be null now.',
    ]);
  });

  it("tells which classes come and go, and whose probability it is", () => {
    const { task } = multiclass;
    if (task.kind !== "multiclass") throw new TypeError("not of several classes");
    const classes = ["huge", ...task.classes.slice(1)];
    expect(told(multiclass, { ...multiclass, task: { ...task, classes } })).toEqual([
      'warns: It may answer "huge", which an old client does not know.',
      'warns: It never answers "large" any more.',
    ]);
    const turned: ModelPackage = {
      ...binary,
      task: { kind: "binary", classes: [true, false], type: "Boolean" },
    };
    expect(told(binary, turned)).toEqual(["breaks: The probability was that of true and is that of false."]);
    expect(
      told(binary, { ...binary, task: { kind: "regression" }, target: "price", name: "prices" }),
    ).toEqual([
      'breaks: It predicts "price" and no longer "hit".',
      "breaks: It was a binary model and is a regression one.",
      'warns: It is called "prices" and no longer "boosting-binary".',
    ]);
  });

  it("tells which values the new model has not learnt from", () => {
    const columns = multiclass.baseline.columns.map((column) =>
      column.name === "speed"
        ? { ...column, numbers: { ...column.numbers!, min: 100 } }
        : column.name === "sky"
          ? { ...column, top: column.top.filter(({ value }) => value !== "cloud"), distinct: 1 }
          : column,
    );
    const after = { ...multiclass, baseline: { ...multiclass.baseline, columns } };
    expect(told(multiclass, after)).toEqual([
      expect.stringMatching(
        /^warns: The old model learnt from values of "speed" from \d+ to 300, the new one from 100 to 300/,
      ),
      'warns: The new model has never seen "cloud" of "sky", which the old one knew: it answers with a warning, as for an unknown value.',
    ]);
    expect(told(after, multiclass)).toEqual([]);
    expect(told(binary, changeField(binary, "speed", { type: "Float" }))).toEqual([
      'fine: "speed" was Int and may now have fractions (Float).',
    ]);
  });
});
