"""Log-losses and squared errors of LightGBM and XGBoost on their own example data.

Writes boosting-examples.json. Run: python boosting-examples.py DATA_FOLDER > boosting-examples.json   (made with LightGBM 4.7.0 and XGBoost 3.2.0)
DATA_FOLDER holds `lightgbm-examples` and `xgboost-agaricus`.
"""
import json
import sys

import lightgbm as lgb
import numpy as np
import xgboost as xgb

folder = sys.argv[1]


def mushrooms(part):
    lines = [line.split() for line in open(f"{folder}/xgboost-agaricus/agaricus.txt.{part}")]
    table = np.zeros((len(lines), 127))
    for row, (target, *ones) in enumerate(lines):
        table[row, 0] = float(target)
        for one in ones:
            table[row, int(one.split(":")[0])] = 1
    return table


def read(name, part):
    return mushrooms(part) if name == "agaricus" else np.loadtxt(f"{folder}/lightgbm-examples/{name}.{part}")


def loss_of(truth, predicted, name):
    if name == "regression":
        return float(np.mean((truth - predicted) ** 2))
    if predicted.ndim == 2:
        return float(-np.mean(np.log(predicted[np.arange(len(truth)), truth.astype(int)])))
    return float(-np.mean(np.log(np.where(truth == 1, predicted, 1 - predicted))))


def lightgbm_loss(name, trees, params):
    train, test = read(name, "train"), read(name, "test")
    objective = {"regression": "regression", "multiclass": "multiclass"}.get(name, "binary")
    params = dict(params, objective=objective, num_threads=1, deterministic=True, verbosity=-1)
    if name == "multiclass":
        params["num_class"] = 5
    model = lgb.train(params, lgb.Dataset(train[:, 1:], train[:, 0], params=params), trees)
    return loss_of(test[:, 0], model.predict(test[:, 1:]), name)


def xgboost_loss(trees, params):
    train, test = read("agaricus", "train"), read("agaricus", "test")
    model = xgb.train(dict(params, objective="binary:logistic", nthread=1), xgb.DMatrix(train[:, 1:], train[:, 0]), trees)
    return loss_of(test[:, 0], model.predict(xgb.DMatrix(test[:, 1:])).astype(float), "agaricus")


bins = [255, 250]
trees = {"binary": 50, "regression": 50, "multiclass": 20}
json.dump(
    {
        "lightgbm": lgb.__version__,
        "xgboost": xgb.__version__,
        # XGBoost's demo takes two trees of two questions at full steps.
        "agaricus by XGBoost's demo": xgboost_loss(2, {"max_depth": 2, "eta": 1}),
        "agaricus by LightGBM, leaves of one row": {count: lightgbm_loss("agaricus", count, {"min_data_in_leaf": 1}) for count in (30, 100)},
        "examples by LightGBM": {name: [lightgbm_loss(name, trees[name], {"max_bin": count}) for count in bins] for name in trees},
        "bins": bins,
        "trees": trees,
    },
    sys.stdout,
    indent=1,
)
print()
