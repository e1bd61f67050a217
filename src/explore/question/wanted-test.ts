import { failInput } from "../../base/index.ts";
import type { TestChoice, TestName, TestResult } from "../../stats/index.ts";

/** Tests that answer a question, by their names. */
export type AnsweringTests = Partial<Record<TestName, () => TestResult>>;

/** The test that was asked for; refused (T2878) where it does not answer the question. */
export function wantedTest(
  wanted: TestName,
  tests: AnsweringTests,
): { readonly choice: TestChoice; readonly run: () => TestResult } {
  const names = (Object.keys(tests) as TestName[]).filter((name) => name !== wanted);
  const run = Object.hasOwn(tests, wanted) ? tests[wanted] : undefined;
  if (!run)
    return failInput("T2878", "This test does not answer this question", {
      value: wanted,
      cure: `Take ${names.join(" or ")}, or leave the choice to Tandem.`,
    });
  return {
    choice: {
      test: wanted,
      reason: "It was asked for.",
      others: names.map((test) => ({ test, when: "the choice is open" })),
    },
    run,
  };
}
