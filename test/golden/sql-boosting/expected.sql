-- boosting-binary: Is "hit" true?
-- The boosting model of the package with the hash
--   c6ee132ab420d463c2b927e4c7232d428e308c2c892bb94e7497af23a1e3ceaa
-- as one statement for DuckDB. It gives the answers of the package, in the order of the rows.
-- Where it takes sigmoid of the engine, the last digits may differ from the package's.
--
-- Reads from "strikes":
--   "day" DATE NOT NULL
--   "size" VARCHAR NOT NULL
--   "speed" BIGINT
--   "id", handed through
-- Gives:
--   "prediction" BOOLEAN
--   "probability" DOUBLE
--
-- Numbers end in e0 because they are DOUBLE, not DECIMAL; `+ 0e0` makes a zero with a sign a plain one.
-- Written by `tandem export sql`. Write it anew instead of changing it.
WITH "input" AS NOT MATERIALIZED (
  SELECT
    CASE
      WHEN "speed" BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST("speed" AS DOUBLE)
    END AS "speed",
    "size",
    CASE WHEN "day" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "day" END AS "day",
    "id" AS "tandem_keep_1"
  FROM "strikes"
),
"dates_and_encode" AS NOT MATERIALIZED (
  SELECT
    *,
    CAST(dayofyear("day") AS DOUBLE) AS "day day of year",
    CASE "size" WHEN 'large' THEN 1e0 WHEN 'medium' THEN 2e0 WHEN 'small' THEN 0e0 END AS "size (prepared)"
  FROM "input"
),
"score" AS NOT MATERIALIZED (
  SELECT
    *,
    -0.6931471805599454e0
      + CASE
        WHEN "speed" > 200.5e0 THEN 0.04565217391304645e0
        WHEN "size (prepared)" = 1e0 THEN 0.012804878048784388e0
        ELSE -0.04481707317072617e0
      END
      + CASE
        WHEN "size (prepared)" = 1e0 THEN 0.03776487726499067e0
        WHEN "day day of year" > 195.5e0 THEN 0.004837397647202298e0
        ELSE -0.028136701423710456e0
      END
      + CASE
        WHEN "day day of year" <= 107.5e0 THEN
          CASE
            WHEN "day day of year" > 70.5e0 THEN -0.04021809871018088e0
            ELSE -0.0026181618694346557e0
          END
        ELSE 0.010073429480063949e0
      END AS "score"
  FROM "dates_and_encode"
),
"answer" AS NOT MATERIALIZED (
  SELECT
    *,
    1e0 / (1e0 + exp(- "score")) AS "probability"
  FROM "score"
)
SELECT
  "tandem_keep_1" AS "id",
  CASE WHEN "probability" >= 0.5e0 THEN TRUE WHEN "probability" IS NOT NULL THEN FALSE END AS "prediction",
  "probability" + 0e0 AS "probability"
FROM "answer";
