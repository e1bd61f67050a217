"""Figures of python.json and r.json that are roots, integrals or counts, once more with 30 digits: python make-digits.py > digits.json

Roots of tails by mpmath, counts by whole numbers. The error output says how many digits SciPy and R have: fewer than 12 for Tukey's
range, for odds ratios and for exact tails taken off 1. (mpmath 1.4.1, Python 3.11; some minutes)
"""
import json
import os
import sys
from fractions import Fraction
from math import comb

import mpmath
from mpmath import mp, mpf, exp, log, loggamma, pi, sqrt

mp.dps = 30
here = os.path.dirname(__file__)
sources = ("Miettinen", "conditional", "ks_1samp", "normal_ad", "tukey_hsd", "TukeyHSD", "noncentral", "exact with ties")
peers = [
    one
    for name in ("python", "r")
    for one in json.load(open(os.path.join(here, f"{name}.json")), parse_float=mpf)["cases"]
    if any(words in one["from"] for words in sources)
]
z95 = sqrt(mpf(2)) * mpmath.erfinv(mpf("0.95"))
Phi = lambda z: mpmath.erfc(-z / sqrt(mpf(2))) / 2
phi = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
tail = mpf("0.025")


def secant(of, near):
    near = mpf(near)
    return mpmath.findroot(of, (near, near * (1 + mpf(10) ** -5) + mpf(10) ** -9), solver="secant", tol=mpf(10) ** -44, maxsteps=40)


# --- Miettinen & Nurminen 1985: the shares that are most likely at a difference, and the score about them
def score_interval(one, other, seen):
    x, m, y, n = one["successes"], one["trials"], other["successes"], other["trials"]

    def excess(d):
        cubic = [mpf(m + n), (m + 2 * n) * d - (m + n) - (x + y), (n * d - (m + n) - 2 * y) * d + x + y, y * d * (1 - d)]
        low, high = max(mpf(0), -d), min(mpf(1), 1 - d)
        roots = [r.real for r in mpmath.polyroots(cubic, maxsteps=500, extraprec=200) if abs(r.imag) < mpf(10) ** -20]
        inside = [r for r in roots if low - mpf(10) ** -15 <= r <= high + mpf(10) ** -15]

        def likelihood(second):
            first = second + d
            parts = ((x, first), (m - x, 1 - first), (y, second), (n - y, 1 - second))
            return mpmath.fsum(k * log(p) if k else 0 for k, p in parts) if all(p > 0 or not k for k, p in parts) else -mpmath.inf

        second = max(inside, key=likelihood)
        first = second + d
        variance = (first * (1 - first) / m + second * (1 - second) / n) * (m + n) / mpf(m + n - 1)
        distance = mpf(x) / m - mpf(y) / n - d
        return distance**2 - z95**2 * variance

    edge = lambda v, bound: bound if abs(v - bound) < mpf(10) ** -9 else secant(excess, v)
    return dict(low=edge(seen["low"], -1), high=edge(seen["high"], 1))


# --- Fisher: the odds ratio given the margins
def odds_ratio(table, alternative):
    (a, b), (c, d) = table
    low, high = max(0, a - d), min(a + b, a + c)
    ways = {k: comb(a + b, k) * comb(c + d, a + c - k) for k in range(low, high + 1)}

    def share(keep, value):
        # With the largest term as unit.
        terms = {k: log(mpf(w)) + k * log(value) for k, w in ways.items()}
        top = max(terms.values())
        whole = mpmath.fsum(exp(t - top) for t in terms.values())
        return mpmath.fsum(keep(k) * exp(t - top) for k, t in terms.items()) / whole

    alpha = mpf("0.025") if alternative == "two-sided" else mpf("0.05")

    def solve(keep, wanted):
        lower, upper = mpf(-60), mpf(60)
        of = lambda u: share(keep, exp(u)) - wanted
        return exp(mpmath.findroot(of, (lower, upper), solver="anderson", tol=mpf(10) ** -50, maxsteps=400))

    estimate = 0 if a == low else mpmath.inf if a == high else solve(lambda k: k, a)
    bottom = 0 if alternative == "less" or a == low else solve(lambda k: k >= a, alpha)
    top = mpmath.inf if alternative == "greater" or a == high else solve(lambda k: k <= a, alpha)
    return dict(estimate=estimate, low=bottom, high=top)


