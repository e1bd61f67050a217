import { failSetting } from "./problems.ts";
import type { Alternative } from "./test-result.ts";

/** What all tests can be told. */
export interface TestOptions {
  /** Which departures count; `"two-sided"` unless told. An interval is open on one side where the alternative is. */
  readonly alternative?: Alternative;
  /** The share of intervals that hold the true value, between 0 and 1; 0.95 unless told. */
  readonly level?: number;
  /** What to do with missing values (null, undefined, NaN): `"refuse"` unless told; `"drop"` leaves them out and counts them. */
  readonly missing?: "refuse" | "drop";
  /** The names of the samples or groups, for the sentence. */
  readonly names?: readonly string[];
  /** What was measured, for the sentence. */
  readonly measure?: string;
}

/** Options of the tests that tell where values lie. */
export interface DistanceOptions extends TestOptions {
  /**
   * What was taken off all values before, so that they are distances from it (`decimalAnchor` does so with texts of more digits than
   * float64 has): means and centres are told with it added. 0 unless told.
   */
  readonly origin?: number;
}

/** The options with every choice made. */
export interface TestSettings {
  readonly alternative: Alternative;
  readonly level: number;
  readonly missing: "refuse" | "drop";
  readonly names: readonly string[];
  readonly measure: string;
  readonly origin: number;
}

const alternatives: readonly unknown[] = ["two-sided", "less", "greater"];
const ways: readonly unknown[] = ["refuse", "drop"];

/** Fills in what was not said, and refuses what makes no sense. `names` are those to take where none are given. */
export function readOptions(options: DistanceOptions, names: readonly string[]): TestSettings {
  const { alternative = "two-sided", level = 0.95, missing = "refuse", measure = "the value" } = options;
  const { origin = 0 } = options;
  if (!alternatives.includes(alternative))
    failSetting("alternative", alternative, '"two-sided", "less" or "greater"');
  if (!(typeof level === "number" && level > 0 && level < 1))
    failSetting("level", level, "a number between 0 and 1, such as 0.95");
  if (!ways.includes(missing)) failSetting("missing", missing, '"refuse" or "drop"');
  if (!Number.isFinite(origin)) failSetting("origin", origin, "a finite number");
  const given = options.names ?? names;
  if (!Array.isArray(given) || given.length !== names.length)
    failSetting("names", given, `an array of ${names.length} names`);
  return { alternative, level, missing, names: given.map(String), measure, origin };
}

/** The same for tests that look at departures to all sides: an alternative of one side is refused (T2835), never passed over. */
export function readOptionsOfAllSides(options: DistanceOptions, names: readonly string[]): TestSettings {
  const settings = readOptions(options, names);
  if (settings.alternative !== "two-sided")
    failSetting(
      "alternative",
      settings.alternative,
      '"two-sided", for this test looks at departures to all sides at once',
    );
  return settings;
}

/** Names for groups that have none: "group 1", "group 2", … */
export const groupNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `group ${at + 1}`);
