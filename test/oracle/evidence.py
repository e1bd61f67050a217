"""Figures for the tests of a run's evidence, by other programs: python3 test/oracle/evidence.py > test/oracle/evidence.json

DeLong's standard error is counted out over all pairs of rows; Spiegelhalter's z and the corrected resampled t follow the formulas of
the papers; the rest is from statsmodels and SciPy. The rows come from a linear congruential sequence, rounded to four digits.
"""
import json

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar


def sequence(count, seed):
    state, found = seed, []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2147483648
        found.append(state / 2147483648)
    return np.array(found)


count = 60
first = np.round(0.05 + 0.9 * sequence(count, 1), 4)
second = np.round(np.clip(first + 0.6 * (sequence(count, 2) - 0.5), 0.02, 0.98), 4)
happened = (sequence(count, 3) < first).astype(int)
cluster = np.arange(count) // 4


def components(score):
    positive, negative = score[happened == 1], score[happened == 0]
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    return wins.mean(), wins.mean(axis=1), wins.mean(axis=0)


def delong():
    (left, over, under), (right, over2, under2) = components(first), components(second)
    variance = np.var(over - over2, ddof=1) / len(over) + np.var(under - under2, ddof=1) / len(under)
    z = (left - right) / np.sqrt(variance)
    return {
        "estimate": left - right,
        "standardError": np.sqrt(variance),
        "z": z,
        "pValue": 2 * stats.norm.sf(abs(z)),
    }


def errors_changed():
    right, right2 = (first >= 0.5) == happened, (second >= 0.5) == happened
    one, other = int(np.sum(right & ~right2)), int(np.sum(~right & right2))
    exact = mcnemar([[0, one], [other, 0]], exact=True).pvalue
    return {
        "onlyFirst": one,
        "onlySecond": other,
        "midP": exact - stats.binom.pmf(min(one, other), one + other, 0.5),
    }


def spiegelhalter(p):
    z = np.sum((happened - p) * (1 - 2 * p)) / np.sqrt(np.sum((1 - 2 * p) ** 2 * p * (1 - p)))
    return {"z": z, "pValue": 2 * stats.norm.sf(abs(z))}


def recalibration(p):
    odds = np.log(p / (1 - p))
    line = sm.Logit(happened, sm.add_constant(odds)).fit(disp=0, tol=1e-14)
    level = sm.GLM(happened, np.ones(count), family=sm.families.Binomial(), offset=odds).fit(tol=1e-14)
    grouped = sm.Logit(happened, sm.add_constant(odds)).fit(
        disp=0, tol=1e-14, cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    groups = len(set(cluster))
    return {
        "slope": line.params[1],
        "slopeError": line.bse[1],
        "slopeLow": line.conf_int()[1][0],
        "slopeHigh": line.conf_int()[1][1],
        "slopeP": 2 * stats.norm.sf(abs((line.params[1] - 1) / line.bse[1])),
        "level": level.params[0],
        "levelError": level.bse[0],
        "levelP": level.pvalues[0],
        "clusteredSlopeError": grouped.bse[1] * np.sqrt(groups / (groups - 1)),
    }


def cumulative(p):
    order = np.argsort(p, kind="stable")
    sums = np.cumsum((happened - p)[order])
    ends = np.append(np.diff(p[order]) > 0, True)
    reach = np.max(np.abs(sums[ends]))
    x = reach / np.sqrt(np.sum(p * (1 - p)))
    inside = 4 / np.pi * sum((-1) ** k / (2 * k + 1) * np.exp(-((2 * k + 1) ** 2) * np.pi**2 / (8 * x * x)) for k in range(200))
    return {"statistic": x, "pValue": 1 - inside}


predicted = np.round(10 * sequence(count, 4), 3)
truth = np.round(2 + 0.8 * predicted + 3 * (sequence(count, 5) - 0.5), 3)
other = np.round(predicted + 2 * (sequence(count, 6) - 0.5), 3)


def numbers():
    bias = stats.ttest_1samp(truth - predicted, 0)
    line = sm.OLS(truth, sm.add_constant(predicted)).fit(cov_type="HC0")
    pair = stats.ttest_rel(abs(truth - predicted), abs(truth - other))
    low, high = pair.confidence_interval()
    return {
        "bias": float(np.mean(truth - predicted)),
        "biasT": bias.statistic,
        "biasP": bias.pvalue,
        "slope": line.params[1],
        "slopeError": line.bse[1] * np.sqrt(count / (count - 1)),
        "pairT": pair.statistic,
        "pairP": pair.pvalue,
        "pairLow": low,
        "pairHigh": high,
    }


folds = np.array([0.012, 0.031, -0.004, 0.022, 0.018, 0.009, 0.027, 0.001, 0.015, 0.02])


def corrected(ratio):
    n = len(folds)
    error = np.sqrt((1 / n + ratio) * np.var(folds, ddof=1))
    t = np.mean(folds) / error
    reach = stats.t.ppf(0.975, n - 1) * error
    return {
        "estimate": np.mean(folds),
        "t": t,
        "pValue": 2 * stats.t.sf(abs(t), n - 1),
        "low": np.mean(folds) - reach,
        "high": np.mean(folds) + reach,
        "plainP": stats.ttest_1samp(folds, 0).pvalue,
    }


def block_length(series):
    """Politis & White (2004) with the correction of 2009, after the steps of Patton's code: blocks of fixed length."""
    n = len(series)
    quiet = max(5, int(np.ceil(np.sqrt(np.log10(n)))))
    limit = 2 * np.sqrt(np.log10(n) / n)
    centred = series - series.mean()
    covariance = np.array([np.sum(centred[k:] * centred[: n - k]) / n for k in range(n)])
    rho = covariance / covariance[0]
    memory = next(m for m in range(n) if np.all(np.abs(rho[m + 1 : m + 1 + quiet]) < limit))
    if memory == 0:
        return 1.0
    band = 2 * memory
    k = np.arange(-band, band + 1)
    window = np.clip(2 * (1 - np.abs(k) / band), 0, 1)
    g = np.sum(window * np.abs(k) * covariance[np.abs(k)])
    d = 4 / 3 * np.sum(window * covariance[np.abs(k)]) ** 2
    return (2 * g**2 / d) ** (1 / 3) * n ** (1 / 3)


def memories():
    found = {}
    for name, pull in (("none", 0.0), ("some", 0.5), ("long", 0.9)):
        noise = sequence(500, 7) - 0.5
        series, last = [], 0.0
        for one in noise:
            last = pull * last + one
            series.append(last)
        found[name] = block_length(np.array(series))
    return found


print(
    json.dumps(
        {
            "source": f"NumPy {np.__version__}, SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}",
            "rows": {
                "first": first.tolist(),
                "second": second.tolist(),
                "happened": happened.tolist(),
                "predicted": predicted.tolist(),
                "truth": truth.tolist(),
                "other": other.tolist(),
                "folds": folds.tolist(),
            },
            "delong": delong(),
            "mcnemar": errors_changed(),
            "spiegelhalter": spiegelhalter(second),
            "recalibration": recalibration(second),
            "cumulative": cumulative(second),
            "numbers": numbers(),
            "corrected": corrected(1 / 9),
            "blocks": memories(),
        },
        indent=1,
    )
)
