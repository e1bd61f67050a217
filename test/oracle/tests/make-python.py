"""Writes what SciPy and statsmodels say: python make-python.py > python.json"""
import json, math, warnings
import numpy, scipy, statsmodels
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.diagnostic import normal_ad
from statsmodels.stats.proportion import confint_proportions_2indep
warnings.filterwarnings("ignore")
cases = []
def plain(value):
    if isinstance(value, (list, tuple, numpy.ndarray)): return [plain(one) for one in value]
    value = float(value)
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
def case(call, inputs, options, source, tolerance=None, floor=None, **expected):
    one = {"from": source, "call": call, "inputs": inputs, "options": options, "expected": {k: plain(v) for k, v in expected.items()}}
    if tolerance: one["tolerance"] = tolerance
    if floor: one["floor"] = floor
    cases.append(one)

def score_interval(x, m, y, n):
    """Their closed form (appendix 1 of the paper) and a root finder: another way than ours."""
    z = stats.norm.ppf(0.975)
    def excess(d):
        l3, l2, l1, l0 = m + n, (m + 2 * n) * d - (m + n) - (x + y), (n * d - (m + n) - 2 * y) * d + x + y, y * d * (1 - d)
        q = l2 ** 3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3 ** 2) + l0 / (2 * l3)
        p = math.copysign(math.sqrt(max(0, l2 ** 2 / (3 * l3) ** 2 - l1 / (3 * l3))), q)
        w = (math.pi + math.acos(max(-1, min(1, q / p ** 3)))) / 3 if p else math.pi / 2
        second = min(1, max(0, 2 * p * math.cos(w) - l2 / (3 * l3)))
        first = min(1, max(0, second + d))
        variance = (first * (1 - first) / m + second * (1 - second) / n) * (m + n) / (m + n - 1)
        distance = x / m - y / n - d
        return distance * distance - z * z * variance
    middle = x / m - y / n
    low = brentq(excess, -1 + 1e-12, middle, xtol=1e-15) if middle > -1 and excess(-1 + 1e-12) > 0 else -1
    high = brentq(excess, middle, 1 - 1e-12, xtol=1e-15) if middle < 1 and excess(1 - 1e-12) > 0 else 1
    return low, high

pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (235, 2435, 157, 2435), (483, 44700, 417, 45489)]
for x, m, y, n in pairs:
    if x + y == 0: continue
    a, b = {"successes": x, "trials": m}, {"successes": y, "trials": n}
    low, high = score_interval(x, m, y, n)
    case("twoProportionTest", [a, b], {}, f"Miettinen & Nurminen by their cubic ({x}/{m}, {y}/{n})", low=low, high=high)
    low, high = confint_proportions_2indep(x, m, y, n, method="newcomb", compare="diff")
    case("twoProportionTest", [a, b], {"interval": "newcombe"}, f"confint_proportions_2indep, newcomb ({x}/{m}, {y}/{n})", low=low, high=high)
    if x and y and x < m:
        low, high = confint_proportions_2indep(x, m, y, n, method="log", compare="ratio")
        odds = stats.contingency.odds_ratio([[x, m - x], [y, n - y]], kind="sample").confidence_interval(0.95)
        case("twoProportionTest", [a, b], {}, f"ratio and odds ratio ({x}/{m}, {y}/{n})", secondLow=low, secondHigh=high, thirdLow=odds.low, thirdHigh=odds.high)

for table in [[[3, 1], [1, 3]], [[2, 15], [10, 3]], [[8, 2], [1, 5]], [[0, 6], [5, 4]], [[100, 80], [60, 130]], [[1000, 800], [2, 30]], [[200, 7], [8, 300]]]:
    for alternative in ["two-sided", "less", "greater"]:
        found = stats.contingency.odds_ratio(table, kind="conditional")
        interval = found.confidence_interval(0.95, alternative=alternative)
        case("fisherExactTest", [table], {"alternative": alternative}, "contingency.odds_ratio, conditional", 1e-11, estimate=found.statistic, low=interval.low, high=interval.high)
        case("fisherExactTest", [table], {"alternative": alternative}, "fisher_exact", pValue=stats.fisher_exact(table, alternative=alternative).pvalue)

rng = numpy.random.default_rng(5)
normal = rng.normal(10, 2, 40).round(6).tolist()
skewed = rng.lognormal(1, 0.8, 35).round(6).tolist()
wide = rng.normal(11, 5, 25).round(6).tolist()
tied = rng.integers(1, 6, 30).tolist()
other = rng.integers(2, 7, 28).tolist()
for alternative in ["two-sided", "less", "greater"]:
    t = stats.ttest_ind(normal, wide, equal_var=False, alternative=alternative); ci = t.confidence_interval(0.95)
    case("welchTTest", [normal, wide], {"alternative": alternative}, "ttest_ind", statistic=t.statistic, pValue=t.pvalue, degrees=[t.df], low=ci.low, high=ci.high)
    u = stats.mannwhitneyu(tied, other, alternative=alternative, method="asymptotic")
    case("mannWhitneyTest", [tied, other], {"alternative": alternative, "method": "approximate"}, "mannwhitneyu, asymptotic", statistic=u.statistic, pValue=u.pvalue)
    w = stats.wilcoxon(tied[:28], other, alternative=alternative, method="asymptotic", correction=True)
    case("wilcoxonSignedRankTest", [tied[:28], other], {"alternative": alternative, "method": "approximate"}, "wilcoxon, asymptotic", pValue=w.pvalue)
    k = stats.kendalltau(normal[:25], wide, alternative=alternative, method="exact")
    case("kendallCorrelation", [normal[:25], wide], {"alternative": alternative}, "kendalltau, exact", estimate=k.statistic, pValue=k.pvalue)
    k = stats.ks_2samp(normal, skewed, alternative=alternative, method="exact")
    case("kolmogorovSmirnovTest", [normal, skewed], {"alternative": alternative}, "ks_2samp, exact", statistic=k.statistic, pValue=k.pvalue)
    k = stats.ks_1samp(normal, stats.norm(10, 2).cdf, alternative=alternative, method="exact")
    case("kolmogorovSmirnovOneSampleTest", [normal], {"alternative": alternative, "mean": 10, "deviation": 2}, "ks_1samp, exact", statistic=k.statistic, pValue=k.pvalue)
