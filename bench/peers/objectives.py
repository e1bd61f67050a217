"""Held-out metrics of LightGBM on its own example data and on agaricus, for bench/objectives.ts.

Reads {"folder", "jobs": [{"data", "params", "iterations", "metric", "weighted"}]} on standard input and writes the list of the
metrics' last values.
"""
import json
import sys

import lightgbm as lgb
import numpy as np

asked = json.load(sys.stdin)
examples = asked["folder"] + "/lightgbm-examples/"


def sparse(path):
    lines = [line.split() for line in open(path)]
    table = np.zeros((len(lines), 127))
    for row, parts in enumerate(lines):
        table[row, 0] = float(parts[0])
        for part in parts[1:]:
            column, value = part.split(":")
            table[row, int(column)] = float(value)
    return table


def read(data, part):
    if data == "agaricus":
        return sparse(f"{asked['folder']}/xgboost-agaricus/agaricus.txt.{part}")
    return np.loadtxt(f"{examples}{data}.{part}")


told = []
for job in asked["jobs"]:
    train, test = read(job["data"], "train"), read(job["data"], "test")
    weight = np.loadtxt(f"{examples}{job['data']}.train.weight") if job["weighted"] else None
    learnt = lgb.Dataset(train[:, 1:], train[:, 0], weight=weight)
    judged = lgb.Dataset(test[:, 1:], test[:, 0], reference=learnt)
    params = dict(job["params"], metric=job["metric"], num_threads=1, deterministic=True, verbosity=-1)
    found = {}
    lgb.train(params, learnt, job["iterations"], valid_sets=[judged], valid_names=["test"], callbacks=[lgb.record_evaluation(found)])
    told.append(found["test"][job["metric"]][-1])
json.dump(told, sys.stdout)
