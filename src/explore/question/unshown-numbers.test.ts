import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { tableReader } from "../../data/index.ts";
import { tableFromVectors, vectorFromValues, type DataType, type Value } from "../../schema/index.ts";
import { answerQuestion, type AnswerOptions } from "./answer-question.ts";
import { parseQuestion } from "./parse-question.ts";

const random = createRandom(3);
const count = 240;
const column = (type: DataType, value: (row: number) => Value) =>
  vectorFromValues(
    type,
    Array.from({ length: count }, (_, row) => value(row)),
  );
const reader = tableReader(
  tableFromVectors([
    ["salary", column("Float", () => 40_000 + Math.round(random.next() * 1e7) / 1e3)],
    ["grade", column("Int", (row) => [77_101, 77_205, 77_309][row % 3]!)],
    ["case", column("Int", (row) => 880_000 + (row % 100))],
    ["age", column("Float", (row) => 20 + (row % 50))],
    ["shop", column("Text", (row) => ["north", "south"][row % 2]!)],
  ]),
);
const unshown = new Set(["salary", "grade", "case"]);
const answer = (question: string, options: AnswerOptions = { unshown, withPicture: true }) =>
  answerQuestion(reader, parseQuestion(question), options);

describe("numbers of which no value is told", () => {
  it("are tested as others are, and no chart shows them", async () => {
    for (const question of [
      "salary vs age",
      "age vs salary",
      "shop by salary",
      "salary by shop",
      "salary against 40000",
    ]) {
      const [open, closed] = [await answer(question, { withPicture: true }), await answer(question)];
      expect(open.picture).not.toBeNull();
      expect(closed.picture).toBeNull();
      expect(closed.result.notes.at(-1)).toBe('"salary" is private, so no chart shows its values.');
      expect({ ...closed, picture: null, result: { ...closed.result, notes: [] } }).toEqual({
        ...open,
        picture: null,
        result: { ...open.result, notes: [] },
      });
    }
    expect((await answer("age by shop")).picture).toMatchObject({ kind: "distributions" });
  });

  it("name groups by letters in their order", async () => {
    const means = (given: Awaited<ReturnType<typeof answer>>) => given.groups.map(({ estimate }) => estimate);
    const [open, closed] = [await answer("age by grade", {}), await answer("age by grade")];
    expect(closed.groups.map(({ name }) => name)).toEqual(
      ["A", "B", "C"].map((letter) => `grade (private) ${letter}`),
    );
    expect(means(closed)).toEqual(means(open));
    expect(closed.result.pValue).toBe(open.result.pValue);
    const told = JSON.stringify([closed, await answer("shop by grade")]);
    expect(told).not.toMatch(/77,?(101|205|309)/);
    expect(JSON.stringify(open)).toContain("grade = 77101");
  });

  it("are not told by a refusal", async () => {
    const refused = await answer("age by shop paired by case").catch(String);
    expect(refused).toMatch(/T2855 .*column "case"\)/);
    expect(refused).not.toContain("880");
    expect(await answer("age by shop paired by case", {}).catch(String)).toContain("88000");
  });
});
