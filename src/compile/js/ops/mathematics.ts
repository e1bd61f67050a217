import { mathematicsAlgorithms } from "../../../ir/index.ts";
import { type EmitCall, finite, finiteOrNull, fitted, fromAlgorithms, total } from "./shared.ts";

/** Source of mathematics. The oldest functions stand in the prelude, in the steps of their algorithms. */
export const mathematics = {
  ...fromAlgorithms(mathematicsAlgorithms),
  sqrt: total("Math.sqrt"),
  square: (call, emitter) => {
    const a = emitter.atom(call.args[0]!);
    return fitted(call, `${a} * ${a}`);
  },
  exp: finiteOrNull("exponential"),
  ln: finiteOrNull("naturalLogarithm"),
  log10: finiteOrNull("commonLogarithm"),
  log1p: ({ args }, emitter) => finite(`${emitter.use("naturalLogarithm")}(1 + ${emitter.value(args[0]!)})`),
  sigmoid: ({ args }, emitter) => `(1 / (1 + ${emitter.use("exponential")}(-${emitter.atom(args[0]!)})))`,
} satisfies Record<string, EmitCall>;
