WITH "tandem_input" AS NOT MATERIALIZED (
  SELECT
    CASE WHEN "Speed IAS in knots" BETWEEN -9007199254740991 AND 9007199254740991 THEN CAST("Speed IAS in knots" AS DOUBLE) END AS "Speed IAS in knots",
    "Wildlife Size" AS "Wildlife Size",
    CASE WHEN "Flight Date" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "Flight Date" END AS "Flight Date",
    "Airport Name" AS "Airport Name",
    "tandem row" AS "tandem_keep_1"
  FROM "birdstrikes"
), "tandem_step_1" AS NOT MATERIALIZED (
  SELECT
    *,
    ((coalesce(list_extract([0.05457466063348416e0, 0.06313541666666667e0, 0.052344155844155846e0, 0.10929383886255924e0, 0.01586741573033708e0, 0.05182936507936508e0, 0.11132974910394265e0, 0.21248235294117648e0, 0.09104772727272728e0, 0.06615750915750916e0, 0.14871296296296296e0, 0.06978322440087147e0, 0.10690862944162437e0, 0.13167857142857142e0, 0.0707890625e0, 0.12680582524271844e0, 0.05597916666666667e0, 0.12394983277591974e0, 0.04869655172413793e0, 0.07491304347826087e0, 0.08481168831168831e0, 0.15956194690265485e0, 0.0815279187817259e0, 0.18411351351351352e0, 0.146035175879397e0, 0.0443215859030837e0, 0.12859615384615383e0, 0.11966477272727272e0, 0.04631560283687943e0, 0.10659929078014184e0, 0.1901810344827586e0, 0.08508461538461538e0, 0.10673451327433628e0, 0.07837459283387622e0, 0.12984974093264248e0, 0.10213425925925926e0, 0.19055828220858895e0, 0.16621702127659577e0, 0.12447107438016529e0, 0.07427049180327869e0, 0.13749411764705882e0, 0.1312707423580786e0, 0.20735082872928176e0, 0.187239837398374e0, 0.05988690476190476e0, 0.10936538461538461e0, 0.14213274336283188e0, 0.31972463768115944e0, 0.17692105263157892e0, 0.07592473118279569e0], enum_code(TRY_CAST("Airport Name" AS ENUM('ATLANTA INTL', 'ATLANTIC CITY INTL', 'AUSTIN-BERGSTROM INTL', 'BALTIMORE WASH INTL', 'BARKSDALE AIR FORCE BASE ARPT', 'CHARLESTON AFB/INTL ARPT', 'CHARLOTTE/DOUGLAS INTL ARPT', 'CHICAGO MIDWAY INTL ARPT', 'CHICAGO O''HARE INTL ARPT', 'CINCINNATI/NORTHERN KENTUCKY INTL ARPT', 'CLEVELAND-HOPKINS INTL ARPT', 'DALLAS/FORT WORTH INTL ARPT', 'DENVER INTL AIRPORT', 'DETROIT METRO WAYNE COUNTY ARPT', 'EPPLEY AIRFIELD', 'FORT LAUDERDALE/HOLLYWOOD INTL', 'GEORGE BUSH INTERCONTINENTAL', 'GREATER PITTSBURGH', 'HONOLULU INTL ARPT', 'HOUSTON-HOBBY', 'INDIANAPOLIS INTL', 'JOHN F KENNEDY INTL', 'KANSAS CITY INTL', 'LAGUARDIA NY', 'LAMBERT-ST LOUIS INTL', 'LIHUE ARPT', 'LOGAN INTL', 'LOS ANGELES INTL', 'LOUISVILLE INTL ARPT', 'MEMPHIS INTL', 'METRO OAKLAND INTL', 'MINETA SAN JOSE INTL', 'MINNEAPOLIS-ST PAUL INTL', 'NASHVILLE INTL', 'NEW ORLEANS INTL', 'NEWARK LIBERTY INTL ARPT', 'ORLANDO INTL', 'PHILADELPHIA INTL', 'PHOENIX SKY HARBOR', 'PORT COLUMBUS INTL', 'PORTLAND INTL (OR)', 'RONALD REAGAN WASHINGTON NATL', 'SACRAMENTO INTL', 'SALT LAKE CITY INTL', 'SAN ANTONIO INTL', 'SAN FRANCISCO INTL ARPT', 'SEATTLE-TACOMA INTL', 'TETERBORO AIRPORT', 'WASHINGTON DULLES INTL ARPT', 'WILL ROGERS WORLD ARPT'))) + 1), 0.1061e0) - 0.10572198668239925e0) / 0.05169305645053436e0) AS "Airport Name (target mean)",
    ((CASE WHEN ("Airport Name" IS NULL) THEN 0e0 ELSE coalesce(list_extract([0.0211e0, 0.0086e0, 0.0144e0, 0.0201e0, 0.0435e0, 0.0242e0, 0.0269e0, 0.0075e0, 0.043e0, 0.0263e0, 0.0098e0, 0.0908e0, 0.0187e0, 0.0074e0, 0.0118e0, 0.0093e0, 0.0134e0, 0.0289e0, 0.0135e0, 0.0151e0, 0.0144e0, 0.0216e0, 0.0187e0, 0.0175e0, 0.0189e0, 0.0217e0, 0.0146e0, 0.0166e0, 0.0272e0, 0.0272e0, 0.0106e0, 0.012e0, 0.0103e0, 0.0297e0, 0.0183e0, 0.0206e0, 0.0153e0, 0.0225e0, 0.0111e0, 0.0112e0, 0.0245e0, 0.0219e0, 0.0352e0, 0.0236e0, 0.0158e0, 0.0146e0, 0.0103e0, 0.0059e0, 0.0256e0, 0.0083e0], enum_code(TRY_CAST("Airport Name" AS ENUM('ATLANTA INTL', 'ATLANTIC CITY INTL', 'AUSTIN-BERGSTROM INTL', 'BALTIMORE WASH INTL', 'BARKSDALE AIR FORCE BASE ARPT', 'CHARLESTON AFB/INTL ARPT', 'CHARLOTTE/DOUGLAS INTL ARPT', 'CHICAGO MIDWAY INTL ARPT', 'CHICAGO O''HARE INTL ARPT', 'CINCINNATI/NORTHERN KENTUCKY INTL ARPT', 'CLEVELAND-HOPKINS INTL ARPT', 'DALLAS/FORT WORTH INTL ARPT', 'DENVER INTL AIRPORT', 'DETROIT METRO WAYNE COUNTY ARPT', 'EPPLEY AIRFIELD', 'FORT LAUDERDALE/HOLLYWOOD INTL', 'GEORGE BUSH INTERCONTINENTAL', 'GREATER PITTSBURGH', 'HONOLULU INTL ARPT', 'HOUSTON-HOBBY', 'INDIANAPOLIS INTL', 'JOHN F KENNEDY INTL', 'KANSAS CITY INTL', 'LAGUARDIA NY', 'LAMBERT-ST LOUIS INTL', 'LIHUE ARPT', 'LOGAN INTL', 'LOS ANGELES INTL', 'LOUISVILLE INTL ARPT', 'MEMPHIS INTL', 'METRO OAKLAND INTL', 'MINETA SAN JOSE INTL', 'MINNEAPOLIS-ST PAUL INTL', 'NASHVILLE INTL', 'NEW ORLEANS INTL', 'NEWARK LIBERTY INTL ARPT', 'ORLANDO INTL', 'PHILADELPHIA INTL', 'PHOENIX SKY HARBOR', 'PORT COLUMBUS INTL', 'PORTLAND INTL (OR)', 'RONALD REAGAN WASHINGTON NATL', 'SACRAMENTO INTL', 'SALT LAKE CITY INTL', 'SAN ANTONIO INTL', 'SAN FRANCISCO INTL ARPT', 'SEATTLE-TACOMA INTL', 'TETERBORO AIRPORT', 'WASHINGTON DULLES INTL ARPT', 'WILL ROGERS WORLD ARPT'))) + 1), 0e0) END - 0.02864782e0) / 0.021593173626116197e0) AS "Airport Name (frequency)",
    ((coalesce(CAST(year("Flight Date") AS DOUBLE), 1997e0) - 1996.666e0) / 3.555874575965806e0) AS "Flight Date year",
    CAST(month("Flight Date") AS DOUBLE) AS "value",
    CAST(isodow("Flight Date") AS DOUBLE) AS "value_2",
    CASE WHEN ("Wildlife Size" IS NULL) THEN CAST(NULL AS VARCHAR) ELSE CASE "Wildlife Size" WHEN 'Large' THEN 'Large' WHEN 'Medium' THEN 'Medium' WHEN 'Small' THEN 'Small' ELSE 'other' END END AS "shared part 1",
    coalesce("Speed IAS in knots", 140e0) AS "shared part 2",
    CASE WHEN ("Speed IAS in knots" IS NULL) THEN 1e0 ELSE 0e0 END AS "Speed IAS in knots is missing"
  FROM "tandem_input"
), "tandem_step_2" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("value" = 9e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 9",
    CASE WHEN ("value" = 8e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 8",
    CASE WHEN ("value" = 5e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 5",
    CASE WHEN ("value" = 7e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 7",
    CASE WHEN ("value" = 4e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 4",
    CASE WHEN ("value" = 6e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 6",
    CASE WHEN ("value" = 11e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 11",
    CASE WHEN ("value" = 3e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 3",
    CASE WHEN ("value" = 12e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 12",
    CASE WHEN ("value" = 1e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 1",
    CASE WHEN ("value" = 2e0) THEN 1e0 ELSE 0e0 END AS "Flight Date month = 2",
    CASE WHEN ("value_2" = 3e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 3",
    CASE WHEN ("value_2" = 4e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 4",
    CASE WHEN ("value_2" = 1e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 1",
    CASE WHEN ("value_2" = 5e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 5",
    CASE WHEN ("value_2" = 7e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 7",
    CASE WHEN ("value_2" = 6e0) THEN 1e0 ELSE 0e0 END AS "Flight Date weekday = 6",
    CASE WHEN ("shared part 1" = 'Medium') THEN 1e0 ELSE 0e0 END AS "Wildlife Size = Medium",
    CASE WHEN ("shared part 1" = 'Large') THEN 1e0 ELSE 0e0 END AS "Wildlife Size = Large",
    (1e0 + abs("shared part 2")) AS "ln a"
  FROM "tandem_step_1"
), "tandem_step_3" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("ln a" > 0e0) THEN "ln a" ELSE NULL END AS "ln x"
  FROM "tandem_step_2"
), "tandem_step_4" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("ln x" < 2.2250738585072014e-308) THEN 54e0 ELSE 0e0 END AS "ln lift"
  FROM "tandem_step_3"
), "tandem_step_5" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln x" * pow(2e0, "ln lift")) AS "ln normal"
  FROM "tandem_step_4"
), "tandem_step_6" AS NOT MATERIALIZED (
  SELECT
    *,
    floor(log2("ln normal")) AS "ln rough"
  FROM "tandem_step_5"
), "tandem_step_7" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln normal" * pow(2e0, (- "ln rough"))) AS "ln near"
  FROM "tandem_step_6"
), "tandem_step_8" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("ln near" >= 2e0) THEN 1e0 WHEN ("ln near" < 1e0) THEN -1e0 ELSE 0e0 END AS "ln correction"
  FROM "tandem_step_7"
), "tandem_step_9" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln near" * CASE WHEN ("ln correction" = 1e0) THEN 0.5e0 WHEN ("ln correction" = -1e0) THEN 2e0 ELSE 1e0 END) AS "ln mantissa"
  FROM "tandem_step_8"
), "tandem_step_10" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("ln mantissa" >= 1.4142112731933594e0) THEN 1e0 ELSE 0e0 END AS "ln isUpper"
  FROM "tandem_step_9"
), "tandem_step_11" AS NOT MATERIALIZED (
  SELECT
    *,
    ((("ln rough" + "ln correction") - "ln lift") + "ln isUpper") AS "ln twos",
    (CASE WHEN ("ln isUpper" = 1e0) THEN ("ln mantissa" * 0.5e0) ELSE "ln mantissa" END - 1e0) AS "ln f"
  FROM "tandem_step_10"
), "tandem_step_12" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln twos" * 0.6931471803691238e0) AS "ln high",
    ("ln twos" * 1.9082149292705877e-10) AS "ln low",
    ("ln f" / (2e0 + "ln f")) AS "ln s",
    ((0.5e0 * "ln f") * "ln f") AS "ln half",
    (("ln f" * "ln f") * (0.5e0 - (0.3333333333333333e0 * "ln f"))) AS "ln nearBend"
  FROM "tandem_step_11"
), "tandem_step_13" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln s" * "ln s") AS "ln z"
  FROM "tandem_step_12"
), "tandem_step_14" AS NOT MATERIALIZED (
  SELECT
    *,
    ("ln z" * "ln z") AS "ln w"
  FROM "tandem_step_13"
), "tandem_step_15" AS NOT MATERIALIZED (
  SELECT
    *,
    (("ln z" * (0.6666666666666735e0 + ("ln w" * (0.2857142874366239e0 + ("ln w" * (0.1818357216161805e0 + ("ln w" * 0.14798198605106586e0))))))) + ("ln w" * (0.3999999999940942e0 + ("ln w" * (0.22222198432149784e0 + ("ln w" * 0.15313837699209373e0)))))) AS "ln bend"
  FROM "tandem_step_14"
), "tandem_step_16" AS NOT MATERIALIZED (
  SELECT
    *,
    (((CAST(sign("shared part 2") AS DOUBLE) * CASE WHEN (("ln f" >= -9.5367431640625e-7) AND ("ln f" < 9.5367431640625e-7)) THEN CASE WHEN ("ln f" = 0e0) THEN CASE WHEN ("ln twos" = 0e0) THEN 0e0 ELSE ("ln high" + "ln low") END WHEN ("ln twos" = 0e0) THEN ("ln f" - "ln nearBend") ELSE ("ln high" - (("ln nearBend" - "ln low") - "ln f")) END WHEN (("ln mantissa" >= 1.3799991607666016e0) AND ("ln mantissa" < 1.4200000762939453e0)) THEN CASE WHEN ("ln twos" = 0e0) THEN ("ln f" - ("ln half" - ("ln s" * ("ln half" + "ln bend")))) ELSE ("ln high" - (("ln half" - (("ln s" * ("ln half" + "ln bend")) + "ln low")) - "ln f")) END WHEN ("ln twos" = 0e0) THEN ("ln f" - ("ln s" * ("ln f" - "ln bend"))) ELSE ("ln high" - ((("ln s" * ("ln f" - "ln bend")) - "ln low") - "ln f")) END) - 4.979736102468293e0) / 0.3229638112933343e0) AS "Speed IAS in knots (prepared)"
  FROM "tandem_step_15"
), "tandem_step_17" AS NOT MATERIALIZED (
  SELECT
    *,
    (-3.1263307061229733e0
      + 0.34155079694843266e0 * "Airport Name (target mean)"
      + -0.041681189654896256e0 * "Airport Name (frequency)"
      + 0.019199512071151916e0 * "Flight Date year"
      + -0.1427672281785992e0 * "Flight Date month = 9"
      + -0.08437341394895766e0 * "Flight Date month = 8"
      + -0.4215907860764496e0 * "Flight Date month = 5"
      + -0.3174173620345555e0 * "Flight Date month = 7"
      + 0.009838544880404173e0 * "Flight Date month = 4"
      + -0.09198477761786046e0 * "Flight Date month = 6"
      + 0.47509860369291085e0 * "Flight Date month = 11"
      + 0.43358261973353546e0 * "Flight Date month = 3"
      + 0.2679025274500068e0 * "Flight Date month = 12"
      + 0.6735296092517884e0 * "Flight Date month = 1"
      + 0.47985452361786224e0 * "Flight Date month = 2"
      + 0.02119677804898348e0 * "Flight Date weekday = 3"
      + 0.016201590362699695e0 * "Flight Date weekday = 4"
      + -0.2435556339166161e0 * "Flight Date weekday = 1"
      + 0.0067919820350959195e0 * "Flight Date weekday = 5"
      + 0.1506532999614443e0 * "Flight Date weekday = 7"
      + -0.024500688591160474e0 * "Flight Date weekday = 6"
      + 1.0098655605473346e0 * "Wildlife Size = Medium"
      + 2.602806562866042e0 * "Wildlife Size = Large"
      + 0.13717382581360285e0 * "Speed IAS in knots (prepared)"
      + 0.01181421229354229e0 * "Speed IAS in knots is missing") AS "sigmoid a"
  FROM "tandem_step_16"
), "tandem_step_18" AS NOT MATERIALIZED (
  SELECT
    *,
    (- "sigmoid a") AS "exp a"
  FROM "tandem_step_17"
), "tandem_step_19" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("exp a" > 709.782712893384e0) THEN NULL WHEN ("exp a" < -745.1332191019411e0) THEN -746e0 ELSE "exp a" END AS "exp x"
  FROM "tandem_step_18"
), "tandem_step_20" AS NOT MATERIALIZED (
  SELECT
    *,
    abs("exp x") AS "exp size"
  FROM "tandem_step_19"
), "tandem_step_21" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("exp size" < 0.34657359027997264e0) THEN 0e0 WHEN ("exp size" < 1.0397207708399179e0) THEN CASE WHEN ("exp x" < 0e0) THEN -1e0 ELSE 1e0 END ELSE trunc(((1.4426950408889634e0 * "exp x") + CASE WHEN ("exp x" < 0e0) THEN -0.5e0 ELSE 0.5e0 END)) END AS "exp twos"
  FROM "tandem_step_20"
), "tandem_step_22" AS NOT MATERIALIZED (
  SELECT
    *,
    ("exp x" - ("exp twos" * 0.6931471803691238e0)) AS "exp high",
    ("exp twos" * 1.9082149292705877e-10) AS "exp low"
  FROM "tandem_step_21"
), "tandem_step_23" AS NOT MATERIALIZED (
  SELECT
    *,
    ("exp high" - "exp low") AS "exp rest"
  FROM "tandem_step_22"
), "tandem_step_24" AS NOT MATERIALIZED (
  SELECT
    *,
    ("exp rest" * "exp rest") AS "exp square"
  FROM "tandem_step_23"
), "tandem_step_25" AS NOT MATERIALIZED (
  SELECT
    *,
    ("exp rest" - ("exp square" * (0.16666666666666602e0 + ("exp square" * (-0.0027777777777015593e0 + ("exp square" * (0.00006613756321437934e0 + ("exp square" * (-0.0000016533902205465252e0 + ("exp square" * 4.1381367970572385e-8)))))))))) AS "exp bend"
  FROM "tandem_step_24"
), "tandem_step_26" AS NOT MATERIALIZED (
  SELECT
    *,
    (1e0 - (("exp low" - (("exp rest" * "exp bend") / (2e0 - "exp bend"))) - "exp high")) AS "exp mantissa"
  FROM "tandem_step_25"
), "tandem_step_27" AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN ("sigmoid a" < -709.782712893384e0) THEN 0e0 ELSE (1e0 / (1e0 + CASE WHEN ("exp x" = 1e0) THEN 2.718281828459045e0 WHEN ("exp size" < 3.725290298461914e-9) THEN (1e0 + "exp x") WHEN ("exp twos" = 1024e0) THEN (("exp mantissa" * 2e0) * 8.98846567431158e+307) WHEN ("exp twos" >= -1021e0) THEN ("exp mantissa" * pow(2e0, "exp twos")) ELSE (("exp mantissa" * pow(2e0, ("exp twos" + 1000e0))) * pow(2e0, -1000e0)) END)) END AS "shared part 3"
  FROM "tandem_step_26"
)
SELECT
  "tandem_keep_1" AS "tandem row",
  "shared part 3" + 0e0 AS "probability",
  CASE WHEN ("shared part 3" >= 0.5e0) THEN TRUE WHEN ("shared part 3" IS NOT NULL) THEN FALSE ELSE CAST(NULL AS BOOLEAN) END AS "prediction"
FROM "tandem_step_27"
