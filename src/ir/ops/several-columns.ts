import { dataTypes, type DataType, type Value } from "../../schema/index.ts";
import { eachType, type OpDefinition, type Signature } from "./definition.ts";
import { compareValues } from "./logic.ts";

const family = "several columns" as const;
const nulls = "own" as const;

const numbers = (result?: DataType): readonly Signature[] =>
  eachType(["Int", "Float"], (type) => ({ args: [type, type], rest: type, result: result ?? type }));
const counted = (types: readonly DataType[]): readonly Signature[] =>
  eachType(types, (type) => ({ args: [type, type], rest: type, result: "Int" }));
const ranked = counted(["Int", "Float", "Day", "Instant"]);

const present = (values: readonly Value[]): readonly Value[] => values.filter((value) => value !== null);
/** Added from the left; null when there is nothing to add. */
const sumOf = (values: readonly Value[]): number | null =>
  values.length === 0 ? null : values.reduce<number>((sum, value) => sum + Number(value), 0);

/** The place, from 1, of the first value that no other is better than. */
const placeOf =
  (better: (candidate: Value, best: Value) => boolean) =>
  (...args: readonly Value[]): Value => {
    const best = args.reduce<Value>(
      (best, value) => (value !== null && (best === null || better(value, best)) ? value : best),
      null,
    );
    return best === null ? null : args.indexOf(best) + 1;
  };

/** One answer from several columns of a row; what is missing is passed over. */
export const severalColumns = {
  sumOf: {
    family,
    nulls,
    title: "The sum of the numbers that are there, added from the left; null when all are missing.",
    signatures: numbers(),
    evaluate: (...args) => sumOf(present(args)),
  },
  meanOf: {
    family,
    nulls,
    title: "sumOf divided by how many numbers are there; null when all are missing.",
    signatures: numbers("Float"),
    evaluate: (...args) => {
      const sum = sumOf(present(args));
      return sum === null ? null : sum / present(args).length;
    },
  },
  rangeOf: {
    family,
    nulls,
    title: "The largest less the smallest of the numbers that are there; null when all are missing.",
    signatures: numbers(),
    evaluate: (...args) => {
      const there = present(args).map(Number);
      return there.length === 0 ? null : Math.max(...there) - Math.min(...there);
    },
  },
  whichLeast: {
    family,
    nulls,
    title:
      "The place, from 1, of the smallest value that is there, the first of equals; null when all are missing.",
    signatures: ranked,
    evaluate: placeOf((candidate, best) => compareValues(candidate, best) < 0),
  },
  whichGreatest: {
    family,
    nulls,
    title:
      "The place, from 1, of the largest value that is there, the first of equals; null when all are missing.",
    signatures: ranked,
    evaluate: placeOf((candidate, best) => compareValues(candidate, best) > 0),
  },
  countPresent: {
    family,
    nulls,
    title: "How many of the values are there.",
    signatures: counted(dataTypes),
    evaluate: (...args) => present(args).length,
  },
  countMissing: {
    family,
    nulls,
    title: "How many of the values are missing.",
    signatures: counted(dataTypes),
    evaluate: (...args) => args.length - present(args).length,
  },
  countTrue: {
    family,
    nulls,
    title: "How many of the conditions are true; a missing one is not.",
    signatures: counted(["Boolean"]),
    evaluate: (...args) => args.filter((value) => value === true).length,
  },
} satisfies Record<string, OpDefinition>;
