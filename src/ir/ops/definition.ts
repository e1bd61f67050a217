import type { DataType, Value } from "../../schema/index.ts";

/** One way to call an op: the types it takes, the type of any further arguments, the type it gives. */
export interface Signature {
  readonly args: readonly DataType[];
  /** Where present, any number of further arguments of this type may follow. */
  readonly rest?: DataType;
  readonly result: DataType;
}

/** What is wrong with a constant, where it has a code and a cure of its own. */
export interface LiteralProblem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

/** One row of the op table: everything that the builders, the oracle, the targets, the tests and the docs need to know. */
export interface OpDefinition {
  readonly family:
    | "arithmetic"
    | "several columns"
    | "mathematics"
    | "geography"
    | "comparison"
    | "buckets"
    | "logic"
    | "text"
    | "patterns"
    | "lists"
    | "hash"
    | "time"
    | "cast";
  /** What it gives, in one plain sentence, with its rule for values outside its domain. */
  readonly title: string;
  readonly signatures: readonly Signature[];
  /** `propagate`: null when one argument is null. `own`: `evaluate` decides. */
  readonly nulls: "propagate" | "own";
  /** From this argument on, only constants that are not null may stand. */
  readonly literalFrom?: number;
  /**
   * Which constants `literalFrom` allows; returns what is wrong, or undefined. `constants` are all arguments that are
   * constants, each at its place.
   */
  readonly checkLiteral?: (
    value: Value,
    index: number,
    constants: readonly Value[],
  ) => string | LiteralProblem | undefined;
  /** Constants that `literalFrom` allows, where few texts do: for the documentation and for tests at random. */
  readonly literalExamples?: readonly Value[];
  /** The meaning, on values; called with no null when nulls propagate. NaN and infinities it gives become null. */
  readonly evaluate: (...args: readonly Value[]) => Value;
}

/** An evaluate function on numbers. */
export const onNumbers =
  (compute: (...numbers: number[]) => Value) =>
  (...args: readonly Value[]): Value =>
    compute(...(args as readonly number[]));

/** An evaluate function on texts. */
export const onTexts =
  (compute: (...texts: string[]) => Value) =>
  (...args: readonly Value[]): Value =>
    compute(...(args as readonly string[]));

/** (Int) -> Int and (Float) -> Float. */
export const sameNumber: readonly Signature[] = [
  { args: ["Int"], result: "Int" },
  { args: ["Float"], result: "Float" },
];

/** Two numbers: Int when both are, else Float. */
export const twoNumbers: readonly Signature[] = [
  { args: ["Int", "Int"], result: "Int" },
  { args: ["Float", "Float"], result: "Float" },
  { args: ["Int", "Float"], result: "Float" },
  { args: ["Float", "Int"], result: "Float" },
];

/** One number of either type to a result. */
export const anyNumber = (result: DataType): readonly Signature[] => [
  { args: ["Float"], result },
  { args: ["Int"], result },
];

/** One signature for each type, made by `shape`. */
export const eachType = (
  types: readonly DataType[],
  shape: (type: DataType) => Signature,
): readonly Signature[] => types.map(shape);
