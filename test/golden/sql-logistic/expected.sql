-- logistic-multiclass: Which of 3 classes is "size"?
-- The logistic model of the package with the hash
--   857e73f2d7953911df9cdb91450cd8422ef862e66c771fb9c8e03aac9bf5d8b7
-- as one statement for DuckDB. It gives the answers of the package, in the order of the rows.
-- Where it takes exp of the engine, the last digits may differ from the package's.
--
-- Reads from "strikes":
--   "speed" BIGINT
--   "sky" VARCHAR
--   "hit" BOOLEAN NOT NULL
-- Gives:
--   "prediction" VARCHAR
--   "probability of large" DOUBLE
--   "probability of medium" DOUBLE
--   "probability of small" DOUBLE
--
-- Numbers end in e0 because they are DOUBLE, not DECIMAL; `+ 0e0` makes a zero with a sign a plain one.
-- Written by `tandem export sql`. Write it anew instead of changing it.
WITH "input" AS NOT MATERIALIZED (
  SELECT
    "hit",
    "sky",
    CASE
      WHEN "speed" BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST("speed" AS DOUBLE)
    END AS "speed"
  FROM "strikes"
),
"features" AS NOT MATERIALIZED (
  SELECT
    *,
    (coalesce("speed", 180.5e0) - 180.31770833333334e0) / 68.14860522966161e0 AS "speed (prepared)",
    CASE WHEN "speed" IS NULL THEN 1e0 ELSE 0e0 END AS "speed is missing",
    CASE
      WHEN "sky" IS NULL THEN NULL
      ELSE CASE "sky" WHEN 'clear' THEN 'clear' WHEN 'cloud' THEN 'cloud' ELSE 'other' END
    END AS "sky level",
    coalesce(CAST("hit" AS DOUBLE), 0.3385416666666667e0) AS "hit (prepared)"
  FROM "input"
),
"encode" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN "sky level" = 'clear' THEN 1e0 ELSE 0e0 END AS "sky = clear",
    CASE WHEN "sky level" IS NULL THEN 1e0 ELSE 0e0 END AS "sky is missing"
  FROM "features"
),
"score" AS NOT MATERIALIZED (
  SELECT
    *,
    -0.4947871011318058e0
      - 0.12291746321011005e0 * "speed (prepared)"
      - 0.3810621024216506e0 * "speed is missing"
      + 0.13070487037445064e0 * "sky = clear"
      + 0.3107498519783371e0 * "sky is missing"
      + 0.7977340767157856e0 * "hit (prepared)" AS "score",
    0.4013217581579171e0
      + 0.05330387986389015e0 * "speed (prepared)"
      + 0.31380942018524305e0 * "speed is missing"
      - 0.05674338490590883e0 * "sky = clear"
      - 0.2838026017133982e0 * "sky is missing"
      - 0.6320644850736747e0 * "hit (prepared)" AS "score_2",
    0.09346534297388831e0
      + 0.06961358334621988e0 * "speed (prepared)"
      + 0.06725268223640743e0 * "speed is missing"
      - 0.0739614854685418e0 * "sky = clear"
      - 0.026947250264938966e0 * "sky is missing"
      - 0.1656695916421109e0 * "hit (prepared)" AS "score_3"
  FROM "encode"
),
"answer" AS NOT MATERIALIZED (
  SELECT
    *,
    greatest("score", "score_2", "score_3") AS "greatest"
  FROM "score"
),
"answer_2" AS NOT MATERIALIZED (
  SELECT
    *,
    exp("score" - "greatest") AS "exp",
    exp("score_2" - "greatest") AS "exp_2",
    exp("score_3" - "greatest") AS "exp_3"
  FROM "answer"
),
"answer_3" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp" + "exp_2" + "exp_3" AS "sum"
  FROM "answer_2"
),
"answer_4" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN isfinite("sum") THEN "sum" END AS "sum in range"
  FROM "answer_3"
),
"answer_5" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp" / "sum in range" AS "probability of large",
    "exp_2" / "sum in range" AS "probability of medium",
    "exp_3" / "sum in range" AS "probability of small"
  FROM "answer_4"
),
"answer_6" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN isfinite("probability of large") THEN "probability of large" END AS "probability of large in range",
    CASE WHEN isfinite("probability of medium") THEN "probability of medium" END AS "probability of medium in range",
    CASE WHEN isfinite("probability of small") THEN "probability of small" END AS "probability of small in range"
  FROM "answer_5"
),
"answer_7" AS NOT MATERIALIZED (
  SELECT
    *,
    greatest(
      "probability of large in range",
      "probability of medium in range",
      "probability of small in range"
    ) AS "greatest_2"
  FROM "answer_6"
)
SELECT
  CASE
    WHEN "probability of large in range" = "greatest_2" THEN 'large'
    WHEN "probability of medium in range" = "greatest_2" THEN 'medium'
    WHEN "probability of small in range" = "greatest_2" THEN 'small'
  END AS "prediction",
  "probability of large in range" + 0e0 AS "probability of large",
  "probability of medium in range" + 0e0 AS "probability of medium",
  "probability of small in range" + 0e0 AS "probability of small"
FROM "answer_7";
