import { typeOf, type Expr } from "../../../ir/index.ts";
import { isText } from "../../../schema/index.ts";
import { type EmitCall, finite, fitted } from "./shared.ts";

const presentTest = (arg: Expr, atom: string): string =>
  isText(typeOf(arg)) ? `${atom} !== null` : `${atom} === ${atom}`;

const counted =
  (test: (arg: Expr, atom: string) => string): EmitCall =>
  ({ args }, emitter) =>
    `(${args.map((arg) => `(${test(arg, emitter.atom(arg))} ? 1 : 0)`).join(" + ")})`;

/** The sum of what is there; the count is 0 where nothing is. */
const sumSource = (atoms: readonly string[]): string =>
  atoms.map((atom) => `(${atom} === ${atom} ? ${atom} : 0)`).join(" + ");
const countSource = (atoms: readonly string[]): string =>
  atoms.map((atom) => `(${atom} === ${atom} ? 1 : 0)`).join(" + ");
const allMissing = (atoms: readonly string[]): string =>
  atoms.map((atom) => `${atom} !== ${atom}`).join(" && ");

const better = (operator: string, best: string, next: string): string =>
  `${best} !== ${best} || ${next} ${operator} ${best}`;

const pickSource = (
  operator: string,
  atoms: readonly string[],
  declare: (source: string) => string,
): string => atoms.reduce((best, next) => declare(`${better(operator, best, next)} ? ${next} : ${best}`));

const placeOf =
  (operator: string): EmitCall =>
  ({ args }, emitter) => {
    const [first, ...others] = args.map((arg) => emitter.atom(arg));
    let [best, place] = [first!, "1"];
    for (const [at, next] of others.entries()) {
      const won = emitter.declare(better(operator, best, next));
      place = emitter.declare(`${won} ? ${at + 2} : ${place}`);
      best = emitter.declare(`${won} ? ${next} : ${best}`);
    }
    return `(${best} === ${best} ? ${place} : NaN)`;
  };

/** Source of one answer from several columns. */
export const severalColumns = {
  sumOf: (call, emitter) => {
    const atoms = call.args.map((arg) => emitter.atom(arg));
    return `(${allMissing(atoms)} ? NaN : ${fitted(call, sumSource(atoms))})`;
  },
  meanOf: ({ args }, emitter) => {
    const atoms = args.map((arg) => emitter.atom(arg));
    return finite(`(${sumSource(atoms)}) / (${countSource(atoms)})`);
  },
  rangeOf: (call, emitter) => {
    const atoms = call.args.map((arg) => emitter.atom(arg));
    const [high, low] = [">", "<"].map((operator) =>
      pickSource(operator, atoms, (source) => emitter.declare(source)),
    );
    return fitted(call, `${high} - ${low}`);
  },
  whichLeast: placeOf("<"),
  whichGreatest: placeOf(">"),
  countPresent: counted(presentTest),
  countMissing: counted((arg, atom) => `!(${presentTest(arg, atom)})`),
  countTrue: counted((_, atom) => `${atom} === 1`),
} satisfies Record<string, EmitCall>;
