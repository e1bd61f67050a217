"""Resamples the difference of two means with SciPy, for bench/bootstrap.ts."""

import json
import os
import sys
import time

work, folder, resamples, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads

import numpy as np
from scipy import stats

first = np.fromfile(os.path.join(folder, "first.bin"))
second = np.fromfile(os.path.join(folder, "second.bin"))


def difference(x, y, axis=-1):
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


begin = time.perf_counter()
# A batch of 100 keeps the resamples within 80 MB, where SciPy is quickest.
if work == "permutation":
    found = stats.permutation_test(
        (first, second), difference, n_resamples=resamples, vectorized=True, batch=100, rng=1
    )
    figures = [found.statistic, found.pvalue]
else:
    method = {"percentile": "percentile", "bca": "BCa"}[work]
    found = stats.bootstrap(
        (first, second), difference, n_resamples=resamples, vectorized=True, batch=100, method=method, rng=1
    )
    figures = [found.confidence_interval.low, found.confidence_interval.high]
seconds = time.perf_counter() - begin
print(json.dumps(dict(seconds=seconds, figures=[float(figure) for figure in figures])))
