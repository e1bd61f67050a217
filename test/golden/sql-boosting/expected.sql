-- boosting-binary: Is "hit" true?
-- The boosting model of the package with the hash
--   c6ee132ab420d463c2b927e4c7232d428e308c2c892bb94e7497af23a1e3ceaa
-- as one statement for DuckDB. It gives the answers of the package to the bit, in the order of the rows.
-- Some stages spell sigmoid out in plain arithmetic, so that every engine gives the same bits.
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
"exp" AS NOT MATERIALIZED (
  SELECT
    *,
    - "score" AS "exp a"
  FROM "score"
),
"exp_2" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "exp a" > 709.782712893384e0 THEN NULL
      WHEN "exp a" < -745.1332191019411e0 THEN -746e0
      ELSE "exp a"
    END AS "exp x"
  FROM "exp"
),
"exp_3" AS NOT MATERIALIZED (
  SELECT
    *,
    abs("exp x") AS "exp size"
  FROM "exp_2"
),
"exp_4" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "exp size" < 0.34657359027997264e0 THEN 0e0
      WHEN "exp size" < 1.0397207708399179e0 THEN CASE WHEN "exp x" < 0e0 THEN -1e0 ELSE 1e0 END
      ELSE trunc(1.4426950408889634e0 * "exp x" + CASE WHEN "exp x" < 0e0 THEN -0.5e0 ELSE 0.5e0 END)
    END AS "exp twos"
  FROM "exp_3"
),
"exp_5" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp x" - "exp twos" * 0.6931471803691238e0 AS "exp high",
    "exp twos" * 1.9082149292705877e-10 AS "exp low"
  FROM "exp_4"
),
"exp_6" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp high" - "exp low" AS "exp rest"
  FROM "exp_5"
),
"exp_7" AS NOT MATERIALIZED (
  SELECT
    *,
    "exp rest" * "exp rest" AS "exp square"
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
      ) AS "exp bend"
  FROM "exp_7"
),
"exp_9" AS NOT MATERIALIZED (
  SELECT
    *,
    1e0 - ("exp low" - "exp rest" * "exp bend" / (2e0 - "exp bend") - "exp high") AS "exp mantissa"
  FROM "exp_8"
),
"answer" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN "score" < -709.782712893384e0 THEN 0e0
      ELSE 1e0 / (
        1e0
          + CASE
            WHEN "exp x" = 1e0 THEN 2.718281828459045e0
            WHEN "exp size" < 3.725290298461914e-9 THEN 1e0 + "exp x"
            WHEN "exp twos" = 1024e0 THEN "exp mantissa" * 2e0 * 8.98846567431158e+307
            WHEN "exp twos" >= -1021e0 THEN "exp mantissa" * pow(2e0, "exp twos")
            ELSE "exp mantissa" * pow(2e0, "exp twos" + 1000e0) * pow(2e0, -1000e0)
          END
      )
    END AS "probability"
  FROM "exp_9"
)
SELECT
  "tandem_keep_1" AS "id",
  CASE WHEN "probability" >= 0.5e0 THEN TRUE WHEN "probability" IS NOT NULL THEN FALSE END AS "prediction",
  "probability" + 0e0 AS "probability"
FROM "answer";
