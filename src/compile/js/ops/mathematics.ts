import { type EmitCall, finite, total, finiteOrNull } from "./shared.ts";

/** Source of mathematics. */
export const mathematics = {
  sqrt: total("Math.sqrt"),
  // NaN ** 0 is 1, so a missing base needs a guard of its own.
  power: ({ args }, emitter) => {
    const base = emitter.atom(args[0]!);
    return finite(`(${base} === ${base} ? ${base} ** ${emitter.value(args[1]!)} : NaN)`);
  },
  exp: finiteOrNull("exponential"),
  ln: finiteOrNull("naturalLogarithm"),
  log10: finiteOrNull("commonLogarithm"),
  log1p: ({ args }, emitter) => finite(`${emitter.use("naturalLogarithm")}(1 + ${emitter.value(args[0]!)})`),
  sin: total("Math.sin"),
  cos: total("Math.cos"),
  tanh: total("Math.tanh"),
  sigmoid: ({ args }, emitter) => `(1 / (1 + ${emitter.use("exponential")}(-${emitter.atom(args[0]!)})))`,
} satisfies Record<string, EmitCall>;
