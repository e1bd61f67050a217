-- logistic-multiclass: Which of 3 classes is "size"?
-- The logistic model of the package with the hash
--   857e73f2d7953911df9cdb91450cd8422ef862e66c771fb9c8e03aac9bf5d8b7
-- as one statement for DuckDB. It gives the answers of the package to the bit, in the order of the rows.
-- Some stages spell exp out in plain arithmetic, so that every engine gives the same bits.
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
"exp" AS NOT MATERIALIZED (
  SELECT
    *,
    "score" - "greatest" AS "exp a",
    "score_2" - "greatest" AS "exp a_2",
    "score_3" - "greatest" AS "exp a_3"
  FROM "answer"
),
"exp_2" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "exp a" > 709.782712893384e0 THEN NULL
      WHEN "exp a" < -745.1332191019411e0 THEN -746e0
      ELSE "exp a"
    END AS "exp x",
    CASE
      WHEN "exp a_2" > 709.782712893384e0 THEN NULL
      WHEN "exp a_2" < -745.1332191019411e0 THEN -746e0
      ELSE "exp a_2"
    END AS "exp x_2",
    CASE
      WHEN "exp a_3" > 709.782712893384e0 THEN NULL
      WHEN "exp a_3" < -745.1332191019411e0 THEN -746e0
      ELSE "exp a_3"
    END AS "exp x_3"
  FROM "exp"
),
"exp_3" AS NOT MATERIALIZED (
  SELECT
    *,
    abs("exp x") AS "exp size",
    abs("exp x_2") AS "exp size_2",
    abs("exp x_3") AS "exp size_3"
  FROM "exp_2"
),
"exp_4" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "exp size" < 0.34657359027997264e0 THEN 0e0
      WHEN "exp size" < 1.0397207708399179e0 THEN CASE WHEN "exp x" < 0e0 THEN -1e0 ELSE 1e0 END
      ELSE trunc(1.4426950408889634e0 * "exp x" + CASE WHEN "exp x" < 0e0 THEN -0.5e0 ELSE 0.5e0 END)
    END AS "exp twos",
    CASE
      WHEN "exp size_2" < 0.34657359027997264e0 THEN 0e0
      WHEN "exp size_2" < 1.0397207708399179e0 THEN CASE WHEN "exp x_2" < 0e0 THEN -1e0 ELSE 1e0 END
      ELSE trunc(1.4426950408889634e0 * "exp x_2" + CASE WHEN "exp x_2" < 0e0 THEN -0.5e0 ELSE 0.5e0 END)
    END AS "exp twos_2",
    CASE
      WHEN "exp size_3" < 0.34657359027997264e0 THEN 0e0
      WHEN "exp size_3" < 1.0397207708399179e0 THEN CASE WHEN "exp x_3" < 0e0 THEN -1e0 ELSE 1e0 END
      ELSE trunc(1.4426950408889634e0 * "exp x_3" + CASE WHEN "exp x_3" < 0e0 THEN -0.5e0 ELSE 0.5e0 END)
    END AS "exp twos_3"
  FROM "exp_3"
),
"exp_5" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp x" - "exp twos" * 0.6931471803691238e0 AS "exp high",
    "exp twos" * 1.9082149292705877e-10 AS "exp low",
    "exp x_2" - "exp twos_2" * 0.6931471803691238e0 AS "exp high_2",
    "exp twos_2" * 1.9082149292705877e-10 AS "exp low_2",
    "exp x_3" - "exp twos_3" * 0.6931471803691238e0 AS "exp high_3",
    "exp twos_3" * 1.9082149292705877e-10 AS "exp low_3"
  FROM "exp_4"
),
"exp_6" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp high" - "exp low" AS "exp rest",
    "exp high_2" - "exp low_2" AS "exp rest_2",
    "exp high_3" - "exp low_3" AS "exp rest_3"
  FROM "exp_5"
),
"exp_7" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp rest" * "exp rest" AS "exp square",
    "exp rest_2" * "exp rest_2" AS "exp square_2",
    "exp rest_3" * "exp rest_3" AS "exp square_3"
  FROM "exp_6"
),
"exp_8" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp rest"
      - "exp square" * (
        0.16666666666666602e0
          + "exp square" * (
            -0.0027777777777015593e0
              + "exp square" * (
                0.00006613756321437934e0
                  + "exp square" * (-0.0000016533902205465252e0 + "exp square" * 4.1381367970572385e-8)
              )
          )
      ) AS "exp bend",
    "exp rest_2"
      - "exp square_2" * (
        0.16666666666666602e0
          + "exp square_2" * (
            -0.0027777777777015593e0
              + "exp square_2" * (
                0.00006613756321437934e0
                  + "exp square_2" * (-0.0000016533902205465252e0 + "exp square_2" * 4.1381367970572385e-8)
              )
          )
      ) AS "exp bend_2",
    "exp rest_3"
      - "exp square_3" * (
        0.16666666666666602e0
          + "exp square_3" * (
            -0.0027777777777015593e0
              + "exp square_3" * (
                0.00006613756321437934e0
                  + "exp square_3" * (-0.0000016533902205465252e0 + "exp square_3" * 4.1381367970572385e-8)
              )
          )
      ) AS "exp bend_3"
  FROM "exp_7"
),
"exp_9" AS NOT MATERIALIZED (
  SELECT
    *,
    1e0 - ("exp low" - "exp rest" * "exp bend" / (2e0 - "exp bend") - "exp high") AS "exp mantissa",
    1e0 - ("exp low_2" - "exp rest_2" * "exp bend_2" / (2e0 - "exp bend_2") - "exp high_2") AS "exp mantissa_2",
    1e0 - ("exp low_3" - "exp rest_3" * "exp bend_3" / (2e0 - "exp bend_3") - "exp high_3") AS "exp mantissa_3"
  FROM "exp_8"
),
"answer_2" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "exp x" = 1e0 THEN 2.718281828459045e0
      WHEN "exp size" < 3.725290298461914e-9 THEN 1e0 + "exp x"
      WHEN "exp twos" = 1024e0 THEN "exp mantissa" * 2e0 * 8.98846567431158e+307
      WHEN "exp twos" >= -1021e0 THEN "exp mantissa" * pow(2e0, "exp twos")
      ELSE "exp mantissa" * pow(2e0, "exp twos" + 1000e0) * pow(2e0, -1000e0)
    END AS "exp",
    CASE
      WHEN "exp x_2" = 1e0 THEN 2.718281828459045e0
      WHEN "exp size_2" < 3.725290298461914e-9 THEN 1e0 + "exp x_2"
      WHEN "exp twos_2" = 1024e0 THEN "exp mantissa_2" * 2e0 * 8.98846567431158e+307
      WHEN "exp twos_2" >= -1021e0 THEN "exp mantissa_2" * pow(2e0, "exp twos_2")
      ELSE "exp mantissa_2" * pow(2e0, "exp twos_2" + 1000e0) * pow(2e0, -1000e0)
    END AS "exp_2",
    CASE
      WHEN "exp x_3" = 1e0 THEN 2.718281828459045e0
      WHEN "exp size_3" < 3.725290298461914e-9 THEN 1e0 + "exp x_3"
      WHEN "exp twos_3" = 1024e0 THEN "exp mantissa_3" * 2e0 * 8.98846567431158e+307
      WHEN "exp twos_3" >= -1021e0 THEN "exp mantissa_3" * pow(2e0, "exp twos_3")
      ELSE "exp mantissa_3" * pow(2e0, "exp twos_3" + 1000e0) * pow(2e0, -1000e0)
    END AS "exp_3"
  FROM "exp_9"
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
