"""Random small tables and whether a linear programme separates them: python test/oracle/separation.py > test/oracle/separation.json"""

import json

import numpy as np
import scipy
from scipy.optimize import linprog

random = np.random.default_rng(20240229)
cases = []
while len(cases) < 150:
    rows, columns = int(random.integers(8, 16)), int(random.integers(1, 4))
    x = random.integers(-2, 3, size=(rows, columns))
    y = (x @ random.integers(-1, 2, size=columns) + random.normal(0, 1.2, rows) > 0).astype(int)
    design = np.column_stack([np.ones(rows), x])
    if np.linalg.matrix_rank(design) <= columns or y.min() == y.max():
        continue
    signed = design * (2 * y - 1)[:, None]
    # The direction of Konis (2007): no row moves the wrong way, and all together move as far as they can.
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(rows), bounds=[(-1, 1)] * (columns + 1), method="highs")
    # Complete where some direction moves every row by a margin.
    margin = linprog(
        [0] * (columns + 1) + [-1],
        A_ub=np.column_stack([-signed, np.ones(rows)]),
        b_ub=np.zeros(rows),
        bounds=[(-1, 1)] * (columns + 1) + [(0, None)],
        method="highs",
    )
    kind = "none" if -found.fun < 1e-7 else "complete" if -margin.fun > 1e-7 else "in part"
    cases.append(dict(x=x.T.tolist(), y=y.tolist(), separation=kind))
print(json.dumps(dict(scipy=scipy.__version__, cases=cases)))
