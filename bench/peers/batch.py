"""A Parquet or CSV file of made rows through 100 boosted trees of LightGBM and of XGBoost: read, predict, write; and the prediction alone.

    python batch.py prepare FOLDER ROWS CSV_ROWS
    python batch.py file FOLDER LIBRARY parquet|csv THREADS
    python batch.py serve FOLDER

`prepare` writes `rows.parquet` (28 numbers with 3 % missing), its first rows as `rows.csv`, the models of both libraries and `trees.json`
(LightGBM's). `file` scores one file in a process of its own. `serve` says "ready" and answers each line `LIBRARY parquet|csv|memory THREADS`
with the processor and wall seconds and the sum of the predictions.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

INPUTS = 28
TRAINING_ROWS = 20_000
PIECE = 500_000
TREES = 100
SEED = 1
NAMES = [f"x{at}" for at in range(INPUTS)]


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


def prepare(folder, rows, csv_rows):
    import lightgbm
    import pyarrow.csv
    import pyarrow.parquet as pq
    import xgboost

    training, target = made(TRAINING_ROWS, SEED)
    settings = {"num_leaves": 31, "learning_rate": 0.1, "verbose": -1, "seed": SEED, "num_threads": 1}
    light = lightgbm.train({"objective": "regression", **settings}, lightgbm.Dataset(training, target), TREES)
    boost = xgboost.train(
        {"max_leaves": 31, "max_depth": 0, "grow_policy": "lossguide", "eta": 0.1, "seed": SEED, "nthread": 1},
        xgboost.DMatrix(training, target),
        TREES,
    )
    light.save_model(folder / "lightgbm.txt")
    boost.save_model(folder / "xgboost.ubj")
    (folder / "trees.json").write_text(json.dumps(light.dump_model()))
    parquet = csv = None
    for start in range(0, rows, PIECE):
        values, _ = made(min(PIECE, rows - start), SEED + 1 + start)
        table = pa.table({name: pa.array(values[:, at], from_pandas=True) for at, name in enumerate(NAMES)})
        parquet = parquet or pq.ParquetWriter(folder / "rows.parquet", table.schema)
        parquet.write_table(table)
        csv = csv or pyarrow.csv.CSVWriter(folder / "rows.csv", table.schema)
        csv.write_table(table.slice(0, max(0, csv_rows - start)))
    parquet.close()
    csv.close()


def load(folder, library):
    if library == "lightgbm":
        import lightgbm

        return lightgbm.Booster(model_file=folder / "lightgbm.txt")
    import xgboost

    return xgboost.Booster(model_file=folder / "xgboost.ubj")


def matrix(table):
    return np.column_stack([table.column(name).to_numpy(zero_copy_only=False) for name in NAMES])


def predict(library, model, values, threads):
    if library == "lightgbm":
        return model.predict(values, num_threads=threads)
    model.set_param({"nthread": threads})
    return model.inplace_predict(values)


def score_file(folder, library, model, kind, threads):
    pa.set_cpu_count(threads)
    if kind == "parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(folder / "rows.parquet")
    else:
        import pyarrow.csv

        table = pyarrow.csv.read_csv(folder / "rows.csv")
    answers = predict(library, model, matrix(table), threads)
    table = table.append_column("prediction", pa.array(answers))
    path = folder / f"{library}.{kind}"
    if kind == "parquet":
        pq.write_table(table, path)
    else:
        pyarrow.csv.write_csv(table, path)
    return answers


def values_of(folder, library):
    """What is in memory before the prediction alone: LightGBM takes float64, XGBoost is quicker with float32."""
    import pyarrow.parquet as pq

    values = matrix(pq.read_table(folder / "rows.parquet"))
    return np.ascontiguousarray(values if library == "lightgbm" else values.astype(np.float32))


def serve(folder):
    models = {library: load(folder, library) for library in ("lightgbm", "xgboost")}
    loaded = {}
    print("ready", flush=True)
    for line in sys.stdin:
        library, kind, threads = line.split()
        if kind == "memory":
            if library not in loaded:
                loaded.clear()
                loaded[library] = values_of(folder, library)
            values = loaded[library]
        processor, wall = time.process_time(), time.perf_counter()
        if kind == "memory":
            answers = predict(library, models[library], values, int(threads))
        else:
            answers = score_file(folder, library, models[library], kind, int(threads))
        took = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
        print(json.dumps({**took, "sum": float(np.sum(answers))}), flush=True)


task, folder, *rest = sys.argv[1:]
if task == "prepare":
    prepare(Path(folder), int(rest[0]), int(rest[1]))
elif task == "file":
    library, kind, threads = rest
    score_file(Path(folder), library, load(Path(folder), library), kind, int(threads))
else:
    serve(Path(folder))
