"""The work of `tandem profile` and `tandem run --model logistic` on the flights, as a practitioner would write it with
pandas and scikit-learn: vectorized, nothing sorted twice, sparse where that is faster.

    python flights.py profile|run FILE
"""

import sys

import numpy as np
import pandas as pd
from scipy import sparse, stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder

SAMPLE = 20_000
PROBABILITIES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
SEED = 1


def read(path):
    table = pd.read_parquet(path)
    table["late"] = table["delay"] > 15
    return table


# ---------------------------------------------------------------- profile


def describe(column):
    found = {"count": len(column), "missing": int(column.isna().sum())}
    if pd.api.types.is_bool_dtype(column) or not (
        pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
    ):
        counts = column.value_counts()
        found |= {"distinct": len(counts), "top": counts.head(30)}
        if not pd.api.types.is_bool_dtype(column):
            lengths = counts.index.str.len()
            found |= {"lengths": (lengths.min(), lengths.max())}
        return found
    values = column.to_numpy()
    if values.dtype.kind == "M":
        values = values.astype("datetime64[ms]").astype(np.int64)
    values = np.sort(values.astype(np.float64))
    n = len(values)
    quantiles = np.interp(np.multiply(PROBABILITIES, n - 1), np.arange(n), values)
    width = 2 * (quantiles[4] - quantiles[2]) / np.cbrt(n)
    bins = int(np.clip(np.ceil((values[-1] - values[0]) / width) if width > 0 else np.log2(n) + 1, 5, 50))
    distinct = 1 + int(np.count_nonzero(np.diff(values)))
    return found | {
        "distinct": distinct,
        "mean": values.mean(),
        "sd": values.std(ddof=1),
        "skewness": stats.skew(values),
        "quantiles": quantiles,
        "zeros": int((values == 0).sum()),
        "negative": int((values < 0).sum()),
        "histogram": np.histogram(values, bins),
        "longest gap": np.diff(values).max(),
        "top": column.value_counts() if distinct <= 30 else None,
    }


def cramers_v(left, right):
    table = pd.crosstab(left, right).to_numpy()
    n = table.sum()
    chi = stats.chi2_contingency(table, correction=False).statistic
    rows, columns = table.shape
    phi = max(0.0, chi / n - (rows - 1) * (columns - 1) / (n - 1))
    return np.sqrt(phi / max(1e-300, min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1))


def correlation_ratio(levels, values):
    groups = values.groupby(levels, observed=True)
    between = (groups.size() * (groups.mean() - values.mean()) ** 2).sum()
    return np.sqrt(between / max(1e-300, ((values - values.mean()) ** 2).sum()))


def associations(table):
    sample = table.sample(min(SAMPLE, len(table)), random_state=SEED)
    numbers = [name for name in sample if pd.api.types.is_numeric_dtype(sample[name]) and sample[name].dtype != bool]
    levels = [name for name in sample if name not in numbers and sample[name].nunique() <= 100]
    names = numbers + levels
    found = {}
    for at, left in enumerate(names):
        for right in names[at + 1 :]:
            if right in numbers:
                found[left, right] = abs(stats.spearmanr(sample[left], sample[right]).statistic)
            elif left in numbers:
                found[left, right] = correlation_ratio(sample[right], sample[left])
            else:
                found[left, right] = cramers_v(sample[left], sample[right])
    return found


def wilson(successes, n):
    share, z = successes / n, 1.959963984540054
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return share, middle - half, middle + half


def target_rates(table, features, target):
    rates = {}
    for name in features:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column):
            groups = pd.qcut(column, 8, duplicates="drop")
        else:
            top = column.value_counts().index[:10]
            groups = column.where(column.isin(top), "others")
        by_group = target.groupby(groups, observed=True).agg(["sum", "count"])
        rates[name] = wilson(by_group["sum"], by_group["count"])
    return rates


def drift(table):
    places = np.argsort(table["date"].to_numpy(), kind="stable")
    return [part.mean() for part in np.array_split(table["late"].to_numpy()[places], 10)]


def profile(table, with_target=True):
    found = {
        "columns": {name: describe(table[name]) for name in table},
        "duplicates": int(table.duplicated().sum()),
        "associations": associations(table[["distance", "origin", "destination", "late"]]),
    }
    if with_target:
        found["rates"] = target_rates(table, ["distance", "origin", "destination"], table["late"])
        found["drift"] = drift(table)
    return found


# ---------------------------------------------------------------- run


class Features:
    """Date parts one-hot; airports by frequency and by a cross-fitted target encoding; all numbers imputed and scaled."""

    airports = ["origin", "destination"]

    def parts(self, table):
        date = table["date"].dt
        return np.column_stack([date.month, date.day_of_week, date.hour])

    def numbers(self, table, encoded):
        frequency = [table[name].map(self.frequency[name]).fillna(0).to_numpy(np.float64) for name in self.airports]
        distance = table["distance"].to_numpy(np.float64)
        distance = np.where(np.isnan(distance), self.median, distance)
        return np.column_stack([distance, *frequency, encoded])

    def matrix(self, table, numbers):
        return sparse.hstack([sparse.csr_array(self.scaler.transform(numbers)), self.onehot.transform(self.parts(table))]).tocsr()

    def fit_transform(self, table, target):
        self.frequency = {name: table[name].value_counts(normalize=True) for name in self.airports}
        self.median = np.nanmedian(table["distance"])
        self.onehot = OneHotEncoder(handle_unknown="ignore").fit(self.parts(table))
        self.encoder = TargetEncoder(cv=StratifiedKFold(5, shuffle=True, random_state=SEED))
        numbers = self.numbers(table, self.encoder.fit_transform(table[self.airports], target))
        self.scaler = StandardScaler().fit(numbers)
        return self.matrix(table, numbers)

    def transform(self, table):
        return self.matrix(table, self.numbers(table, self.encoder.transform(table[self.airports])))


