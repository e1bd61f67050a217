"""Trains one of scikit-learn's linear models on the columns of bench/linear.ts, or multiplies matrices, on one thread."""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from sklearn.linear_model import Lasso, LogisticRegression, PoissonRegressor
from sklearn.svm import LinearSVC

work, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3])

if work == "gemm":
    left, right = np.random.rand(size, size), np.random.rand(size, size)
    times = []
    for _ in range(10):
        begin = time.process_time()
        left @ right
        times.append(time.process_time() - begin)
    print(json.dumps({"seconds": min(times), "coefficients": []}))
    sys.exit()

columns = np.fromfile(os.path.join(folder, "columns.bin")).reshape(-1, size).T
target = np.fromfile(os.path.join(folder, "target.bin"))
models = {
    "logistic": lambda: LogisticRegression(C=1, solver="newton-cholesky", tol=1e-8, max_iter=1000),
    "lasso": lambda: Lasso(alpha=0.01, tol=1e-8, max_iter=100000),
    "glm": lambda: PoissonRegressor(alpha=1 / size, solver="newton-cholesky", tol=1e-8, max_iter=1000),
    "linear-svm": lambda: LinearSVC(C=1, dual=False, tol=1e-8, max_iter=100000, intercept_scaling=100),
}
begin = time.process_time()
means, scales = columns.mean(axis=0), columns.std(axis=0)
fitted = models[work]().fit((columns - means) / scales, target)
if work == "linear-svm":
    # Ours is fitted again without each of two folds for the probabilities.
    for fold in (0, 1):
        rows = np.arange(size) % 2 == fold
        models[work]().fit((columns[rows] - means) / scales, target[rows])
seconds = time.process_time() - begin
print(json.dumps({"seconds": seconds, "coefficients": (np.ravel(fitted.coef_) / scales).tolist()}))
