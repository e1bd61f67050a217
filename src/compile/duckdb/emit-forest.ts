import { typeOf, type ForestExpr } from "../../ir/index.ts";
import { joinSql, sql, type Sql } from "../sql.ts";
import { emitSum } from "./emit-sum.ts";
import { fragment, type Fragment, type SqlEmitter } from "./fragment.ts";

/**
 * With more trees than this each tree is a column of its own: the engine looks for common parts in every expression, in time that
 * grows with the square of a sum of trees (300 trees: 4.0 s in one sum, 0.3 s apart).
 */
const treesInPlace = 4;

/** A tree is cut where more questions than this stand inside each other: the engine takes no deeper expressions than 1000. */
const deepestTree = 100;

/** A forest as a sum of nested CASE. */
export function emitForest(forest: ForestExpr, emitter: SqlEmitter): Fragment {
  const inputs = forest.inputs.map((input) => ({
    ...emitter.atom(input),
    isWhole: typeOf(input) === "Int",
  }));
  const apart = forest.roots.length > treesInPlace;
  const trees = forest.roots.map((root) => {
    const { part } = emitTree(forest, root, inputs, emitter);
    return apart ? emitter.hoist(part, "tree") : part;
  });
  return emitSum(forest.bias, trees, emitter);
}

interface Input extends Fragment {
  /** True for an Int, false for a Float. */
  readonly isWhole: boolean;
}

/** Part of a tree, and how many questions stand inside each other in its SQL. */
interface Subtree {
  readonly part: Fragment;
  readonly depth: number;
}

/** A null fails every comparison and so goes to ELSE: that is the side where the node sends what is missing. */
function emitTree(forest: ForestExpr, node: number, inputs: readonly Input[], emitter: SqlEmitter): Subtree {
  const feature = forest.feature[node]!;
  if (feature < 0) {
    const value = forest.value[node]!;
    return { part: { sql: sql`${value}`, stage: 0, atomic: true, bound: Math.abs(value) }, depth: 0 };
  }
  const input = inputs[feature]!;
  const left = emitTree(forest, forest.left[node]!, inputs, emitter);
  const right = emitTree(forest, forest.right[node]!, inputs, emitter);
  const missingLeft = forest.missingLeft[node] === 1;
  const question = questionSql(forest, node, input, missingLeft ? "right" : "left");
  const [first, last] = missingLeft ? [right.part, left.part] : [left.part, right.part];
  const part = fragment(
    sql`CASE WHEN ${question} THEN ${first.sql} ELSE ${last.sql} END`,
    [input, first, last],
    Math.max(first.bound, last.bound),
  );
  const depth = 1 + Math.max(left.depth, right.depth);
  return depth < deepestTree ? { part, depth } : { part: emitter.hoist(part, "branch"), depth: 0 };
}

/** The condition that a value is there and goes to a side. */
function questionSql(
  { categories, threshold }: ForestExpr,
  node: number,
  input: Input,
  side: "left" | "right",
): Sql {
  const list = categories[node];
  if (!list) return sql`${input.sql} ${side === "left" ? sql`<=` : sql`>`} ${threshold[node]!}`;
  if (list.length === 0) return side === "left" ? sql`FALSE` : sql`${input.sql} IS NOT NULL`;
  return membershipSql(list, input, side === "left");
}

/** Longer lists in IN make the engine join, which a model with thousands of questions must not do. */
const longestIn = 4;
/** A table of truth values is worth its length up to here. */
const longestTable = 4096;

/** The condition that a value is there and in a list (or not in it): IN for a few numbers, else a table of truth values. */
function membershipSql(list: readonly number[], { sql: x, isWhole }: Input, wanted: boolean): Sql {
  const [low, high] = [list[0]!, list.at(-1)!];
  if (list.length <= longestIn || !isWhole || high - low >= longestTable) {
    const groups: Sql[] = [];
    for (let at = 0; at < list.length; at += longestIn) {
      const items = joinSql(list.slice(at, at + longestIn).map((one) => sql`${one}`));
      groups.push(sql`${x} ${wanted ? sql`IN` : sql`NOT IN`} (${items})`);
    }
    return joinSql(groups, wanted ? sql` OR ` : sql` AND `);
  }
  const members = new Set(list);
  const truths = Array.from({ length: high - low + 1 }, (_, at) => sql`${members.has(low + at) === wanted}`);
  const found = sql`list_extract([${joinSql(truths)}], CAST(${x} - ${low} AS BIGINT) + 1)`;
  return wanted
    ? sql`${x} BETWEEN ${low} AND ${high} AND ${found}`
    : sql`(${x} NOT BETWEEN ${low} AND ${high} OR ${found})`;
}
