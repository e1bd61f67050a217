import { canonicalJson, showValue, TandemError, type Diagnostic } from "../base/index.ts";
import { evaluateTable } from "../compile/index.ts";
import type { DataType } from "../schema/index.ts";
import { asJoint, type AnyTransform, type JointTransform } from "../transform/index.ts";
import { transformCases, type TransformCase } from "./transform-cases.ts";
import { caseTarget, inputsOf, learnFrom, transformRules, type Situation } from "./transform-rules.ts";

/** A rule of the contract that a transform breaks. */
export interface ContractProblem {
  readonly rule: string;
  /** The type, the parameters and the data with which it breaks. */
  readonly place: string;
  readonly text: string;
}

/**
 * Puts a transform through the contract that every transform keeps, for all types that it accepts and all of the given
 * parameters, on usual, empty, constant, missing, unseen and extreme values; a joint transform on one column and on three.
 * Gives what is broken; nothing for a good one. Columns and parameters that `learn` refuses with an error of its own are left
 * out, as long as others work.
 * @example
 * checkTransform(transforms.scale, [{}, { kind: "robust" }]) // []
 */
export function checkTransform<Params>(
  given: AnyTransform<Params>,
  paramSets: readonly unknown[] = [{}],
): readonly ContractProblem[] {
  const transform = asJoint(given) as JointTransform<unknown>;
  const problems: ContractProblem[] = [...checkNormalize(transform, paramSets)];
  for (const [at, type] of transform.accepts.entries()) {
    const next = transform.accepts[(at + 1) % transform.accepts.length]!;
    const tried = paramSets.flatMap((params) => [
      checkColumns(transform, [type], params),
      ...(given.over === "columns" ? [checkColumns(transform, [type, type, next], params)] : []),
    ]);
    problems.push(...tried.flatMap((found) => found ?? []));
    if (tried.every((found) => found === undefined))
      problems.push({ rule: "accepts", place: type, text: "no parameters work for a type that it accepts" });
  }
  return problems;
}

/** Checks columns of these types with one set of parameters; undefined where `learn` refuses them. */
function checkColumns(
  transform: JointTransform<unknown>,
  types: readonly [DataType, ...DataType[]],
  given: unknown,
): readonly ContractProblem[] | undefined {
  const params = transform.normalize(given, "params", []);
  const cases = transformCases(types);
  const [usual] = cases;
  if (!usual || refuses(transform, usual, params)) return undefined;
  return cases.flatMap((one) => {
    const place = `${types.join(", ")}, ${showValue(given)}, ${one.title}`;
    try {
      const learnt = learnFrom(transform, params, one);
      const answers = evaluateTable(learnt.program, one.table);
      const situation: Situation = { transform, params, case: one, usual, learnt, answers };
      return Object.entries(transformRules).flatMap(([rule, check]) => {
        const text = check(situation);
        return text === undefined ? [] : [{ rule, place, text }];
      });
    } catch (error) {
      return [{ rule: "works on every column", place, text: String(error) }];
    }
  });
}

function refuses(transform: JointTransform<unknown>, { table }: TransformCase, params: unknown): boolean {
  try {
    transform.learn(inputsOf(table), params, caseTarget, {});
    return false;
  } catch (error) {
    if (error instanceof TandemError) return true;
    throw error;
  }
}

/** Defaults for nothing, every mistake reported, and full parameters that stay what they are. */
function checkNormalize(
  transform: JointTransform<unknown>,
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
