import { typeOf, type CallExpr, type OpName } from "../../ir/index.ts";
import { isText } from "../../schema/index.ts";
import { betweenTest, comparisonTest, membership, nullTest, sameTest } from "./ops/shared.ts";
import type { Emitter } from "./emitter.ts";

type EmitCondition = (call: CallExpr, emitter: Emitter) => string;

/**
 * Source of a JavaScript boolean that is true exactly when a call is true, or undefined when there is no shorter way
 * than to compare its value with 1. Comparisons of numbers need no test for null: NaN compares false.
 */
export const conditionSource = (call: CallExpr, emitter: Emitter): string | undefined =>
  conditions[call.op]?.(call, emitter);

const compared =
  (operator: string): EmitCondition =>
  (call, emitter) => {
    const atoms = [emitter.atom(call.args[0]!), emitter.atom(call.args[1]!)] as const;
    const test = comparisonTest(call, operator, atoms, emitter);
    const nulls =
      isText(typeOf(call.args[0]!)) || operator === "!==" ? nullTest(call.args, atoms) : undefined;
    return nulls ? `!(${nulls}) && ${test}` : test;
  };

const isPresent =
  (operators: { readonly text: string; readonly number: string }): EmitCondition =>
  ({ args }, emitter) => {
    const atom = emitter.atom(args[0]!);
    return isText(typeOf(args[0]!))
      ? `${atom} ${operators.text} null`
      : `${atom} ${operators.number} ${atom}`;
  };

const joined =
  (operator: string): EmitCondition =>
  ({ args }, emitter) =>
    args.map((arg) => `(${emitter.condition(arg)})`).join(` ${operator} `);

const conditions: Readonly<Partial<Record<OpName, EmitCondition>>> = {
  equals: compared("==="),
  notEquals: compared("!=="),
  less: compared("<"),
  lessOrEqual: compared("<="),
  greater: compared(">"),
  greaterOrEqual: compared(">="),
  isIn: (call, emitter) => membership(call, emitter.atom(call.args[0]!), emitter),
  isNotIn: (call, emitter) => {
    const atom = emitter.atom(call.args[0]!);
    const nulls = nullTest([call.args[0]!], [atom]);
    return `${nulls ? `!(${nulls}) && ` : ""}!(${membership(call, atom, emitter)})`;
  },
  between: (call, emitter) => {
    const [a, low, high] = call.args.map((arg) => emitter.atom(arg));
    const nulls = isText(typeOf(call.args[0]!)) ? nullTest(call.args, [a!, low!, high!]) : undefined;
    return `${nulls ? `!(${nulls}) && ` : ""}${betweenTest(call, [a!, low!, high!], emitter)}`;
  },
  isSame: sameTest,
  isDifferent: (call, emitter) => `!(${sameTest(call, emitter)})`,
  isTrue: ({ args }, emitter) => emitter.condition(args[0]!),
  isFalse: ({ args }, emitter) => `${emitter.value(args[0]!)} === 0`,
  and: joined("&&"),
  or: joined("||"),
  isNull: isPresent({ text: "===", number: "!==" }),
  isNotNull: isPresent({ text: "!==", number: "===" }),
};
