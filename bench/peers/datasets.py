"""Scores of scikit-learn and LightGBM on the test rows of bench/datasets.ts.

Reads one JSON line per data set on standard input:
  {"path", "header", "names", "target", "task", "positive", "drop", "time", "test": [row numbers]}
and writes one JSON line each: {"lightgbm", "histogram", "linear"}. Metric: area under the ROC curve, log-loss of several
classes, root mean squared error.
"""
import json
import sys
import warnings

import lightgbm
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
MISSING = ["", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan", "?", "-"]


def read(job):
    table = pd.read_csv(
        job["path"],
        header=0 if job["header"] else None,
        names=None if job["header"] else job["names"],
        keep_default_na=False,
        na_values=MISSING,
        skipinitialspace=True,
    )
    keep = table[job["target"]].notna().to_numpy()
    features = table.drop(columns=[job["target"], *job["drop"]])
    if job["time"]:
        time = pd.to_datetime(features.pop(job["time"]))
        features = features.assign(
            year=time.dt.year, month=time.dt.month, weekday=time.dt.weekday, day=time.dt.dayofyear, hour=time.dt.hour
        )
    for name in features:
        if features[name].isna().all():
            features = features.drop(columns=[name])
        elif not pd.api.types.is_numeric_dtype(features[name]):
            features[name] = features[name].astype(str).where(features[name].notna()).astype("category")
        else:
            features[name] = features[name].astype(float)
    return features, table[job["target"]], keep


def linear(task):
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    texts = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=0.01)
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (texts, make_column_selector(dtype_include="category")),
    )
    model = RidgeCV(alphas=np.logspace(-3, 4, 8)) if task == "regression" else LogisticRegression(max_iter=2000)
    return make_pipeline(columns, model)


def score(job, model, features, answer):
    if job["task"] == "regression":
        return float(np.sqrt(mean_squared_error(answer, model.predict(features))))
    shares = model.predict_proba(features)
    if job["task"] == "binary":
        return float(roc_auc_score(answer, shares[:, 1]))
    return float(log_loss(answer, shares, labels=model.classes_))


def run(job):
    features, target, keep = read(job)
    if job["task"] == "binary":
        texts = target.astype(str).str.lower()
        positive = {"true", "yes", "y", "1"} if job["positive"] == "true" else {job["positive"].lower()}
        target = texts.isin(positive).astype(int)
    elif job["task"] == "multiclass":
        target = target.astype(str)
    else:
        target = pd.to_numeric(target)
    is_test = np.zeros(len(features), dtype=bool)
    is_test[job["test"]] = True
    train = keep & ~is_test
    regression = job["task"] == "regression"
    few = features.copy()
    for name in few.select_dtypes("category"):
        frequent = few.loc[train, name].value_counts().index[:250]
        few[name] = few[name].where(few[name].isin(frequent)).cat.set_categories(frequent)
    models = {
        "lightgbm": (lightgbm.LGBMRegressor if regression else lightgbm.LGBMClassifier)(verbose=-1),
        "histogram": (HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier)(
            categorical_features="from_dtype"
        ),
        "linear": linear(job["task"]),
    }
    result = {}
    for name, model in models.items():
        model.fit(few[train], target[train])
        result[name] = score(job, model, few[is_test], target[is_test])
    return result


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