small = tied[:6]; little = other[:5]
def enumerate_u():
    import itertools
    joined = small + little
    ranks = stats.rankdata(joined)
    seen = ranks[:6].sum()
    sums = [ranks[list(c)].sum() for c in itertools.combinations(range(11), 6)]
    lower = sum(s <= seen for s in sums) / len(sums); upper = sum(s >= seen for s in sums) / len(sums)
    return min(1, 2 * min(lower, upper)), lower, upper
both, lower, upper = enumerate_u()
case("mannWhitneyTest", [small, little], {}, "all 462 choices, ties included", pValue=both)
case("mannWhitneyTest", [small, little], {"alternative": "less"}, "all 462 choices, ties included", pValue=lower)
case("mannWhitneyTest", [small, little], {"alternative": "greater"}, "all 462 choices, ties included", pValue=upper)
for name, values in [("normal", normal), ("skewed", skewed), ("tied", tied)]:
    case("andersonDarlingTest", [values], {}, f"normal_ad ({name})", statistic=normal_ad(numpy.array(values))[0], pValue=normal_ad(numpy.array(values))[1])
groups = [normal, skewed, wide]
h = stats.tukey_hsd(*groups); ci = h.confidence_interval(0.95)
places = [(0, 1), (0, 2), (1, 2)]
case("tukeyHonestDifferences", [groups], {}, "tukey_hsd", 1e-8, 0.01, pairEstimates=[h.statistic[i][j] for i, j in places], pairPValues=[h.pvalue[i][j] for i, j in places], pairLows=[ci.low[i][j] for i, j in places], pairHighs=[ci.high[i][j] for i, j in places])
h = stats.tukey_hsd(*groups, equal_var=False); ci = h.confidence_interval(0.95)
case("gamesHowellDifferences", [groups], {}, "tukey_hsd, equal_var=False", 1e-8, 0.01, pairEstimates=[h.statistic[i][j] for i, j in places], pairPValues=[h.pvalue[i][j] for i, j in places], pairLows=[ci.low[i][j] for i, j in places], pairHighs=[ci.high[i][j] for i, j in places])
# Hedges' g and explained shares: bounds of the noncentrality with the noncentral t, F and chi-squared of SciPy.
from scipy.special import gammaln
def ncp(cdf, seen, tail, high):
    f = lambda nc: cdf(seen, nc) - tail
    return brentq(f, 0, high, xtol=1e-13, rtol=1e-14) if f(1e-12) > 0 else 0.0
def g_case(call, inputs, t, share, degrees, source):
    j = math.exp(gammaln(degrees / 2) - gammaln((degrees - 1) / 2) - math.log(degrees / 2) / 2)
    root = math.sqrt(share) * j
    high = brentq(lambda nc: stats.nct.cdf(t, degrees, nc) - 0.025, t - 5, t + 12, xtol=1e-13)
    low = brentq(lambda nc: stats.nct.cdf(t, degrees, nc) - 0.975, t - 12, t + 5, xtol=1e-13)
    case(call, inputs, {}, source, secondEstimate=t * root, secondLow=low * root, secondHigh=high * root)
t = stats.ttest_ind(normal, wide)
g_case("studentTTest", [normal, wide], t.statistic, 1 / 40 + 1 / 25, 63, "noncentral t of SciPy")
t = stats.ttest_rel(normal[:25], wide)
g_case("pairedTTest", [normal[:25], wide], t.statistic, 1 / 25, 24, "noncentral t of SciPy")
f = stats.f_oneway(*groups)
d1, d2 = 2, 97
low = ncp(lambda x, nc: stats.ncf.cdf(x, d1, d2, nc), f.statistic, 0.975, 200)
high = ncp(lambda x, nc: stats.ncf.cdf(x, d1, d2, nc), f.statistic, 0.025, 200)
case("oneWayAnova", [groups], {}, "noncentral F of SciPy", low=low / (low + 100), high=high / (high + 100))
table = [[30, 20, 10], [15, 25, 30]]
chi = stats.chi2_contingency(table, correction=False)
low = ncp(lambda x, nc: stats.ncx2.cdf(x, 2, nc), chi.statistic, 0.975, 200)
high = ncp(lambda x, nc: stats.ncx2.cdf(x, 2, nc), chi.statistic, 0.025, 200)
case("chiSquaredTest", [table], {}, "noncentral chi-squared of SciPy", low=math.sqrt(low / 130), high=math.sqrt(high / 130), statistic=chi.statistic)
made = f"make-python.py with SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}, NumPy {numpy.__version__}"
print(json.dumps({"made": made})[:-1] + ',"cases":[\n' + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]}")