# --- Kolmogorov and Smirnov
def one_sided(n, d):
    return mpmath.fsum(
        comb(n, j) * d * (d + mpf(j) / n) ** (j - 1) * (1 - d - mpf(j) / n) ** (n - j) for j in range(n + 1) if 1 - d - mpf(j) / n > 0
    )


def both_sides(n, d):
    """1 less Steck's determinant (1971)."""
    mp.dps = 120
    u = [max(mpf(0), mpf(i) / n - d) for i in range(1, n + 1)]
    v = [min(mpf(1), mpf(i - 1) / n + d) for i in range(1, n + 1)]
    q = [mpf(1)]
    for i in range(1, n + 1):
        total = mpf(0)
        for j in range(i, 0, -1):
            gap = v[j - 1] - u[i - 1]
            if gap <= 0:
                break
            total += (-1) ** (i - j) * q[j - 1] * gap ** (i - j + 1) / mpmath.factorial(i - j + 1)
        q.append(total)
    upper = 1 - q[n] * mpmath.factorial(n)
    mp.dps = 30
    return upper


def one_sample(values, options):
    x, n = sorted(mpf(v) for v in values), len(values)
    at = [Phi((v - options["mean"]) / mpf(options["deviation"])) for v in x]
    above = max(mpf(i + 1) / n - p for i, p in enumerate(at))
    below = max(p - mpf(i) / n for i, p in enumerate(at))
    side = options["alternative"]
    d = dict(greater=above, less=below).get(side, max(above, below))
    return dict(statistic=d, pValue=both_sides(n, d) if side == "two-sided" else one_sided(n, d))


def two_sample(first, second):
    """All ways to say which of the values are the first's: the paths that stay nearer than what was seen, at the ends of ties."""
    m, n = len(first), len(second)
    values = sorted([*first, *second])
    seen = max(abs(Fraction(sum(v <= at for v in first), m) - Fraction(sum(v <= at for v in second), n)) for at in values)
    ways = {0: 1}
    for place, value in enumerate(values, 1):
        is_end = place == m + n or values[place] != value
        after = {}
        for i, count in ways.items():
            for next in (i, i + 1):
                if next > m or place - next > n:
                    continue
                if is_end and abs(Fraction(next, m) - Fraction(place - next, n)) >= seen:
                    continue
                after[next] = after.get(next, 0) + count
        ways = after
    share = 1 - Fraction(sum(ways.values()), comb(m + n, m))
    return dict(statistic=mpf(seen.numerator) / seen.denominator, pValue=mpf(share.numerator) / share.denominator)


# --- Anderson & Darling with Stephens's p-values (D'Agostino & Stephens 1986, table 4.9)
def anderson_darling(values):
    n = len(values)
    x = sorted(mpf(v) for v in values)
    mean = mpmath.fsum(x) / n
    deviation = sqrt(mpmath.fsum((v - mean) ** 2 for v in x) / (n - 1))
    z = [(v - mean) / deviation for v in x]
    a = -n - mpmath.fsum((2 * i + 1) * (log(Phi(z[i])) + log(Phi(-z[n - 1 - i]))) for i in range(n)) / n
    b = a * (1 + mpf("0.75") / n + mpf("2.25") / n**2)
    of = lambda *c: exp(mpf(c[0]) + mpf(c[1]) * b + mpf(c[2]) * b * b)
    if b < mpf("0.2"):
        p = 1 - of("-13.436", "101.14", "-223.73")
    elif b < mpf("0.34"):
        p = 1 - of("-8.318", "42.796", "-59.938")
    elif b < mpf("0.6"):
        p = of("0.9177", "-4.279", "-1.38")
    else:
        p = of("1.2937", "-5.709", "0.0186")
    return dict(statistic=a, pValue=p)


# --- Tukey: the double integral
def range_upper(width, groups):
    size, total, z = mpf(1) / 4, mpf(0), -width / 2 - 12
    while z < 12:
        total += phi(z) * ((Phi(-z)) ** (groups - 1) - (Phi(z + width) - Phi(z)) ** (groups - 1))
        z += size
    return groups * total * size


