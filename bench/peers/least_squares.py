"""statsmodels' OLS with standard errors on the columns of bench/least-squares.ts."""

import os
import sys
import time

import numpy as np
import statsmodels.api as sm

folder, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
values = np.fromfile(os.path.join(folder, "columns.bin")).reshape(columns + 1, rows)
table, target = np.ascontiguousarray(values[:columns].T), values[columns]
begin, processor = time.perf_counter(), time.process_time()
fit = sm.OLS(target, sm.add_constant(table)).fit()
coefficients, errors, _, _ = fit.params, fit.bse, fit.rsquared, fit.resid
print(time.perf_counter() - begin, time.process_time() - processor)
for value in (*coefficients, *errors):
    print(repr(float(value)))
