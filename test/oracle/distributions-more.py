"""Tails and densities of the further distributions with 50 digits and more, by formulas that the library does not use.

Writes distributions-more.json: rows of [family, parameters, x, ln lower, ln upper, ln density or null].
Run: python distributions-more.py > distributions-more.json   (made with mpmath 1.4.1, Python 3.11; about a minute)
"""
import json
import random
import mpmath
from math import comb
from mpmath import mp, mpf, log, log1p, loggamma, exp, sqrt, pi, erfc

mp.dps = 60
random.seed(11)
rows = []


def add(family, parameters, x, lower, upper, density):
    if min(lower, upper) < mpf(10) ** -320:
        return
    low = log1p(-upper) if lower > upper else log(lower)
    high = log1p(-lower) if upper > lower else log(upper)
    rows.append([family, parameters, x, float(low), float(high), None if density is None else float(log(density))])


def Phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def phi(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


# --- simple ones
for rate, x in [(1, 1e-20), (1, 0.4), (2.5, 0.1), (1e-3, 700), (3, 200), (7, 1)]:
    y = mpf(rate) * mpf(x)
    add("exponential", [rate], x, -mpmath.expm1(-y), exp(-y), rate * exp(-y))
for shape, scale, x in [(0.5, 2, 1e-30), (0.5, 2, 3), (0.5, 2, 9e5), (1.7, 1, 0.2), (1.7, 1, 40), (30, 3, 1.1), (30, 3, 3.7), (1000, 1, 1.0065), (1000, 1, 0.99), (1e6, 7, 7.00004)]:
    k, s, y = mpf(shape), mpf(scale), mpf(x)
    h = (y / s) ** k
    add("Weibull", [shape, scale], x, -mpmath.expm1(-h), exp(-h), k * h / y * exp(-h))
for m, s, x in [(0, 1, -690), (0, 1, 0), (1, 2, 5), (3, 0.1, 40), (-5, 7, -20)]:
    z = (mpf(x) - m) / mpf(s)
    add("logistic", [m, s], x, 1 / (1 + exp(-z)), 1 / (1 + exp(z)), exp(-z) / (1 + exp(-z)) ** 2 / mpf(s))
for m, s, x in [(0, 1, 1e-15), (0, 1, 0.5), (0, 1, 3), (2, 0.7, 100), (1, 3, 1e30), (0, 0.5, 2e7)]:
    z = (log(mpf(x)) - m) / mpf(s)
    add("lognormal", [m, s], x, Phi(z), Phi(-z), phi(z) / mpf(s) / mpf(x))
for low, high, x in [(0, 1, 0.25), (-3, 5, 4.9), (2, 9, 2.001)]:
    a, b, y = mpf(low), mpf(high), mpf(x)
    add("uniform", [low, high], x, (y - a) / (b - a), (b - y) / (b - a), 1 / (b - a))

# --- hypergeometric, with whole numbers
for population, marked, draws in [(10, 4, 5), (50, 20, 10), (1000, 300, 200), (5000, 2500, 2500), (100000, 5, 40000), (20000, 9000, 700)]:
    whole = comb(population, draws)
    low, high = max(0, draws + marked - population), min(marked, draws)
    mean = draws * marked / population
    sd = max(1, (mean * (1 - marked / population) * (1 - draws / population)) ** 0.5)
    for k in sorted({min(high - 1, max(low, int(mean + z * sd))) for z in [-33, -12, -3, -1, 0, 1, 2.5, 9, 25, 36]}):
        lower = sum(comb(marked, j) * comb(population - marked, draws - j) for j in range(low, k + 1))
        mass = comb(marked, k) * comb(population - marked, draws - k)
        add("hypergeometric", [population, marked, draws], k, mpf(lower) / whole, mpf(whole - lower) / whole, mpf(mass) / whole)

# --- noncentral chi-squared and F: the Poisson mixture with many digits, one incomplete function and its recurrence


def gamma_lower(a, x):
    term = total = 1 / a
    n = 1
    while term > total * mpf(10) ** -(mp.dps + 5):
        term *= x / (a + n)
        total += term
        n += 1
    return total * exp(a * log(x) - x - loggamma(a))


def noncentral_chi_squared(df, nc, x):
    mp.dps = 400
    a, l, y = mpf(df) / 2, mpf(nc) / 2, mpf(x) / 2
    lower, step = gamma_lower(a, y), exp(a * log(y) - y - loggamma(a + 1))
    weight = exp(-l)
    total = density = mpf(0)
    j = 0
    while True:
        total += weight * lower
        density += weight * step * (a + j) / mpf(x)
        if j > 3 * l and weight * lower < total * mpf(10) ** -(340 if total > 0.5 else 60):
            break
        lower -= step
        step *= y / (a + j + 1)
        weight *= l / (j + 1)
        j += 1
    add("noncentral chi-squared", [df, nc], x, total, 1 - total, density)
    mp.dps = 60


def beta_lower(a, b, x, rest):
    if x > mpf(1) / 2:
        return 1 - beta_series(b, a, rest, x)
    return beta_series(a, b, x, rest)


def beta_series(a, b, x, rest):
    # With positive terms: x^a rest^b / (a B) sum (a + b)_n / (a + 1)_n x^n
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -(mp.dps + 5):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total * exp(a * log(x) + b * log(rest) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))


