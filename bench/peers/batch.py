"""A Parquet file of made rows through 100 boosted trees of LightGBM and of XGBoost: read, predict, write; and the prediction alone.

    python batch.py FOLDER ROWS

Writes `rows.parquet` (28 numbers with 3 % missing) and `trees.json` (LightGBM's), says "ready", and answers each line
`lightgbm|xgboost file|memory THREADS` with the processor and wall seconds and the sum of the predictions.
"""

import json
import sys
import time
from pathlib import Path

import lightgbm
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xgboost

INPUTS = 28
TRAINING_ROWS = 20_000
PIECE = 500_000
TREES = 100
SEED = 1
NAMES = [f"x{at}" for at in range(INPUTS)]

folder = Path(sys.argv[1])
rows = int(sys.argv[2])


def made(count, seed):
    random = np.random.default_rng(seed)
    values = random.normal(size=(count, INPUTS))
    target = (
        np.sin(2 * values[:, 0])
        + values[:, 1] * values[:, 2]
        + np.abs(values[:, 3:8]).sum(axis=1)
        + 0.3 * values[:, 8:].sum(axis=1)
        + random.normal(size=count)
    )
    values[random.random(values.shape) < 0.03] = np.nan
    return values, target


training, target = made(TRAINING_ROWS, SEED)
light = lightgbm.train(
    {"objective": "regression", "num_leaves": 31, "learning_rate": 0.1, "verbose": -1, "seed": SEED, "num_threads": 1},
    lightgbm.Dataset(training, target),
    TREES,
)
boost = xgboost.train(
    {"max_leaves": 31, "max_depth": 0, "grow_policy": "lossguide", "eta": 0.1, "seed": SEED, "nthread": 1},
    xgboost.DMatrix(training, target),
    TREES,
)
(folder / "trees.json").write_text(json.dumps(light.dump_model()))

writer = None
for start in range(0, rows, PIECE):
    values, _ = made(min(PIECE, rows - start), SEED + 1 + start)
    table = pa.table({name: pa.array(values[:, at], from_pandas=True) for at, name in enumerate(NAMES)})
    writer = writer or pq.ParquetWriter(folder / "rows.parquet", table.schema)
    writer.write_table(table)
writer.close()


def matrix(table):
    columns = [table.column(name).to_numpy(zero_copy_only=False) for name in NAMES]
    return np.column_stack(columns)


def predict(library, values, threads):
    if library == "lightgbm":
        return light.predict(values, num_threads=threads)
    boost.set_param({"nthread": threads})
    return boost.inplace_predict(values)


loaded = {}


def values_of(library):
    """What is in memory before the prediction alone: LightGBM takes float64, XGBoost is quicker with float32."""
    if library not in loaded:
        loaded.clear()
        values = matrix(pq.read_table(folder / "rows.parquet"))
        loaded[library] = np.ascontiguousarray(values if library == "lightgbm" else values.astype(np.float32))
    return loaded[library]


def score_file(library, threads):
    pa.set_cpu_count(threads)
    table = pq.read_table(folder / "rows.parquet")
    answers = predict(library, matrix(table), threads)
    table = table.append_column("prediction", pa.array(answers))
    pq.write_table(table, folder / f"{library}.parquet")
    return answers


print("ready", flush=True)
for line in sys.stdin:
    library, kind, threads = line.split()
    if kind == "memory":
        values = values_of(library)
    else:
        loaded.clear()
    processor, wall = time.process_time(), time.perf_counter()
    answers = score_file(library, int(threads)) if kind == "file" else predict(library, values, int(threads))
    took = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
    print(json.dumps({**took, "sum": float(np.sum(answers))}), flush=True)
