"""Fits statsmodels' OLS or logistic regression, with its inference, to the columns of bench/statistics.ts."""

import json
import os
import sys
import time

work, folder, rows, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads

import numpy as np
import statsmodels.api as sm

columns = np.fromfile(os.path.join(folder, "columns.bin")).reshape(-1, rows).T
target = np.fromfile(os.path.join(folder, f"{work}.bin"))
begin = time.perf_counter()
design = sm.add_constant(columns)
if work == "linear":
    fit = sm.OLS(target, design).fit()
    figures = [fit.rsquared, fit.fvalue, fit.f_pvalue]
else:
    fit = sm.Logit(target, design).fit(method="newton", disp=0, tol=1e-10)
    figures = [fit.llf, fit.llnull]
errors, pvalues, intervals = fit.bse, fit.pvalues, fit.conf_int()
seconds = time.perf_counter() - begin
print(json.dumps(dict(seconds=seconds, coefficients=fit.params.tolist(), errors=errors.tolist())))
