import { showValue, warningDiagnostic, type Diagnostic } from "../base/index.ts";
import type { ColumnProfile, Profile } from "../explore/index.ts";
import { valueToJson, type Value } from "../schema/index.ts";

/** What in a row the model has never seen: numbers outside the range it learnt from, categories that were not there. */
export function rowWarnings(
  baseline: Profile,
  row: Readonly<Record<string, Value>>,
  place: string,
): Diagnostic[] {
  return baseline.columns.flatMap((column) => {
    // Time goes on: every row to be answered is later than those that the model learnt from.
    if (column.role === "time") return [];
    const value = row[column.name] ?? null;
    if (value === null) return [];
    const problem = typeof value === "number" ? rangeProblem(column, value) : levelProblem(column, value);
    return problem
      ? [
          warningDiagnostic(problem.code, problem.message, {
            place: `${place}[${JSON.stringify(column.name)}]`,
            value: showValue(valueToJson(value, column.type)),
            cure: problem.cure,
          }),
        ]
      : [];
  });
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

function rangeProblem({ name, type, numbers }: ColumnProfile, value: number): Problem | undefined {
  if (!numbers || (value >= numbers.min && value <= numbers.max)) return undefined;
  const show = (bound: number): string => String(valueToJson(bound, type));
  return {
    code: "T2210",
    message: `${JSON.stringify(name)} lies outside what the model learnt from (${show(numbers.min)} to ${show(numbers.max)})`,
    cure: "The answer is a guess beyond the data; check the value and its unit.",
  };
}

/** Known only where the baseline lists every level. */
function levelProblem({ name, distinct, top, type }: ColumnProfile, value: Value): Problem | undefined {
  if (type !== "Text" || distinct > top.length || top.some((level) => level.value === value))
    return undefined;
  return {
    code: "T2211",
    message: `The model has never seen this value of ${JSON.stringify(name)}`,
    cure: `It answers as for an unknown one. It knows: ${top
      .slice(0, 8)
      .map((level) => String(level.value))
      .join(", ")}${top.length > 8 ? ", …" : ""}.`,
  };
}
