"""Tails of the studentized range by its double integral, with 32 to 45 digits.

Writes studentized-range.json: rows of [family, [groups, degrees], q, ln lower, ln upper, null].
Run: python studentized-range.py > studentized-range.json   (made with mpmath 1.4.1, Python 3.11; some minutes)
"""
import json
import mpmath
from mpmath import mp, mpf, log, log1p, loggamma, exp, sqrt, pi, erfc

rows = []


def add(k, df, q, lower, upper):
    low = log1p(-upper) if lower > upper else log(lower)
    high = log1p(-lower) if upper > lower else log(upper)
    rows.append(["studentized range", [k, "Infinity" if df == float("inf") else df], q, float(low), float(high), None])


def Phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def phi(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


def range_lower(w, k, size=mpf(1) / 9):
    total = mpf(0)
    z = -w / 2 - 13
    while z < 13:
        total += phi(z) * (Phi(z + w) - Phi(z)) ** (k - 1)
        z += size
    return k * total * size


def studentized_range(k, df, q):
    w = mpf(q)
    mp.dps = 45
    if df == float("inf"):
        lower = range_lower(w, k, mpf(1) / 12)
    else:
        mp.dps = 32
        n = mpf(df)
        front = n / 2 * log(n / 2) - loggamma(n / 2) + log(mpf(2))
        size = min(mpf(1) / 12, 1 / sqrt(2 * n) / 3)
        total = mpf(0)
        for way in (1, -1):
            u = mpf(0) if way == 1 else -size
            while True:
                density = exp(front + n * u - n / 2 * exp(2 * u))
                if density < mpf(10) ** -31:
                    break
                total += density * range_lower(w * exp(u), k)
                u += way * size
        lower = total * size
    add(k, df, q, lower, 1 - lower)


for k, df, q in [(2, float("inf"), 0.5), (3, float("inf"), 11), (10, float("inf"), 4.5), (100, float("inf"), 2), (30, float("inf"), 15)]:
    studentized_range(k, df, q)
for k, df, q in [(3, 10, 3.877676), (20, 24, 5.5), (5, 60, 9), (100, 15, 6), (8, 12, 2)]:
    studentized_range(k, df, q)

print("[")
print(",\n".join(json.dumps(row) for row in rows))
print("]")
