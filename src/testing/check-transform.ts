import { canonicalJson, showValue, TandemError, type Diagnostic } from "../base/index.ts";
import { evaluateTable } from "../compile/index.ts";
import { column } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { Transform } from "../transform/index.ts";
import { transformCases } from "./transform-cases.ts";
import { caseTarget, learnFrom, programOf, transformRules, type Situation } from "./transform-rules.ts";

/** A rule of the contract that a transform breaks. */
export interface ContractProblem {
  readonly rule: string;
  /** The type, the parameters and the data with which it breaks. */
  readonly place: string;
  readonly text: string;
}

/**
 * Puts a transform through the contract that every transform keeps, for all types that it accepts and all of the given
 * parameters, on usual, empty, constant, missing, unseen and extreme values. Gives what is broken; nothing for a good one.
 * A pair of type and parameters that `learn` refuses with an error of its own is left out, as long as another pair works.
 * @example
 * checkTransform(transforms.scale, [{}, { kind: "robust" }]) // []
 */
export function checkTransform<Params>(
  transform: Transform<Params>,
  paramSets: readonly unknown[] = [{}],
): readonly ContractProblem[] {
  const problems: ContractProblem[] = [...checkNormalize(transform, paramSets)];
  for (const type of transform.accepts) {
    const tried = paramSets.map((params) => checkPair(transform, type, params));
    problems.push(...tried.flatMap((found) => found ?? []));
    if (tried.every((found) => found === undefined))
      problems.push({ rule: "accepts", place: type, text: "no parameters work for a type that it accepts" });
  }
  return problems;
}

/** Checks one type with one set of parameters; undefined where `learn` refuses the pair. */
function checkPair<Params>(
  transform: Transform<Params>,
  type: DataType,
  given: unknown,
): readonly ContractProblem[] | undefined {
  const params = transform.normalize(given, "params", []);
  if (refuses(transform, type, params)) return undefined;
  return transformCases(type).flatMap((one) => {
    const place = `${type}, ${showValue(given)}, ${one.title}`;
    try {
      const learnt = learnFrom(transform, type, params, one.table, one.rows);
      const answers = evaluateTable(programOf(learnt.outputs, one.table), one.table);
      const situation: Situation<Params> = { transform, type, params, case: one, learnt, answers };
      return Object.entries(transformRules).flatMap(([rule, check]) => {
        const text = check(situation);
        return text === undefined ? [] : [{ rule, place, text }];
      });
    } catch (error) {
      return [{ rule: "works on every column", place, text: String(error) }];
    }
  });
}

function refuses<Params>(transform: Transform<Params>, type: DataType, params: Params): boolean {
  try {
    transform.learn(column("input", type), params, caseTarget);
    return false;
  } catch (error) {
    if (error instanceof TandemError) return true;
    throw error;
  }
}

/** Defaults for nothing, every mistake reported, and full parameters that stay what they are. */
function checkNormalize<Params>(
  transform: Transform<Params>,
  paramSets: readonly unknown[],
): readonly ContractProblem[] {
  const problems: ContractProblem[] = [];
  const tell = (place: string, text: string): void => {
    problems.push({ rule: "normalizes parameters", place, text });
  };
  for (const params of [undefined, ...paramSets]) {
    const diagnostics: Diagnostic[] = [];
    const full = transform.normalize(params, "params", diagnostics);
    const again = transform.normalize(full, "params", diagnostics);
    if (diagnostics.length > 0) tell(showValue(params), `it finds fault: ${diagnostics[0]!.message}`);
    else if (canonicalJson(full) !== canonicalJson(again))
      tell(showValue(params), "normalizing twice changes them");
  }
  for (const [params, mistakes] of wrongParams) {
    const diagnostics: Diagnostic[] = [];
    transform.normalize(params, "params", diagnostics);
    const errors = diagnostics.filter(
      ({ severity, place }) => severity === "error" && place?.startsWith("params"),
    );
    if (errors.length < mistakes)
      tell(showValue(params), `it reports ${errors.length} of ${mistakes} mistakes, or not their place`);
  }
  return problems;
}

/** Parameters that no transform takes, and how many mistakes they have. */
const wrongParams: readonly (readonly [unknown, number])[] = [
  ["text", 1],
  [[1, 2], 1],
  [{ noSuchParameter: 1 }, 1],
  [{ noSuchParameter: 1, anotherOne: null }, 2],
];