def noncentral_f(d1, d2, nc, f):
    mp.dps = 150
    a, b, l, y = mpf(d1) / 2, mpf(d2) / 2, mpf(nc) / 2, mpf(f)
    x, rest = d1 * y / (d1 * y + d2), d2 / (d1 * y + d2)
    lower = beta_lower(a, b, x, rest)
    step = exp(a * log(x) + b * log(rest) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))
    weight = exp(-l)
    total = density = mpf(0)
    j = 0
    while True:
        total += weight * lower
        density += weight * step * (a + j) / y
        if j > 3 * l and weight < mpf(10) ** -130:
            break
        lower -= step
        step *= x * (a + b + j) / (a + j + 1)
        weight *= l / (j + 1)
        j += 1
    add("noncentral F", [d1, d2, nc], f, total, 1 - total, density)
    mp.dps = 60


for df, nc in [(0.3, 0.01), (1, 1), (3, 10), (50, 3), (7.5, 200), (1000, 500)]:
    mean, sd = df + nc, (2 * df + 4 * nc) ** 0.5
    for x in [mean + z * sd for z in [-12, -4, -1.5, -0.3, 0, 1, 3, 8, 15, 30]] + [1e-6, 0.2, 1]:
        if x > 0:
            noncentral_chi_squared(df, nc, x)
for d1, d2, nc in [(1, 5, 0.1), (3, 20, 10), (2, 200, 7), (10, 3.5, 50), (5, 1000, 120), (40, 60, 300)]:
    for x in [1e-8, 0.05, 0.5, 1, 2, 4, 9, 20, 60]:
        noncentral_f(d1, d2, nc, x)

# --- noncentral t: the series of Poisson weights, with as many digits as its cancellation takes


def noncentral_t_lower(df, delta, t, digits):
    """P(T <= t) for t > 0."""
    mp.dps = digits
    n, d, y = mpf(df), mpf(delta), mpf(t)
    x, rest = y * y / (n + y * y), n / (n + y * y)
    half = mpf(1) / 2
    l = d * d / 2
    weights = [exp(-l), d / sqrt(mpf(2)) * exp(-l) / mpmath.gamma(mpf(3) / 2)]
    shapes = [half, mpf(1)]
    total = mpf(0)
    for w, shape, extra in [(weights[0], half, 1), (weights[1], mpf(1), mpf(3) / 2)]:
        lower = beta_lower(shape, n / 2, x, rest)
        step = exp(shape * log(x) + n / 2 * log(rest) + loggamma(shape + n / 2) - loggamma(shape + 1) - loggamma(n / 2))
        j = 0
        weight = w
        while True:
            total += weight * lower / 2
            if j > 2 * l + 10 and abs(weight) < mpf(10) ** -(digits - 20):
                break
            lower -= step
            step *= x * (shape + n / 2 + j) / (shape + j + 1)
            weight *= l / (j + (1 if extra == 1 else extra))
            j += 1
    return Phi(-d) + total


