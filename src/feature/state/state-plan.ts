import { compileRow } from "../../compile/index.ts";
import { isText, type Value } from "../../schema/index.ts";
import { planProgram, type TablePlan } from "../table-plan.ts";

/** A plan for events that come one by one: it turns what was read of an event into the numbers that accumulators take. */
export interface StatePlan extends TablePlan {
  /** The values and conditions of an event, in the order of `exprs`; NaN where missing. */
  readonly valuesOf: (reads: readonly Value[]) => readonly number[];
  /** The value of a feature (by its place in the plan) out of the number that its accumulator gave. */
  readonly toValue: (feature: number, given: number) => Value;
}

/** The plan with the dictionaries of its texts, which grow as texts come. */
export function createStatePlan(plan: TablePlan): StatePlan {
  const program = planProgram(plan);
  const compute = program ? compileRow(program) : undefined;
  const { reads } = plan.table;
  const placeOfRead = new Map(reads.map((name, at) => [name, at]));
  const dictionaries = plan.exprs.map(() => createDictionary());
  return {
    ...plan,
    valuesOf: (given) => {
      const row = compute ? Object.fromEntries(reads.map((name, at) => [name, given[at]!])) : {};
      const computed = compute?.(row);
      return plan.exprs.map((expr, at) => {
        const value =
          expr.kind === "column" ? given[placeOfRead.get(expr.name)!]! : computed![`value ${at}`]!;
        if (value === null) return Number.NaN;
        return typeof value === "string" ? dictionaries[at]!.numberOf(value) : Number(value);
      });
    },
    toValue: (feature, given) => {
      const { feature: definition, value } = plan.features[feature]!;
      if (Number.isNaN(given)) return null;
      if (isText(definition.type)) return dictionaries[value!]!.textOf(given);
      return definition.type === "Boolean" ? given === 1 : given;
    },
  };
}

interface Dictionary {
  numberOf(text: string): number;
  textOf(number: number): string;
}

function createDictionary(): Dictionary {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    numberOf: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      texts.push(text);
      return texts.length - 1;
    },
    textOf: (number) => texts[number]!,
  };
}
