import type { Formula, FormulaOp, Algorithm } from "../../ir/index.ts";
import type { PreludeName } from "./prelude.ts";

/** The name of the function that an algorithm becomes; no variable has such a name. */
export const algorithmFunction = ({ name }: Algorithm): string => `algorithm_${name}`;

/** An algorithm as a function on numbers with NaN for missing, step by step; `use` names functions of the prelude. */
export function algorithmSource(algorithm: Algorithm, use: (name: PreludeName) => string): string {
  const write = (formula: Formula): string => {
    switch (formula.kind) {
      case "number":
        return formula.value < 0 ? `(${formula.value})` : String(formula.value);
      case "missing":
        return "NaN";
      case "name":
        return formula.name;
      case "call":
        return called(algorithmFunction(algorithm.uses.get(formula.name)!), formula.args.map(write));
      case "choose":
        return `(${write(formula.test)} ? ${write(formula.then)} : ${write(formula.otherwise)})`;
      case "apply":
        return operations[formula.op](formula.args.map(write), use);
    }
  };
  const lines = algorithm.steps.map(([step, formula]) => `const ${step} = ${write(formula)};`);
  return [
    `function ${algorithmFunction(algorithm)}(${algorithm.inputs.join(", ")}) {`,
    ...lines,
    `return ${write(algorithm.result)};`,
    "}",
  ].join("\n");
}

/** An algorithm and all that stand in it, each once, the inner ones first. */
export const withInnerAlgorithms = (algorithm: Algorithm): readonly Algorithm[] => [
  ...new Set([...[...algorithm.uses.values()].flatMap(withInnerAlgorithms), algorithm]),
];

type Write = (args: readonly string[], use: (name: PreludeName) => string) => string;

const called = (name: string, args: readonly string[]): string => `${name}(${args.join(", ")})`;
const infix =
  (operator: string): Write =>
  ([a, b]) =>
    `(${a} ${operator} ${b})`;
const builtIn =
  (name: string): Write =>
  (args) =>
    called(name, args);

const operations: Readonly<Record<FormulaOp, Write>> = {
  "+": infix("+"),
  "-": infix("-"),
  "*": infix("*"),
  "/": infix("/"),
  "<": infix("<"),
  "<=": infix("<="),
  ">": infix(">"),
  ">=": infix(">="),
  "==": infix("==="),
  "&&": infix("&&"),
  "||": infix("||"),
  negate: ([a]) => `(-${a})`,
  abs: builtIn("Math.abs"),
  floor: builtIn("Math.floor"),
  truncate: builtIn("Math.trunc"),
  sqrt: builtIn("Math.sqrt"),
  powerOfTwo: (args, use) => called(use("powerOfTwo"), args),
  roughExponent: (args, use) => called(use("exponentOf"), args),
};
