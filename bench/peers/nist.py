"""What NumPy, SciPy, statsmodels and scikit-learn make of the certified sets that bench/nist.ts lays out, by their defaults."""

import os
import re
import sys
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy.optimize import curve_fit
from scipy.stats import f_oneway
from sklearn.feature_selection import f_classif
from sklearn.linear_model import LinearRegression
from statsmodels.tsa.stattools import acf

warnings.simplefilter("ignore")
folder = sys.argv[1]


def tell(tool, name, figures):
    for figure, value in figures.items():
        print(tool, name, figure, repr(float(value)), sep="\t")


def univariate(name, values):
    y = values[0]
    apart = y - y.mean()
    correlation = (apart[1:] * apart[:-1]).sum() / (apart * apart).sum()
    tell("numpy", name, {"mean": y.mean(), "standard deviation": y.std(ddof=1), "autocorrelation": correlation})
    described = sm.stats.DescrStatsW(y)
    lagged = acf(y, nlags=1, fft=False)[1]
    tell(
        "statsmodels",
        name,
        {"mean": described.mean, "standard deviation": np.sqrt(described.var_ddof(1)), "autocorrelation": lagged},
    )


def anova(name, path):
    table = pd.read_csv(path, sep="\t", names=["group", "value"], float_precision="round_trip")
    groups = [part["value"].to_numpy() for _, part in table.groupby("group", sort=False)]
    tell("scipy", name, {"F": f_oneway(*groups).statistic})
    tell("scikit-learn", name, {"F": f_classif(table[["value"]], table["group"])[0][0]})
    fit = smf.ols("value ~ C(group)", table).fit()
    rows = sm.stats.anova_lm(fit)
    tell(
        "statsmodels",
        name,
        {
            "between squares": rows["sum_sq"].iloc[0],
            "between mean": rows["mean_sq"].iloc[0],
            "within squares": rows["sum_sq"].iloc[1],
            "within mean": rows["mean_sq"].iloc[1],
            "F": rows["F"].iloc[0],
            "R2": fit.rsquared,
            "residual sd": np.sqrt(fit.mse_resid),
        },
    )


def linear(name, values, intercept, degree, parameters):
    y = values[0]
    columns = [values[1] ** power for power in range(1, degree + 1)] if degree > 1 else values[1:]
    x = np.column_stack(([np.ones_like(y)] if intercept else []) + list(columns))
    coefficients = np.linalg.lstsq(x, y, rcond=None)[0]
    tell("numpy", name, dict(zip(parameters, coefficients)))
    for tool, method in (("statsmodels", "pinv"), ("statsmodels qr", "qr")):
        fit = sm.OLS(y, x).fit(method=method)
        figures = dict(zip(parameters, fit.params))
        figures.update({f"se {one}": error for one, error in zip(parameters, fit.bse)})
        figures.update(
            {
                "residual sd": np.sqrt(fit.mse_resid),
                "R2": fit.rsquared,
                "F": fit.fvalue,
                "regression squares": fit.ess,
                "regression mean": fit.mse_model,
                "residual squares": fit.ssr,
                "residual mean": fit.mse_resid,
            }
        )
        tell(tool, name, figures)
    plain = np.column_stack(list(columns))
    model = LinearRegression(fit_intercept=intercept).fit(plain, y)
    fitted = ([model.intercept_] if intercept else []) + list(model.coef_)
    tell("scikit-learn", name, dict(zip(parameters, fitted)))


def nonlinear(name, values, formula, logarithmic, predictors, parameters, starts):
    code = compile(formula.replace("[", "(").replace("]", ")"), name, "eval")
    words = {one: getattr(np, one) for one in ("exp", "log", "sin", "cos", "arctan", "sqrt", "pi")}
    y = np.log(values[0]) if logarithmic else values[0]
    columns = dict(zip(predictors, values[1:]))

    def model(_, *current):
        return eval(code, {**words, **columns, **dict(zip(parameters, current))})

    for number, start in enumerate(starts, 1):
        for tool, options in (
            ("scipy", {}),
            ("scipy tight", {"ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15, "maxfev": 100000}),
        ):
            try:
                found, covariance = curve_fit(model, values[1], y, p0=start, **options)
            except RuntimeError:
                continue
            figures = dict(zip(parameters, found))
            errors = np.sqrt(np.diag(covariance))
            figures.update({f"se {one}": error for one, error in zip(parameters, errors)})
            tell(f"{tool} {number}", name, figures)


for line in open(os.path.join(folder, "sets.tsv")):
    name, kind, intercept, degree, predictors, formula, logarithmic, parameters, first, second = (
        line.rstrip("\n").split("\t")
    )
    path = os.path.join(folder, f"{name}.tsv")
    names = parameters.split(",")
    if kind == "anova":
        anova(name, path)
        continue
    values = [np.array(column, dtype=float) for column in zip(*(re.split("\t", row.strip()) for row in open(path)))]
    if kind == "univariate":
        univariate(name, values)
    elif kind == "linear":
        linear(name, values, intercept == "1", int(degree), names)
    else:
        starts = [[float(one) for one in text.split(",")] for text in (first, second)]
        nonlinear(name, values, formula, logarithmic == "1", predictors.split(","), names, starts)
