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

const infinite = sql`CAST('inf' AS DOUBLE)`;

/** What is added to rough distances, relative and absolute, before they choose. */
const margin = sql`* 1.000001e0 + 1e-150`;

/** The rows that may count, as structures of distance, place, weight and value, in their order. */
function nearRows(
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
  const limits = [
    ...(within ? [sql`${within.sql} ${margin}`] : []),
    ...(expr.neighbours === null ? [] : [sql`${roughReach(expr, stored, point.sql)} ${margin}`]),
  ];
  const limit = limits.length > 1 ? sql`least(${joinSql(limits)})` : limits[0];
  const cut = emitter.hoist(
    fragment(
      // Beyond this a rough distance may have left float64 where Σ|x - r| has not.
      limit ? sql`CASE WHEN ${limit} < 1e150 THEN ${limit} ELSE ${infinite} END` : infinite,
      [point, ...(within ? [within] : [])],
      Number.POSITIVE_INFINITY,
    ),
    "cut",
  );
  const chosen = sql`list_filter(list_transform(${stored}, lambda tandem_row, tandem_place: {'r': tandem_row, 'i': tandem_place}), lambda tandem_row: array_distance(tandem_row.r.p, ${point.sql}) <= ${cut.sql})`;
  const measured = sql`list_transform(${chosen}, lambda tandem_row: {'d': ${distanceSql(expr, inputs)}, 'i': tandem_row.i, 'w': tandem_row.r.w, 'v': tandem_row.r.v})`;
  const inReach = within
    ? sql`isfinite(tandem_row.d) AND tandem_row.d <= ${within.sql}`
    : sql`isfinite(tandem_row.d)`;
  return fragment(
    sql`list_filter(${measured}, lambda tandem_row: ${inReach})`,
    [point, cut, ...inputs, ...(within ? [within] : [])],
    Number.POSITIVE_INFINITY,
  );
}

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

/** A distance within which enough rows lie for certain. */
function roughReach({ neighbours, inputs, weight, metric }: NearestExpr, stored: Sql, point: Sql): Sql {
  const lightest = weight.reduce((least, one) => Math.min(least, one), Infinity);
  const wanted = Math.min(weight.length, Math.ceil((neighbours ?? 0) / lightest) + 1);
  const distances = sql`list_transform(${stored}, lambda tandem_row: array_distance(tandem_row.p, ${point}))`;
  const found = sql`list_aggregate(${distances}, 'quantile_disc', ${(wanted - 0.5) / weight.length})`;
  // So many rows are not farther by Σ|x - r| than √n times their distance, and none is farther by its distance than by that sum.
  return metric === "manhattan" ? sql`${found} * ${Math.sqrt(inputs.length)}` : found;
}

function distanceSql({ metric }: NearestExpr, inputs: readonly Fragment[]): Sql {
  const away = inputs.map((one, at) => sql`(${one.sql} - tandem_row.r.p[${integerLiteral(at + 1)}])`);
  const parts = away.map((one) => (metric === "manhattan" ? sql`abs(${one})` : sql`${one} * ${one}`));
  const sum = joinSql(parts, sql` + `);
  return metric === "manhattan" ? sum : sql`sqrt(${sum})`;
}

/** The distance up to which rows count; null where none does. */
function reachSql({ neighbours, weighting }: NearestExpr, near: Fragment): Fragment {
  const distances = sql`list_transform(${near.sql}, lambda tandem_row: tandem_row.d)`;
  const next = sql`{'d': tandem_row.d, 'i': tandem_row.i, 'w': tandem_so_far.w + tandem_row.w, 'v': tandem_row.v}`;
  const start = sql`{'d': CAST(NULL AS DOUBLE), 'i': CAST(0 AS BIGINT), 'w': 0e0, 'v': 0e0}`;
  const far =
    neighbours === null
      ? sql`list_max(${distances})`
      : sql`list_reduce(list_sort(${near.sql}), lambda tandem_so_far, tandem_row: CASE WHEN tandem_so_far.w >= ${neighbours} THEN tandem_so_far ELSE ${next} END, ${start}).d`;
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
