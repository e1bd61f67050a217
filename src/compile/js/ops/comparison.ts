import { type EmitCall, nullTest, compared, membership } from "./shared.ts";

/** Source of comparisons. */
export const comparison = {
  equals: compared("==="),
  notEquals: compared("!=="),
  less: compared("<"),
  lessOrEqual: compared("<="),
  greater: compared(">"),
  greaterOrEqual: compared(">="),
  isIn: (call, emitter) => {
    const atom = emitter.atom(call.args[0]!);
    const test = nullTest([call.args[0]!], [atom]);
    return `(${test ? `${test} ? NaN : ` : ""}${membership(call, atom, emitter)} ? 1 : 0)`;
  },
} satisfies Record<string, EmitCall>;
