import type { Expr, ForestExpr } from "../../ir/index.ts";
import type { ResolvedProgram } from "../resolve.ts";
import type { Emitter } from "./emitter.ts";
import { finite } from "./ops/shared.ts";

/** Forests of a Program over the same inputs, which are scored together. */
export interface GroupedForests {
  readonly inputs: readonly Expr[];
  readonly forests: readonly ForestExpr[];
}

/** Source of a forest in code that stands alone, as an exported module does: plain code, one forest after the other. */
export function plainForestSource(forest: ForestExpr, emitter: Emitter): string {
  const inputs = inputsSource(forest.inputs, emitter);
  const trees = emitter.constant({ kind: "forest", forest });
  return finite(emitter.declare(`${emitter.use("scoreForest")}(${trees}, ${inputs})`));
}

/**
 * Source of a forest in code that scores one row. Several forests over the same inputs are scored at once, at the top of the place:
 * one of them may stand in a branch that is not taken.
 */
export function rowForestSource(forest: ForestExpr, group: GroupedForests, emitter: Emitter): string {
  const score = (): string => {
    const inputs = inputsSource(group.inputs, emitter);
    const results = emitter.constant({ kind: "scratch", length: group.forests.length });
    const scorer = emitter.constant({ kind: "forests", forests: group.forests });
    emitter.statement(`${scorer}.scoreRow(${inputs}, ${results});`);
    return results;
  };
  const sums = group.forests.length === 1 ? score() : emitter.once(group, score);
  return finite(emitter.declare(`${sums}[${group.forests.indexOf(forest)}]`));
}

function inputsSource(inputs: readonly Expr[], emitter: Emitter): string {
  const place = emitter.constant({ kind: "scratch", length: inputs.length });
  const values = inputs.map((input) => emitter.value(input));
  for (const [at, value] of values.entries()) emitter.statement(`${place}[${at}] = ${value};`);
  return place;
}

/** Finds the forests of a Program that have the same inputs. */
export function groupForests({ uses, resolve }: ResolvedProgram): (forest: ForestExpr) => GroupedForests {
  const numbers = new Map<Expr | string, number>();
  const numberOf = (given: Expr): number => {
    const expr = resolve(given);
    const key = expr.kind === "column" ? `${expr.type} ${expr.name}` : expr;
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const groups = new Map<string, { inputs: readonly Expr[]; forests: ForestExpr[] }>();
  const groupOf = new Map<ForestExpr, GroupedForests>();
  for (const expr of uses.keys()) {
    if (expr.kind !== "forest") continue;
    const key = expr.inputs.map(numberOf).join(" ");
    const group = groups.get(key) ?? { inputs: expr.inputs, forests: [] };
    groups.set(key, group);
    group.forests.push(expr);
    groupOf.set(expr, group);
  }
  return (forest) => groupOf.get(forest) ?? { inputs: forest.inputs, forests: [forest] };
}