def studentized_upper(q, groups, degrees):
    mp.dps = 34
    n = mpf(degrees)
    front = n / 2 * log(n / 2) - loggamma(n / 2) + log(mpf(2))
    size = min(mpf(1) / 10, 1 / sqrt(2 * n) / mpf("1.8"))
    total = mpf(0)
    for way in (1, -1):
        u = mpf(0) if way == 1 else -size
        while True:
            density = exp(front + n * u - n / 2 * exp(2 * u))
            if density < mpf(10) ** -27:
                break
            total += density * range_upper(q * exp(u), groups)
            u += way * size
    mp.dps = 30
    return total * size


def critical(groups, degrees, near):
    """By secants on the logarithm, to 15 digits."""
    wanted = log(mpf("0.05"))
    before, at = mpf(near), mpf(near) * (1 + mpf(10) ** -6)
    error_before = log(studentized_upper(before, groups, degrees)) - wanted
    for _ in range(3):
        error = log(studentized_upper(at, groups, degrees)) - wanted
        if abs(error) < mpf(10) ** -15 or error == error_before:
            break
        before, at, error_before = at, at - error * (at - before) / (error - error_before), error
    return at


def pairs_of(groups, seen, is_pooled):
    k = len(groups)
    counts = [len(g) for g in groups]
    means = [mpmath.fsum(g) / len(g) for g in groups]
    squares = [mpmath.fsum((mpf(v) - m) ** 2 for v in g) for g, m in zip(groups, means)]
    within = mpmath.fsum(squares) / (sum(counts) - k)
    out = dict(pairEstimates=[], pairPValues=[], pairLows=[], pairHighs=[])
    reach = None
    for place, (i, j) in enumerate((i, j) for i in range(k) for j in range(i + 1, k)):
        if is_pooled:
            degrees, error = sum(counts) - k, sqrt(within / 2 * (mpf(1) / counts[i] + mpf(1) / counts[j]))
        else:
            a, b = (squares[g] / (counts[g] - 1) / counts[g] for g in (i, j))
            degrees, error = (a + b) ** 2 / (a * a / (counts[i] - 1) + b * b / (counts[j] - 1)), sqrt((a + b) / 2)
        gap = means[i] - means[j]
        if reach is None or not is_pooled:
            reach = critical(k, degrees, (seen["pairHighs"][place] - seen["pairLows"][place]) / 2 / error)
        out["pairEstimates"].append(gap)
        out["pairPValues"].append(studentized_upper(abs(gap) / error, k, degrees))
        out["pairLows"].append(gap - reach * error)
        out["pairHighs"].append(gap + reach * error)
    return out


# --- noncentral tails
def noncentral_t_upper(q, df, delta):
    front = df * log(mpf(df) / 2) / 2 - loggamma(mpf(df) / 2) + log(mpf(2))
    height = lambda u: Phi(delta - q * exp(u)) * exp(front + df * u - mpf(df) / 2 * exp(2 * u))
    step = min(mpf(1) / 40, 1 / sqrt(2 * mpf(df)) / 4)
    total, place = height(mpf(0)), 1
    while True:
        part = height(place * step) + height(-place * step)
        total += part
        if part < mpf(10) ** -30 * total and place > 16:
            return total * step
        place += 1


def poisson_mixture(noncentrality, of):
    l = noncentrality / 2
    return mpmath.fsum(exp(-l + j * log(l) - loggamma(j + 1)) * of(j) for j in range(int(4 * l) + 80)) if l > 0 else of(0)


def standardized(first, second, is_paired, seen):
    x, y = [mpf(v) for v in first], [mpf(v) for v in second]
    spread = lambda v: mpmath.fsum((a - mpmath.fsum(v) / len(v)) ** 2 for a in v)
    if is_paired:
        d = [a - b for a, b in zip(x, y)]
        degrees, share = len(d) - 1, mpf(1) / len(d)
        t = mpmath.fsum(d) / len(d) / sqrt(spread(d) / degrees * share)
    else:
        degrees, share = len(x) + len(y) - 2, mpf(1) / len(x) + mpf(1) / len(y)
        t = (mpmath.fsum(x) / len(x) - mpmath.fsum(y) / len(y)) / sqrt((spread(x) + spread(y)) / degrees * share)
    n = mpf(degrees)
    root = sqrt(share) * exp(loggamma(n / 2) - loggamma((n - 1) / 2) - log(n / 2) / 2)
    bound = lambda upper, near: secant(lambda delta: noncentral_t_upper(t, degrees, delta) - upper, near / root) * root
    return dict(secondEstimate=t * root, secondLow=bound(tail, seen["secondLow"]), secondHigh=bound(1 - tail, seen["secondHigh"]))


