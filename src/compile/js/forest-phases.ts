import type { Expr, ForestExpr } from "../../ir/index.ts";
import { partsOf, type ResolvedProgram } from "../resolve.ts";
import type { GroupedForests } from "./emit-forest.ts";
import type { Emitter, Scope } from "./emitter.ts";
import { rowsAtOnce } from "./forest-group.ts";
import { finite } from "./ops/shared.ts";

/** A loop over some rows that fills the inputs of forests, and the statements that score these when it is done. */
export interface ForestPhase {
  readonly scope: Scope;
  readonly scoring: string[];
}

/** The loops that come before the last one, in their order: a forest may be an input of another. */
export interface ForestPhases {
  readonly phases: readonly ForestPhase[];
  /** Source of a forest's value in the loops behind its own; `header` gets what is opened once for a table. */
  source(forest: ForestExpr, group: GroupedForests, emitter: Emitter): string;
}

/** Plans the loops over rows in which forests are scored in batches. */
export function createForestPhases(
  resolved: ResolvedProgram,
  rowScope: () => Scope,
  header: string[],
): ForestPhases {
  const levelOf = createLevels(resolved);
  const phases: ForestPhase[] = [];
  const phaseAt = (level: number, emitter: Emitter): ForestPhase => {
    const known = phases[level];
    if (known) return known;
    if (level > 0) phaseAt(level - 1, emitter);
    const phase = { scope: rowScope(), scoring: [] };
    phases.push(phase);
    const ready = resolved.tall.filter((expr) => levelOf(expr) <= level);
    emitter.once(phase, () => ready.map((expr) => emitter.value(expr)).join(), phase.scope);
    return phase;
  };
  return {
    phases,
    source(forest, group, emitter) {
      const phase = phaseAt(levelOf(forest) - 1, emitter);
      const sums = emitter.once(group, () => fillSource(group, phase, emitter, header), phase.scope);
      return finite(emitter.declare(placeSource(sums, group.forests.indexOf(forest))));
    },
  };
}

/** Row `i` in an array of some rows at a time. */
const placeSource = (array: string, column: number): string =>
  `${array}[(i & ${rowsAtOnce - 1}) + ${column * rowsAtOnce}]`;

function fillSource(
  { inputs, forests }: GroupedForests,
  phase: ForestPhase,
  emitter: Emitter,
  header: string[],
): string {
  const scorer = emitter.constant({ kind: "forests", forests });
  const [rows, columns, sums] = [emitter.fresh("f"), emitter.fresh("g"), emitter.fresh("h")];
  header.push(`const ${rows} = ${scorer}.open(), ${columns} = ${rows}.columns, ${sums} = ${rows}.sums;`);
  const values = inputs.map((input) => emitter.value(input));
  for (const [at, value] of values.entries()) emitter.statement(`${placeSource(columns, at)} = ${value};`);
  phase.scoring.push(`${rows}.scoreRows(end - begin);`);
  return sums;
}

/** How many forests stand above each other in an expression. */
function createLevels({ resolve, tall }: ResolvedProgram): (expr: Expr) => number {
  const known = new Map<Expr, number>();
  const levelOf = (given: Expr): number => {
    const expr = resolve(given);
    const found = known.get(expr);
    if (found !== undefined) return found;
    const below = partsOf(expr).reduce((most, part) => Math.max(most, levelOf(part)), 0);
    const level = expr.kind === "forest" ? below + 1 : below;
    known.set(expr, level);
    return level;
  };
  for (const expr of tall) levelOf(expr);
  return levelOf;
}
