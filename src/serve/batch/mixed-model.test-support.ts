import { createRandom } from "../../base/index.ts";
import {
  call,
  column,
  createProgram,
  float,
  forest,
  linear,
  lookup,
  text,
  type ForestExpr,
  type Program,
} from "../../ir/index.ts";
import { packageText } from "../../project/index.ts";
import { loadPackage, type Predictor } from "../runtime.ts";
import { packageOf } from "../small-packages.test-support.ts";

/** A row as a request has it. */
export type MixedRow = Readonly<Record<string, string | number | boolean | null>>;

const n = column("n", "Float");
const k = column("k", "Int");
const word = column("word", "Text");

/** Three trees over n and k, with gaps on either side. */
const trees: ForestExpr = forest({
  inputs: [n, call("toFloat", k)],
  bias: 0.1,
  roots: [0, 5, 8],
  feature: [0, 1, -1, -1, -1, 1, -1, -1, 0, -1, -1],
  threshold: [0.3, 5, 0, 0, 0, -2, 0, 0, -0.7, 0, 0],
  categories: Array.from({ length: 11 }, () => null),
  missingLeft: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  left: [1, 2, 0, 0, 0, 6, 0, 0, 9, 0, 0],
  right: [4, 3, 0, 0, 0, 7, 0, 0, 10, 0, 0],
  value: [0, 0, 0.1, 1 / 3, -0.7, 0, 0.013, 2.5e-7, 0, 1e3, -0.3],
});

/** A model over all types of columns: answers of trees, of a linear sum, of texts, of days and of instants. */
export const mixedProgram: Program = createProgram({
  input: {
    fields: [
      { name: "n", type: "Float", nullable: true },
      { name: "k", type: "Int", nullable: false },
      { name: "flag", type: "Boolean", nullable: true },
      { name: "word", type: "Text", nullable: true },
      { name: "day", type: "Day", nullable: true },
      { name: "at", type: "Instant", nullable: true },
    ],
  },
  outputs: {
    forest: trees,
    linear: linear(
      [
        { weight: 0.1, of: n },
        { weight: 1 / 7, of: call("toFloat", k) },
      ],
      0.3,
    ),
    encoded: lookup(
      word,
      [
        ["red", 1.5],
        ["blue", -2],
      ],
      "Float",
      float(0.25),
    ),
    shout: call("upper", call("concat", word, text("!"))),
    month: call("month", column("day", "Day")),
    hour: call("hour", column("at", "Instant")),
    unless: call("not", column("flag", "Boolean")),
    later: call("addDays", column("day", "Day"), k),
  },
});

/** The model, loaded as the service loads it. */
export const mixedModel = (name = "mixed"): Predictor =>
  loadPackage(packageText(packageOf(name, mixedProgram, proof)));

const words = ["red", "blue", "grün, hell", 'a "quoted" word', "two\nlines", " spaced ", "ß", "007"] as const;

/** Rows of all kinds of values, some of them missing. */
export function mixedRows(count: number, seed: string): MixedRow[] {
  const random = createRandom(seed);
  const sometimes = <T>(value: T): T | null => (random.next() < 0.1 ? null : value);
  return Array.from({ length: count }, () => ({
    n: sometimes((random.next() - 0.5) * 10 ** Math.floor(random.next() * 6 - 3)),
    k: Math.floor(random.next() * 20) - 10,
    flag: sometimes(random.next() < 0.5),
    word: sometimes(words[Math.floor(random.next() * words.length)]!),
    day: sometimes(new Date(Math.floor(random.next() * 2e12)).toISOString().slice(0, 10)),
    at: sometimes(new Date(Math.floor(random.next() * 2e12)).toISOString()),
  }));
}

const field = (value: MixedRow[string] | undefined): string => {
  const shown = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** Rows as CSV. */
export function csvOf(rows: readonly MixedRow[]): string {
  const names = Object.keys(rows[0]!);
  return `${[names.join(","), ...rows.map((row) => names.map((name) => field(row[name])).join(","))].join("\n")}\n`;
}

/** Rows as a package keeps them: days and instants as numbers. */
const proof = mixedRows(40, "proof").map(({ n: x, k: y, flag, word: name }, row) => ({
  n: x ?? null,
  k: y ?? null,
  flag: flag ?? null,
  word: name ?? null,
  day: 19_000 + row,
  at: 1.7e12 + row * 1e7,
}));
