"""Boosted trees of LightGBM and XGBoost on 28 made numbers with 3 % missing, and how fast their own libraries score rows with them.

    python forest.py FOLDER TREES

Writes `rows.f64` and `answers.f64` (LightGBM's), `trees.json`, and `trees.onnx` where onnxmltools is there, says "ready", and then answers
each line `lightgbm|xgboost THREADS` with the processor and wall seconds of one prediction of all rows.
"""

import json
import sys
import time
from pathlib import Path

import lightgbm
import numpy as np
import xgboost

INPUTS = 28
TRAINING_ROWS = 20_000
ROWS = 32_768
SEED = 1

folder = Path(sys.argv[1])
trees = int(sys.argv[2])
random = np.random.default_rng(SEED)
values = random.normal(size=(TRAINING_ROWS + ROWS, INPUTS))
target = (
    np.sin(2 * values[:, 0])
    + values[:, 1] * values[:, 2]
    + np.abs(values[:, 3:8]).sum(axis=1)
    + 0.3 * values[:, 8:].sum(axis=1)
    + random.normal(size=len(values))
)
values[random.random(values.shape) < 0.03] = np.nan
training, rows = values[:TRAINING_ROWS], np.ascontiguousarray(values[TRAINING_ROWS:])
rows32 = rows.astype(np.float32)

light = lightgbm.train(
    {"objective": "regression", "num_leaves": 31, "learning_rate": 0.1, "verbose": -1, "seed": SEED, "num_threads": 1},
    lightgbm.Dataset(training, target[:TRAINING_ROWS]),
    trees,
)
boost = xgboost.train(
    {"max_leaves": 31, "max_depth": 0, "grow_policy": "lossguide", "eta": 0.1, "seed": SEED, "nthread": 1},
    xgboost.DMatrix(training, target[:TRAINING_ROWS]),
    trees,
)

rows.tofile(folder / "rows.f64")
light.predict(rows).tofile(folder / "answers.f64")
(folder / "trees.json").write_text(json.dumps(light.dump_model()))
try:
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType
except ImportError:
    pass
else:
    onnx = convert_lightgbm(light, initial_types=[("rows", FloatTensorType([None, INPUTS]))])
    (folder / "trees.onnx").write_bytes(onnx.SerializeToString())


def predict(library, threads):
    if library == "lightgbm":
        return light.predict(rows, num_threads=threads)
    boost.set_param({"nthread": threads})
    return boost.inplace_predict(rows32)


print("ready", flush=True)
for line in sys.stdin:
    library, threads = line.split()
    processor, wall = time.process_time(), time.perf_counter()
    predict(library, int(threads))
    print(json.dumps({"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}), flush=True)
