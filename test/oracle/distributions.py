"""Tails and densities of the common distributions with 40 digits, by series and continued fractions in mpmath.

Writes distributions.json: rows of [family, parameters, x, ln lower, ln upper, ln density], as floats of 17 digits.
Run: python distributions.py > distributions.json   (made with mpmath 1.4.1, Python 3.11)
"""
import json
import random
import mpmath
from mpmath import mp, mpf, log, log1p, loggamma

mp.dps = 60
random.seed(7)
TINY = mpf(10) ** -50


def gamma_tails(a, x):
    """P(a, x) and Q(a, x): series below a + 1, continued fraction (modified Lentz) above."""
    front = a * log(x) - x - loggamma(a)
    if x < a + 1:
        term = total = 1 / a
        n = 1
        while term > total * TINY:
            term *= x / (a + n)
            total += term
            n += 1
        lower = total * mpmath.exp(front)
        return lower, 1 - lower
    b = x + 1 - a
    c = mpf(10) ** 300
    d = 1 / b
    h = d
    i = 1
    while True:
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        i += 1
        if abs(d * c - 1) < TINY:
            break
    upper = h * mpmath.exp(front)
    return 1 - upper, upper


def beta_tails(a, b, x, rest):
    """I_x(a, b) and 1 - I_x(a, b): continued fraction DLMF 8.17.22."""
    def lower(a, b, x, rest):
        c = mpf(1)
        d = 1 / (1 - (a + b) * x / (a + 1))
        h = d
        m = 1
        while True:
            even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / (1 + even * d)
            c = 1 + even / c
            h *= d * c
            odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / (1 + odd * d)
            c = 1 + odd / c
            h *= d * c
            m += 1
            if abs(d * c - 1) < TINY:
                break
        return h * mpmath.exp(beta_front(a, b, x, rest)) / a
    if x < (a + 1) / (a + b + 2):
        found = lower(a, b, x, rest)
        return found, 1 - found
    found = lower(b, a, rest, x)
    return 1 - found, found


def beta_front(a, b, x, rest):
    return a * log(x) + b * log(rest) - loggamma(a) - loggamma(b) + loggamma(a + b)


rows = []


def add(family, parameters, x, lower, upper, log_density):
    if min(lower, upper) < mpf(10) ** -320 or min(lower, upper) <= 0:
        return
    logs = [float(log1p(-upper) if lower > upper else log(lower)), float(log1p(-lower) if upper > lower else log(upper))]
    rows.append([family, parameters, x, *logs, float(log_density)])


def normal(z):
    x = mpf(z)
    upper = mpmath.erfc(x / mpmath.sqrt(2)) / 2
    add("normal", [], z, mpmath.erfc(-x / mpmath.sqrt(2)) / 2, upper, -x * x / 2 - log(2 * mpmath.pi) / 2)


def gamma(shape, rate, x):
    a, y = mpf(shape), mpf(rate) * mpf(x)
    add("gamma", [shape, rate], x, *gamma_tails(a, y), a * log(y) - y - loggamma(a) - log(mpf(x)))


def chi_squared(df, x):
    a, y = mpf(df) / 2, mpf(x) / 2
    add("chi-squared", [df], x, *gamma_tails(a, y), a * log(y) - y - loggamma(a) - log(mpf(x)))


def poisson(mean, k):
    lower, upper = gamma_tails(mpf(k + 1), mpf(mean))
    add("Poisson", [mean], k, upper, lower, k * log(mpf(mean)) - mpf(mean) - loggamma(k + 1))


def beta(a, b, x):
    y = mpf(x)
    front = beta_front(mpf(a), mpf(b), y, 1 - y)
    add("beta", [a, b], x, *beta_tails(mpf(a), mpf(b), y, 1 - y), front - log(y) - log(1 - y))


def f(d1, d2, x):
    a, b, y = mpf(d1) / 2, mpf(d2) / 2, mpf(x)
    whole = d1 * y + d2
    point = (d1 * y / whole, mpf(d2) / whole)
    add("F", [d1, d2], x, *beta_tails(a, b, *point), beta_front(a, b, *point) - log(y))


def student(df, t):
    n, y = mpf(df), mpf(t)
    lower, upper = beta_tails(n / 2, mpf(1) / 2, n / (n + y * y), y * y / (n + y * y))
    density = loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * mpmath.pi) / 2 - (n + 1) / 2 * log1p(y * y / n)
    tail = lower / 2
    add("Student t", [df], t, *((tail, 1 - tail) if t < 0 else (1 - tail, tail)), density)


