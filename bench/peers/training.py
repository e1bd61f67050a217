"""A peer as a contestant: training.py PEER FOLDER,... THREADS SEED TREES learns from the table in each FOLDER (see bench/training/table.ts), writes
what it predicts for the held-out rows to PEER.f64 there, and prints the seconds for bins and trees and the peak of memory over the
loaded data. The second folder has the next seed, and so on; all are tables of the same columns.
Parameters are those of Tandem's defaults: 31 leaves, learning rate 0.1, 255 bins, 20 rows a leaf."""
import gc
import json
import sys
import time
import numpy as np

peer, folders, threads, seed, trees = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
meta = json.load(open(f"{folders[0]}/meta.json"))
columns = meta["columns"]
rows, learn = meta["rowCount"], meta["trainCount"]
task, classes = meta["task"], meta["classCount"]
categories = [at for at, column in enumerate(columns) if column["kind"] == "category"]


def load(folder, begin, end):
    table = np.empty((end - begin, len(columns)), order="C")
    for at in range(len(columns)):
        table[:, at] = np.fromfile(f"{folder}/column-{at}.f64", count=end - begin, offset=8 * begin)
    return table


def kilobytes(name):
    for line in open("/proc/self/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1])


if peer.startswith("lightgbm"):
    import lightgbm as lgb

    def fit(x, y):
        objective = {"regression": "regression", "binary": "binary", "multiclass": "multiclass"}[task]
        params = dict(objective=objective, num_leaves=31, learning_rate=0.1, max_bin=255, num_threads=threads, verbosity=-1, seed=seed)
        if task == "multiclass":
            params["num_class"] = classes
        if peer == "lightgbm-quantized":
            params["use_quantized_grad"] = True
        if peer == "lightgbm-sampled":
            params.update(bagging_fraction=0.8, bagging_freq=1, feature_fraction=0.9)
        data = lgb.Dataset(x, y, categorical_feature=categories, params=dict(max_bin=255, verbosity=-1, num_threads=threads), free_raw_data=False)
        return lgb.train(params, data, trees)

    def predict(model, x):
        return model.predict(x, num_threads=threads)

elif peer == "xgboost":
    import xgboost as xgb

    kinds = ["c" if at in set(categories) else "q" for at in range(len(columns))]

    def fit(x, y):
        objective = {"regression": "reg:squarederror", "binary": "binary:logistic", "multiclass": "multi:softprob"}[task]
        params = dict(objective=objective, tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0, max_bin=255, learning_rate=0.1,
                      reg_lambda=0, min_child_weight=5 if task != "regression" else 20, nthread=threads, seed=seed, verbosity=0)
        if task == "multiclass":
            params["num_class"] = classes
        data = xgb.QuantileDMatrix(x, y, max_bin=255, nthread=threads, feature_types=kinds, enable_categorical=True)
        return xgb.train(params, data, trees)

    def predict(model, x):
        return model.predict(xgb.DMatrix(x, feature_types=kinds, enable_categorical=True))

elif peer == "scikit-learn":
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    def fit(x, y):
        kind = HistGradientBoostingRegressor if task == "regression" else HistGradientBoostingClassifier
        model = kind(max_iter=trees, learning_rate=0.1, max_leaf_nodes=31, min_samples_leaf=20, max_bins=255, early_stopping=False,
                     categorical_features=categories or None, random_state=seed)
        with threadpool_limits(threads):
            return model.fit(x, y)

    def predict(model, x):
        if task == "regression":
            return model.predict(x)
        answer = model.predict_proba(x)
        return answer[:, 1] if task == "binary" else answer

else:
    sys.exit(f"there is no peer {peer}")

for folder in folders:
    x = load(folder, 0, learn)
    y = np.fromfile(f"{folder}/target.f64", count=learn)
    gc.collect()
    open("/proc/self/clear_refs", "w").write("5")
    before = kilobytes("VmRSS")
    begin = time.perf_counter()
    model = fit(x, y)
    seconds = time.perf_counter() - begin
    megabytes = (kilobytes("VmHWM") - before) / 1024
    np.asarray(predict(model, load(folder, learn, rows)), dtype=np.float64).tofile(f"{folder}/{peer}.f64")
    print(json.dumps(dict(seconds=seconds, megabytes=megabytes)))
    seed += 1