def explained_share(groups, seen):
    values = [mpf(v) for g in groups for v in g]
    n, k = len(values), len(groups)
    mean = mpmath.fsum(values) / n
    means = [mpmath.fsum(g) / len(g) for g in groups]
    between = mpmath.fsum(len(g) * (m - mean) ** 2 for g, m in zip(groups, means))
    within = mpmath.fsum((mpf(v) - m) ** 2 for g, m in zip(groups, means) for v in g)
    d1, d2 = k - 1, n - k
    x = between / (between + within)
    lower = lambda nc: poisson_mixture(nc, lambda j: mpmath.betainc(mpf(d1) / 2 + j, mpf(d2) / 2, 0, x, regularized=True))
    bound = lambda wanted, near: 0 if near == 0 else secant(lambda nc: lower(nc) - wanted, near * n / (1 - near))
    share = lambda nc: nc / (nc + n)
    return dict(low=share(bound(1 - tail, seen["low"])), high=share(bound(tail, seen["high"])))


def association(table, seen):
    rows, cols = [sum(r) for r in table], [sum(c) for c in zip(*table)]
    n = sum(rows)
    chi = mpmath.fsum((v - mpf(rows[i]) * cols[j] / n) ** 2 / (mpf(rows[i]) * cols[j] / n) for i, r in enumerate(table) for j, v in enumerate(r))
    degrees, most = (len(rows) - 1) * (len(cols) - 1), min(len(rows), len(cols)) - 1
    lower = lambda nc: poisson_mixture(nc, lambda j: mpmath.gammainc(mpf(degrees) / 2 + j, 0, chi / 2, regularized=True))
    bound = lambda wanted, near: 0 if near == 0 else secant(lambda nc: lower(nc) - wanted, near**2 * n * most)
    of = lambda nc: sqrt(nc / n / most)
    return dict(low=of(bound(1 - tail, seen["low"])), high=of(bound(tail, seen["high"])), statistic=chi)


def figures(one):
    call, inputs, options, seen = one["call"], one["inputs"], one["options"], one["expected"]
    if call == "twoProportionTest":
        return score_interval(*inputs, seen)
    if call == "fisherExactTest":
        return odds_ratio(inputs[0], options["alternative"])
    if call == "kolmogorovSmirnovOneSampleTest":
        return one_sample(inputs[0], options)
    if call == "kolmogorovSmirnovTest":
        return two_sample(*inputs)
    if call == "andersonDarlingTest":
        return anderson_darling(inputs[0])
    if call in ("tukeyHonestDifferences", "gamesHowellDifferences"):
        return pairs_of(inputs if len(inputs) > 1 else inputs[0], seen, call.startswith("tukey"))
    if call in ("studentTTest", "pairedTTest"):
        return standardized(*inputs, call == "pairedTTest", seen)
    if call == "oneWayAnova":
        return explained_share(inputs if len(inputs) > 1 else inputs[0], seen)
    if call == "chiSquaredTest":
        return association(inputs if len(inputs) > 1 else inputs[0], seen)
    return None


def plain(value):
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, str):
        return value
    return value if isinstance(value, int) else "Infinity" if value == mpmath.inf else float(value)


cases = []
for one in peers:
    found = figures(one)
    if found is None:
        continue
    flat = lambda v: [w for part in v for w in flat(part)] if isinstance(v, list) else [v]
    pairs = [(a, b) for name in found for a, b in zip(flat(found[name]), flat(one["expected"].get(name, found[name])))]
    worst = max((abs(b - a) / abs(a) for a, b in pairs if not isinstance(b, str) and a not in (0, mpmath.inf)), default=mpf(0))
    print(f"{one['call']}, {one['from']}: the peer has {float(-mpmath.log10(worst + mpf(10) ** -17)):.1f} digits", file=sys.stderr)
    cases.append({"from": f"mpmath, as {one['from']}", **{name: plain(one[name]) for name in ("call", "inputs", "options")}, "expected": plain(found)})
print(json.dumps({"made": f"make-digits.py with mpmath {mpmath.__version__}"})[:-1] + ',"cases":[\n' + ",\n".join(json.dumps(one) for one in cases) + "\n]}")
