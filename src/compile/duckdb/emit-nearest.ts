import type { NearestExpr } from "../../ir/index.ts";
import { integerLiteral, joinSql, sql, textLiteral, type Sql } from "../sql.ts";
import { fragment, type Fragment, type SqlEmitter } from "./fragment.ts";

/**
 * The nearest stored rows, by lists within a row of the statement. The engine's own `array_distance` is fast but need not round as
 * we do, so it only chooses, with a margin, the few rows whose distance is then computed step by step.
 */
export function emitNearest(expr: NearestExpr, emitter: SqlEmitter): Fragment {
  const inputs = expr.inputs.map((input) => emitter.atom(input));
  const within = expr.within ? emitter.atom(expr.within) : undefined;
  const given = within ? [...inputs, within] : inputs;
  const near = emitter.hoist(nearRows(expr, inputs, within, emitter), "near_rows");
  const reach = emitter.hoist(reachSql(expr, near), "reach");
  const there = joinSql(
    given.map((one) => sql`${one.sql} IS NOT NULL`),
    sql` AND `,
  );
  return fragment(
    sql`CASE WHEN ${there} THEN ${answerSql(expr, near, reach)} END`,
    [...given, near, reach],
    Number.POSITIVE_INFINITY,
  );
}

/** What is added to rough distances, relative and absolute, before they choose. */
const margin = sql`* 1.000001e0 + 1e-150`;

const infinite = sql`CAST('inf' AS DOUBLE)`;

/** The rows that may count, as structures of distance, place, weight and value, in their order. */
function nearRows(
  expr: NearestExpr,
  inputs: readonly Fragment[],
  within: Fragment | undefined,
  emitter: SqlEmitter,
): Fragment {
  const measured =
    expr.metric === "manhattan"
      ? emitter.hoist(allRows(expr, inputs), "distances")
      : chosenRows(expr, inputs, within, emitter);
  const limits = [
    ...(expr.metric === "manhattan" ? exactCut(expr, measured, emitter) : []),
    ...(within ? [within] : []),
  ];
  const isNear = [sql`isfinite(tandem_row.d)`, ...limits.map((limit) => sql`tandem_row.d <= ${limit.sql}`)];
  return fragment(
    sql`list_filter(${measured.sql}, lambda tandem_row: ${joinSql(isNear, sql` AND `)})`,
    [measured, ...limits],
    Number.POSITIVE_INFINITY,
  );
}

/** A column with the distance within which enough of all rows lie. */
function exactCut(expr: NearestExpr, measured: Fragment, emitter: SqlEmitter): readonly Fragment[] {
  if (expr.neighbours === null) return [];
  const distances = sql`list_transform(${measured.sql}, lambda tandem_row: tandem_row.d)`;
  return [
    emitter.hoist(fragment(enoughWithin(expr, distances), [measured], Number.POSITIVE_INFINITY), "cut"),
  ];
}

/** All rows with their distances: the engine has no function that would choose by Σ|x - r|. */
const allRows = (expr: NearestExpr, inputs: readonly Fragment[]): Fragment =>
  fragment(
    sql`list_transform(${storedRows(expr)}, lambda tandem_row, tandem_place: ${measuredSql(expr, inputs, sql`tandem_row`, sql`tandem_place`)})`,
    inputs,
    Number.POSITIVE_INFINITY,
  );

/** The rows that are roughly near enough, with their distances. */
function chosenRows(
  expr: NearestExpr,
  inputs: readonly Fragment[],
  within: Fragment | undefined,
  emitter: SqlEmitter,
): Fragment {
  const point = emitter.hoist(
    fragment(
      sql`array_value(${joinSql(inputs.map((one) => sql`coalesce(${one.sql}, 0e0)`))})`,
      inputs,
      Number.POSITIVE_INFINITY,
    ),
    "point",
  );
  const stored = storedRows(expr);
  const rough = sql`list_transform(${stored}, lambda tandem_row: array_distance(tandem_row.p, ${point.sql}))`;
  const limits = [
    ...(within ? [sql`${within.sql} ${margin}`] : []),
    ...(expr.neighbours === null ? [] : [sql`${enoughWithin(expr, rough)} ${margin}`]),
  ];
  const parts = [point, ...(within ? [within] : [])];
  const limit = limits.length > 1 ? sql`least(${joinSql(limits)})` : limits[0];
  const cut = emitter.hoist(fragment(limit ?? infinite, parts, Number.POSITIVE_INFINITY), "cut");
  const numbered = sql`list_transform(${stored}, lambda tandem_row, tandem_place: {'r': tandem_row, 'i': tandem_place})`;
  const chosen = sql`list_filter(${numbered}, lambda tandem_row: array_distance(tandem_row.r.p, ${point.sql}) <= ${cut.sql})`;
  return fragment(
    sql`list_transform(${chosen}, lambda tandem_row: ${measuredSql(expr, inputs, sql`tandem_row.r`, sql`tandem_row.i`)})`,
    [...parts, cut, ...inputs],
    Number.POSITIVE_INFINITY,
  );
}

