WITH "input" AS NOT MATERIALIZED (
  SELECT
    CASE WHEN "Ordered" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "Ordered" END AS "Ordered",
    CASE
      WHEN "Delivered" BETWEEN TIMESTAMP '0001-01-01 00:00:00.000' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN
        date_trunc('milliseconds', "Delivered")
    END AS "Delivered",
    "Order Note",
    "Unit Price"
  FROM "orders"
),
"features" AS NOT MATERIALIZED (
  SELECT
    *,
    translate(trim("Order Note", ' 	
'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') AS "note",
    coalesce(
      CASE
        WHEN regexp_matches("Unit Price", '^ *[+-]?[0-9]{1,40}(\.[0-9]*)? *$') THEN
          TRY_CAST("Unit Price" AS DOUBLE)
        WHEN regexp_matches("Unit Price", '^ *[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})? *$')
               AND isfinite(TRY_CAST("Unit Price" AS DOUBLE)) THEN
          TRY_CAST("Unit Price" AS DOUBLE)
      END,
      12.5e0
    ) AS "price",
    CAST(month("Ordered") AS DOUBLE) AS "Ordered month",
    CAST(CAST("Delivered" AS DATE) - "Ordered" AS DOUBLE) > 7e0 AS "late"
  FROM "input"
),
"clean_and_encode" AS NOT MATERIALIZED (
  SELECT
    *,
    contains("note", 'urgent') OR starts_with("note", 'it''s') AS "urgent",
    CASE
      WHEN "Ordered month" IN (1e0, 2e0, 12e0) THEN 'winter'
      WHEN CAST(month("Ordered") AS DOUBLE) <= 5e0 THEN 'spring'
      ELSE 'other'
    END AS "season"
  FROM "features"
),
"score" AS NOT MATERIALIZED (
  SELECT
    *,
    0.25e0
      - 1.5e0 * CAST("urgent" AS DOUBLE)
      + 0.125e0 * "price"
      + 2e0 * CASE "season" WHEN 'spring' THEN -0.5e0 WHEN 'winter' THEN 1.5e0 ELSE 0e0 END AS "score"
  FROM "clean_and_encode"
)
SELECT
  "score" + 0e0 AS "score",
  CAST(CAST(length("note") AS DOUBLE) AS BIGINT) AS "words",
  coalesce("late", FALSE) AS "late",
  'Q' || CAST(CAST(CAST(quarter("Ordered") AS DOUBLE) AS BIGINT) AS VARCHAR) AS "quarter"
FROM "score"
