import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { call, createProgram, type Program } from "../../ir/index.ts";
import { compileRow } from "./compile-row.ts";
import { compileTable } from "./compile-table.ts";
import { layOutForests, takeForests } from "./forest-images.ts";
import { randomForest, randomInput } from "./random-forest.test-support.ts";
import { tableFromVectors, vectorFromValues } from "../../schema/index.ts";

const inputs = 6;
const shape = { trees: 40, leaves: 31, inputs, isDeep: false, numbers: "grid" } as const;

const programOf = (seed: number, forests: number, leaves = 31, categories = 0.2): Program =>
  createProgram({
    input: {
      fields: Array.from({ length: inputs }, (_, at) => ({ name: `x${at}`, type: "Float", nullable: true })),
    },
    outputs: Object.fromEntries(
      Array.from({ length: forests }, (_, at) => [
        `sum ${at}`,
        call(
          "multiply",
          randomForest({ ...shape, leaves, categories, seed: seed + at }),
          randomForest({ ...shape, seed: seed - at - 1, categories }),
        ),
      ]),
    ),
  });

const rows = (() => {
  const random = createRandom(5);
  return Array.from({ length: 300 }, () =>
    Object.fromEntries(
      Array.from({ length: inputs }, (_, at) => {
        const value = randomInput(random);
        return [`x${at}`, Number.isFinite(value) ? value : null];
      }),
    ),
  );
})();

/** As another thread gets it. */
const sent = <Value>(value: Value): Value => structuredClone(value);

describe("forests that another thread has laid out", () => {
  it.each([
    ["tables", programOf(10, 1)],
    ["several forests", programOf(20, 3)],
    ["a walk", programOf(30, 1, 600)],
    ["none that are worth it", programOf(40, 1, 2)],
  ])("score as those that are laid out here: %s", (_, program) => {
    const copy = sent(program);
    let steps = 0;
    for (const _step of takeForests(copy, sent(layOutForests(program)))) steps++;
    const [here, there] = [compileRow(program), compileRow(copy)];
    expect(rows.map(there)).toEqual(rows.map(here));
    const table = tableFromVectors(
      Array.from(
        { length: inputs },
        (_none, at) =>
          [
            `x${at}`,
            vectorFromValues(
              "Float",
              rows.map((row) => row[`x${at}`]!),
            ),
          ] as const,
      ),
    );
    expect(compileTable(copy)(table)).toEqual(compileTable(program)(table));
    expect(steps > 0).toBe(layOutForests(program).some((image) => image !== undefined));
  });

  it("copies a large image in many steps", () => {
    const program = programOf(50, 1, 31, 0);
    const [image] = layOutForests(program);
    const padded = { ...image!, bytes: new Uint8Array(7 * 2 ** 20) };
    padded.bytes.set(image!.bytes);
    const large = { ...padded, layout: { ...image!.layout, byteLength: padded.bytes.length } };
    const copy = sent(program);
    expect([...takeForests(copy, [large])]).toHaveLength(4);
    expect(rows.map(compileRow(copy))).toEqual(rows.map(compileRow(program)));
  });

  it("passes over images of other forests", () => {
    const program = programOf(60, 2);
    expect([...takeForests(program, [])]).toEqual([]);
    const copy = sent(program);
    const others = layOutForests(programOf(70, 3));
    expect([...takeForests(copy, others)]).toEqual([]);
    expect(rows.map(compileRow(copy))).toEqual(rows.map(compileRow(program)));
  });
});