/** A stored row as a structure with its distance. */
const measuredSql = (expr: NearestExpr, inputs: readonly Fragment[], row: Sql, place: Sql): Sql =>
  sql`{'d': ${distanceSql(expr, inputs, row)}, 'i': ${place}, 'w': ${row}.w, 'v': ${row}.v}`;

/** The stored rows as one constant, written as a text because the engine reads that faster than a hundred thousand numbers. */
function storedRows({ inputs, rows, weight, value }: NearestExpr): Sql {
  const size = inputs.length;
  const items = weight.map(
    (one, row) =>
      `{"p": [${rows.slice(row * size, (row + 1) * size).join(",")}], "w": ${one}, "v": ${value[row]}}`,
  );
  const type = sql`STRUCT(p DOUBLE[${integerLiteral(size)}], w DOUBLE, v DOUBLE)[]`;
  return sql`CAST(${textLiteral(`[${items.join(",")}]`)} AS ${type})`;
}

/** So many of the nearest rows have the wanted weight together for certain. */
function mostNeighbours({ neighbours, weight }: NearestExpr): number {
  const lightest = weight.reduce((least, one) => Math.min(least, one), Infinity);
  return Math.min(weight.length, Math.ceil((neighbours ?? Infinity) / lightest) + 1);
}

/** The distance within which so many rows lie, of a list of distances to all of them. */
const enoughWithin = (expr: NearestExpr, distances: Sql): Sql =>
  sql`list_aggregate(${distances}, 'quantile_disc', ${(mostNeighbours(expr) - 0.5) / expr.weight.length})`;

function distanceSql({ metric }: NearestExpr, inputs: readonly Fragment[], row: Sql): Sql {
  const away = inputs.map((one, at) => sql`(${one.sql} - ${row}.p[${integerLiteral(at + 1)}])`);
  const parts = away.map((one) => (metric === "manhattan" ? sql`abs(${one})` : sql`${one} * ${one}`));
  const sum = joinSql(parts, sql` + `);
  return metric === "manhattan" ? sum : sql`sqrt(${sum})`;
}

/** The distance up to which rows count; null where none does. */
function reachSql(expr: NearestExpr, near: Fragment): Fragment {
  const { neighbours, weighting } = expr;
  const distances = sql`list_transform(${near.sql}, lambda tandem_row: tandem_row.d)`;
  const next = sql`{'d': tandem_row.d, 'i': tandem_row.i, 'w': tandem_so_far.w + tandem_row.w, 'v': tandem_row.v}`;
  const start = sql`{'d': CAST(NULL AS DOUBLE), 'i': CAST(0 AS BIGINT), 'w': 0e0, 'v': 0e0}`;
  const far =
    neighbours === null
      ? sql`list_max(${distances})`
      : sql`list_reduce(list_slice(list_sort(${near.sql}), 1, ${integerLiteral(mostNeighbours(expr))}), lambda tandem_so_far, tandem_row: CASE WHEN tandem_so_far.w >= ${neighbours} THEN tandem_so_far ELSE ${next} END, ${start}).d`;
  const reach =
    weighting === "distance" ? sql`CASE WHEN list_min(${distances}) = 0e0 THEN 0e0 ELSE ${far} END` : far;
  return fragment(reach, [near], Number.POSITIVE_INFINITY);
}

function answerSql({ answer, weighting }: NearestExpr, near: Fragment, reach: Fragment): Sql {
  if (answer === "reach") return reach.sql;
  const counted = sql`list_filter(${near.sql}, lambda tandem_row: tandem_row.d <= ${reach.sql})`;
  if (answer === "least") return sql`list_min(list_transform(${counted}, lambda tandem_row: tandem_row.v))`;
  const share =
    weighting === "distance"
      ? sql`CASE WHEN tandem_row.d > 0e0 THEN tandem_row.w * (1e0 / tandem_row.d) ELSE tandem_row.w END`
      : sql`tandem_row.w`;
  const sumOf = (part: Sql): Sql =>
    sql`list_reduce(list_transform(${counted}, lambda tandem_row: ${part}), lambda tandem_so_far, tandem_part: tandem_so_far + tandem_part, 0e0)`;
  const sum = sumOf(sql`(${share}) * tandem_row.v`);
  if (answer === "sum") return sum;
  return sql`CASE WHEN ${reach.sql} IS NOT NULL THEN ${sum} / ${sumOf(share)} END`;
}
