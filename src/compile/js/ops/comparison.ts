import { type EmitCall, betweenTest, compared, guarded, membership, nullTest, sameTest } from "./shared.ts";

const member =
  (answer: (test: string) => string): EmitCall =>
  (call, emitter) => {
    const atom = emitter.atom(call.args[0]!);
    const test = nullTest([call.args[0]!], [atom]);
    return `(${test ? `${test} ? NaN : ` : ""}${answer(membership(call, atom, emitter))})`;
  };

/** Source of comparisons. */
export const comparison = {
  equals: compared("==="),
  notEquals: compared("!=="),
  less: compared("<"),
  lessOrEqual: compared("<="),
  greater: compared(">"),
  greaterOrEqual: compared(">="),
  isIn: member((test) => `${test} ? 1 : 0`),
  isNotIn: member((test) => `${test} ? 0 : 1`),
  between: (call, emitter) =>
    guarded(([a, low, high]) => `${betweenTest(call, [a!, low!, high!], emitter)} ? 1 : 0`)(call, emitter),
  isClose: guarded(([a, b, tolerance]) => `Math.abs(${a} - ${b}) <= ${tolerance} ? 1 : 0`),
  isSame: (call, emitter) => `(${sameTest(call, emitter)} ? 1 : 0)`,
  isDifferent: (call, emitter) => `(${sameTest(call, emitter)} ? 0 : 1)`,
} satisfies Record<string, EmitCall>;