def noncentral_t(df, delta, t):
    digits = int(120 + delta * delta / 2)
    if t > 0:
        lower = noncentral_t_lower(df, delta, t, digits)
        upper = 1 - lower
    else:
        upper = noncentral_t_lower(df, -delta, -t, digits)
        lower = 1 - upper
    n = mpf(df)
    size = abs(mpf(t))
    d = delta if t > 0 else -delta
    more = noncentral_t_lower(df + 2, d, size * sqrt(1 + 2 / n), digits)
    less = lower if t > 0 else upper
    add("noncentral t", [df, delta], t, lower, upper, n / size * (more - less))
    mp.dps = 60


for df, delta in [(2, 0.1), (5, -1), (20, 2.5), (0.7, 1), (100, 5), (10, 12), (30, -8), (50, 38), (5, 38), (20, -20)]:
    for t in [0.01, 2, delta * 0.7, delta * 1.3 + 0.2, -0.5] if abs(delta) < 30 else [30, 60]:
        noncentral_t(df, delta, t)

# --- Anderson-Darling's limit: the series of 1952
mp.dps = 70
for a in [0.05, 0.12, 0.3, 0.7, 0.89, 0.91, 1.2, 2.492, 4, 7, 12]:
    z = mpf(a)
    total = mpf(0)
    for j in range(40):
        c = (4 * j + 1) ** 2 * pi ** 2 / (8 * z)
        size = mpf(1) / 40
        width = sqrt(170 / c)
        points = max(300, int(width / size))
        h = width / points
        integral = sum(exp(z / (8 * ((i * h) ** 2 + 1)) - c * (i * h) ** 2) * (mpf(1) / 2 if i == 0 else 1) for i in range(points + 1)) * h
        term = mpmath.binomial(mpf(-1) / 2, j) * (4 * j + 1) * exp(-c) * integral
        total += term
        if j > 0 and abs(term) < mpf(10) ** -60 * abs(total):
            break
    lower = sqrt(2 * pi) / z * total
    add("Anderson-Darling", [], a, lower, 1 - lower, None)

# --- Kolmogorov's exact distance: Steck's determinant (1971), which is of Hessenberg form
mp.dps = 400


def steck(n, d):
    d = mpf(d)
    u = [max(mpf(0), mpf(i) / n - d) for i in range(1, n + 1)]
    v = [min(mpf(1), mpf(i - 1) / n + d) for i in range(1, n + 1)]
    # q_i = P of the first i alone (times 1 / i!): q_i = sum_j (-1)^(i - j) q_(j - 1) (v_j - u_i)_+^(i - j + 1) / (i - j + 1)!
    q = [mpf(1)]
    for i in range(1, n + 1):
        total = mpf(0)
        for j in range(i, 0, -1):
            gap = v[j - 1] - u[i - 1]
            if gap <= 0:
                break
            power = i - j + 1
            total += (-1) ** (i - j) * q[j - 1] * gap ** power / mpmath.factorial(power)
        q.append(total)
    return q[n] * mpmath.factorial(n)


for n, d in [(1, 0.7), (2, 0.3), (5, 0.12), (5, 0.4), (5, 0.9), (10, 0.274), (10, 0.51), (20, 0.04), (20, 0.2), (20, 0.45), (50, 0.1), (50, 0.29), (50, 0.31), (100, 0.05), (100, 0.13), (100, 0.2), (100, 0.22), (100, 0.4), (200, 0.9)]:
    lower = steck(n, d)
    add("Kolmogorov", [n], d, lower, 1 - lower, None)
mp.dps = 60
for x in [0.05, 0.3, 0.8, 0.829, 0.831, 1, 1.36, 3, 10, 18]:
    y = mpf(x)
    upper = 2 * sum((-1) ** (k - 1) * exp(-2 * k * k * y * y) for k in range(1, 250))
    lower = sqrt(2 * pi) / y * sum(exp(-(2 * k - 1) ** 2 * pi ** 2 / (8 * y * y)) for k in range(1, 60))
    density = 8 * y * sum((-1) ** (k - 1) * k * k * exp(-2 * k * k * y * y) for k in range(1, 250))
    add("Kolmogorov limit", [], x, lower, upper, density if x > 0.2 else None)

print("[")
print(",\n".join(json.dumps(row) for row in rows))
print("]")