class Model:
    def fit(self, table):
        target = table["late"].to_numpy(np.int8)
        self.features = Features()
        self.model = LogisticRegression(C=1.0, max_iter=1000)
        self.model.fit(self.features.fit_transform(table, target), target)
        return self

    def predict(self, table):
        return self.model.predict_proba(self.features.transform(table))[:, 1]


class Metrics:
    """AUC, log loss, Brier, average precision, accuracy and F1 with row weights; what does not depend on them is done once."""

    def __init__(self, truth, probability):
        self.order = np.argsort(probability, kind="stable")
        ranked = probability[self.order]
        self.starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
        self.positive = truth[self.order].astype(np.float64)
        kept = np.clip(probability, 1e-15, 1 - 1e-15)
        self.loss = -np.log(np.where(truth, kept, 1 - kept))
        self.square = (probability - truth) ** 2
        said = probability >= 0.5
        self.right = (said == truth).astype(np.float64)
        self.hits = (said & truth).astype(np.float64)
        self.either = said.astype(np.float64) + truth

    def auc(self, weights):
        ranked = weights[self.order]
        positives = np.add.reduceat(ranked * self.positive, self.starts)
        negatives = np.add.reduceat(ranked, self.starts) - positives
        below = np.cumsum(negatives) - negatives
        return positives @ (below + negatives / 2) / (positives.sum() * negatives.sum())

    def average_precision(self, weights):
        ranked = weights[self.order]
        positives = np.add.reduceat(ranked * self.positive, self.starts)[::-1]
        found = np.cumsum(np.add.reduceat(ranked, self.starts)[::-1])
        precision = np.cumsum(positives) / np.maximum(found, 1e-300)
        return positives @ precision / positives.sum()

    def all(self, weights):
        total = weights.sum()
        return [
            self.auc(weights),
            weights @ self.loss / total,
            weights @ self.square / total,
            self.average_precision(weights),
            weights @ self.right / total,
            2 * (weights @ self.hits) / (weights @ self.either),
        ]


def intervals(truth, probability, replicates):
    metrics = Metrics(truth, probability)
    rng = np.random.default_rng(SEED)
    draws = [metrics.all(rng.poisson(1, len(truth)).astype(np.float64)) for _ in range(replicates)]
    return metrics.all(np.ones(len(truth))), np.percentile(draws, [2.5, 97.5], axis=0)


def calibration(truth, probability):
    bins = np.array_split(np.argsort(probability, kind="stable"), 10)
    return [(probability[rows].mean(), *wilson(truth[rows].sum(), len(rows))) for rows in bins]


def importance(model, table, columns, repeats=5, replicates=200):
    rng = np.random.default_rng(SEED)
    truth = table["late"].to_numpy()
    base = Metrics(truth, model.predict(table))
    found = {}
    for name in columns:
        shuffled = []
        for _ in range(repeats):
            changed = table.assign(**{name: table[name].to_numpy()[rng.permutation(len(table))]})
            shuffled.append(Metrics(truth, model.predict(changed)))
        losses = []
        for _ in range(replicates):
            weights = rng.poisson(1, len(table)).astype(np.float64)
            picked = [shuffled[at].auc(weights) for at in rng.integers(repeats, size=repeats)]
            losses.append(base.auc(weights) - np.mean(picked))
        found[name] = np.mean(losses), *np.percentile(losses, [2.5, 97.5])
    return found


def dependence(model, table, test, columns):
    found = {}
    for name in columns:
        values = test[name]
        if values.dtype.kind in "if" or pd.api.types.is_datetime64_any_dtype(values):
            grid = values.quantile(np.linspace(0, 1, 20), interpolation="nearest").unique()
        else:
            grid = values.value_counts().index[:20]
        curves = [model.predict(table.assign(**{name: pd.Series([value] * len(table), index=table.index, dtype=values.dtype)})) for value in grid]
        found[name] = [(curve.mean(), stats.sem(curve)) for curve in curves]
    return found


def run(table):
    whole = profile(table)
    table = table.sort_values("date", kind="stable", ignore_index=True)
    first, second = int(len(table) * 0.65), int(len(table) * 0.8)
    train, validation, learn, test = table[:first], table[first:second], table[:second], table[second:]
    learnt = profile(learn, with_target=False)
    validated = Metrics(validation["late"].to_numpy(), Model().fit(train).predict(validation)).auc(np.ones(len(validation)))
    model = Model().fit(learn)
    truth = test["late"].to_numpy()
    probability = model.predict(test)
    estimates, bounds = intervals(truth, probability, 200)
    curve = calibration(truth, probability)
    columns = ["date", "distance", "origin", "destination"]
    effects = importance(model, test.sample(5000, random_state=SEED), columns)
    curves = dependence(model, test.sample(1000, random_state=SEED), test, columns)
    assert whole and learnt and curve and effects and curves
    return f"{estimates[0]:.4f} ({bounds[0][0]:.4f} to {bounds[1][0]:.4f}), validation {validated:.4f}"


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    table = read(path)
    print(run(table) if kind == "run" else profile(table)["duplicates"])