def binomial(n, p, k):
    q = mpf(p)
    lower, upper = beta_tails(mpf(k + 1), mpf(n - k), q, 1 - q)
    choose = loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)
    add("binomial", [n, p], k, upper, lower, choose + k * log(q) + (n - k) * log(1 - q))


def negative_binomial(r, p, k):
    q = mpf(p)
    lower, upper = beta_tails(mpf(k + 1), mpf(r), 1 - q, q)
    choose = loggamma(k + mpf(r)) - loggamma(k + 1) - loggamma(mpf(r))
    add("negative binomial", [r, p], k, upper, lower, choose + r * log(q) + k * log(1 - q))


WIDE = [-37, -20, -8, -3, -1, -0.1, 0, 0.5, 2, 5, 12, 25, 37]


def around(mean, deviation, count):
    return [mean + z * deviation for z in random.sample(WIDE, count)]


for z in [-38, -37, -30, -8.3, -5.7, -5, -1, -0.68, -0.67, -1e-10, 0, 1e-5, 0.3, 0.7, 1.96, 3, 5.6, 6, 10, 20, 37, 38]:
    normal(z)
for df in [0.01, 0.5, 1, 2, 3.7, 10, 100, 1000, 1e5, 1e10]:
    for t in [1e-8, 0.1, 0.7, 1, 2, 5, 12, 37, 1000, 1e10, 1e30, 1e100, 1e200]:
        if t < 40 or (df <= 10 and random.random() < 0.6):
            student(df, t if random.random() < 0.8 else -t)
for d1, d2 in [(1, 1), (1, 1e8), (1e8, 1), (0.5, 3), (3, 0.5), (5, 20), (250, 7), (1000, 3000), (1e5, 2e5), (7, 1e6), (1e6, 1e6)]:
    for x in [1e-20, 1e-4, 0.3, 0.97, 1, 1.02, 2, 30, 700, 1e6]:
        if not (min(d1, d2) > 1e5 and 0.9 < x < 1.01):
            f(d1, d2, x)
for df in [1e-3, 0.5, 1, 2, 7.5, 39, 41, 100, 1e4, 1e6]:
    for x in around(df, (2 * df) ** 0.5, 8) + [1e-30, 1e-3, 0.4]:
        if x > 0:
            chi_squared(df, x)
for shape, rate in [(1e-6, 1), (0.1, 3), (0.99, 0.1), (5, 7), (30, 0.3), (1e5, 0.1), (1e7, 3.3)]:
    for x in around(shape / rate, shape ** 0.5 / rate, 8) + [1e-10, 0.2]:
        if x > 0:
            gamma(shape, rate, x)
for mean in [1e-5, 0.3, 4, 50.5, 1e4, 1e8]:
    for x in around(mean, mean ** 0.5, 9) + [0, 1, 5, 60]:
        if x >= 0 and not (mean == 1e8 and abs(x - mean) < 1e4):
            poisson(mean, int(x))
SHAPES = [1e-3, 0.1, 0.5, 1, 2.5, 50, 199, 201, 1000, 3e4, 1e6]
for a in SHAPES:
    for b in SHAPES:
        mean = a / (a + b)
        deviation = (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        near = 0 if min(a, b) < 1e5 else 2.5
        for x in around(mean, deviation, 3) + [random.choice([1e-300, 1e-8, 0.01, 0.3, 0.9, 0.9999])]:
            if 0 < x < 1 and abs(x - mean) >= near * deviation:
                beta(a, b, x)
for n, p in [(1, 0.3), (10, 0.5), (100, 0.01), (1000, 0.999), (1e5, 1e-5), (1e6, 0.3), (10 ** 9, 0.3), (10 ** 9, 1e-6), (10 ** 9, 0.999)]:
    n = int(n)
    for x in around(n * p, (n * p * (1 - p)) ** 0.5, 8):
        if 0 <= x < n and not (n * p * (1 - p) > 1e5 and abs(x - n * p) < 4 * (n * p * (1 - p)) ** 0.5):
            binomial(n, p, int(x))
for r, p in [(1, 0.3), (0.2, 0.01), (5.5, 0.9), (100, 0.5), (1e4, 0.2), (3, 1e-6)]:
    for x in around(r * (1 - p) / p, (r * (1 - p)) ** 0.5 / p, 6) + [0, 1]:
        if x >= 0:
            negative_binomial(r, p, int(x))

print("[")
print(",\n".join(json.dumps(row) for row in rows))
print("]")
