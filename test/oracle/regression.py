"""Reference figures of statsmodels for what R does not bring: python test/oracle/regression.py > test/oracle/regression-python.json"""

import json
import os

import numpy as np
import statsmodels
import statsmodels.api as sm

stored = json.load(open(os.path.join(os.path.dirname(__file__), "regression.json")))
cars = {name: np.asarray(values, dtype=float) for name, values in stored["cars"]["data"].items()}
design = sm.add_constant(np.column_stack([cars["wt"], cars["hp"]]))
amount = np.maximum(0, cars["mpg"] - 20)


def polished(family, response):
    fit = sm.GLM(response, design, family=family).fit(tol=1e-15, maxiter=500)
    for _ in range(20):
        fit = sm.GLM(response, design, family=family).fit(start_params=fit.params, tol=1e-300, maxiter=5)
    return dict(estimate=fit.params.tolist(), error=fit.bse.tolist(), deviance=float(fit.deviance), dispersion=float(fit.scale))


out = dict(
    versions=dict(statsmodels=statsmodels.__version__, numpy=np.__version__),
    tweedie=polished(sm.families.Tweedie(var_power=1.5), amount),
    tweedie_steep=polished(sm.families.Tweedie(var_power=1.2), amount),
)
print(json.dumps(out))
