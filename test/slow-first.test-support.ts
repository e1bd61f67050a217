import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, the longest first: one of them that began last would leave the other processor idle to the end. */
const slow = [
  "test/e2e/resume.test.ts",
  "test/e2e/store.test.ts",
  "test/e2e/commands.test.ts",
  "test/e2e/main-job.test.ts",
  "src/data/real-csv.test.ts",
  "test/faults/prediction-log.test.ts",
  "src/serve/batch-memory.test.ts",
  "test/faults/batch.test.ts",
  "test/faults/changes.test.ts",
  "test/equivalence/patterns.test.ts",
  "test/docs/guide.test.ts",
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = slow.findIndex((path) => moduleId.endsWith(`/${path}`));
  return at < 0 ? slow.length : at;
};

/** Begins with the files that take longest. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}
