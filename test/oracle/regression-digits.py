"""Figures of regression.json and regression-python.json once more, with 40 digits: the same estimates by mpmath, straight from their
definitions, for R and statsmodels stop iterating early, subtract, or have approximate tails.

Writes regression-digits.json, which stands over the two others, and says on the error output how many digits those have.
Run: python test/oracle/regression-digits.py > test/oracle/regression-digits.json; npx oxfmt test/oracle/regression-digits.json
(made with mpmath 1.4.1, Python 3.11; about a minute)
"""
import json
import os
import sys
from fractions import Fraction
from itertools import product
from math import comb

import mpmath
from mpmath import mp, mpf, matrix, log, exp, sqrt, loggamma, digamma, pi

mp.dps = 40
here = os.path.dirname(__file__)
read = lambda name: json.load(open(os.path.join(here, name)), parse_float=mpf)
stored = read("regression.json")
python = read("regression-python.json")
z95 = sqrt(mpf(2)) * mpmath.erfinv(mpf("0.95"))
chi95 = z95 * z95
Phi = lambda z: mpmath.erfc(-z / sqrt(mpf(2))) / 2


# --- tails
def beta_lower(a, b, x):
    return mpmath.betainc(a, b, 0, x, regularized=True)


def t_upper(t, df):
    tail = beta_lower(mpf(df) / 2, mpf(1) / 2, df / (df + t * t)) / 2
    return tail if t >= 0 else 1 - tail


def f_upper(f, above, below):
    return beta_lower(mpf(below) / 2, mpf(above) / 2, below / (below + above * f))


def chi_upper(x, df):
    return mpmath.gammainc(mpf(df) / 2, mpf(x) / 2, regularized=True)


def quantile(upper, probability, start):
    return mpmath.findroot(lambda x: upper(x) - probability, start, tol=mpf(10) ** -60)


def t_quantile(df, probability=mpf("0.025")):
    return quantile(lambda t: t_upper(t, df), probability, 2)


# --- matrices
def columns(*given):
    return matrix([list(row) for row in zip(*given)])


def ones(n):
    return [mpf(1)] * n


def dummies(labels, levels):
    return [[mpf(one == level) for one in labels] for level in levels]


def weighted_gram(x, w):
    p = x.cols
    out = matrix(p, p)
    for a in range(p):
        for b in range(a, p):
            out[a, b] = out[b, a] = mpmath.fsum(w[i] * x[i, a] * x[i, b] for i in range(x.rows))
    return out


def weighted_dots(x, v):
    return matrix([mpmath.fsum(v[i] * x[i, a] for i in range(x.rows)) for a in range(x.cols)])


def roots_of_diagonal(m):
    return [sqrt(m[a, a]) for a in range(m.rows)]


def predictor(x, b):
    return [mpmath.fsum(x[i, a] * b[a] for a in range(x.cols)) for i in range(x.rows)]


# --- 1. least squares
def least_squares(x, y, w=None):
    w = w or ones(x.rows)
    inverse = weighted_gram(x, w) ** -1
    b = inverse * weighted_dots(x, [w[i] * y[i] for i in range(x.rows)])
    e = [y[i] - f for i, f in enumerate(predictor(x, b))]
    rss = mpmath.fsum(w[i] * e[i] ** 2 for i in range(x.rows))
    return b, inverse, e, rss


def sandwich(inverse, x, parts, factor=1):
    """With one row of scores a group: parts[i] times row i, added up by groups that `parts` names."""
    scores = {}
    for i, (group, value) in enumerate(parts):
        row = scores.setdefault(group, [mpf(0)] * x.cols)
        for a in range(x.cols):
            row[a] += value * x[i, a]
    s = matrix(list(scores.values()))
    return inverse * (s.T * s) * inverse * factor


def newey_west(x, e, inverse, lags, factor):
    s = matrix([[e[i] * x[i, a] for a in range(x.cols)] for i in range(x.rows)])
    meat = s.T * s
    for lag in range(1, lags + 1):
        gamma = matrix(x.cols, x.cols)
        for i in range(lag, x.rows):
            for a, b in product(range(x.cols), repeat=2):
                gamma[a, b] += s[i, a] * s[i - lag, b]
        meat += (1 - mpf(lag) / (lags + 1)) * (gamma + gamma.T)
    return inverse * meat * inverse * factor


def explained(x, v):
    mean = mpmath.fsum(v) / len(v)
    whole = mpmath.fsum((one - mean) ** 2 for one in v)
    return (whole - least_squares(x, v)[3]) / whole


def influence(x, y, w=None):
    w = w or ones(x.rows)
    n, p = x.rows, x.cols
    b, inverse, e, rss = least_squares(x, y, w)
    h = [w[i] * (x[i, :] * inverse * x[i, :].T)[0] for i in range(n)]
    e = [sqrt(w[i]) * e[i] for i in range(n)]
    s = sqrt(rss / (n - p))
    left = [sqrt((rss - e[i] ** 2 / (1 - h[i])) / (n - p - 1)) for i in range(n)]
    out = dict(
        leverage=h,
        internal=[e[i] / (s * sqrt(1 - h[i])) for i in range(n)],
        external=[e[i] / (left[i] * sqrt(1 - h[i])) for i in range(n)],
        cooks=[(e[i] / (s * (1 - h[i]))) ** 2 * h[i] / p for i in range(n)],
        dffits=[e[i] * sqrt(h[i]) / (left[i] * (1 - h[i])) for i in range(n)],
        dfbetas=[
            [(inverse * x[i, :].T)[a] * sqrt(w[i]) * e[i] / (1 - h[i]) / (left[i] * sqrt(inverse[a, a])) for i in range(n)]
            for a in range(p)
        ],
    )
    return out


def cars():
    d = stored["cars"]["data"]
    y, n = [mpf(v) for v in d["mpg"]], len(d["mpg"])
    wt, hp, qsec = ([mpf(v) for v in d[name]] for name in ("wt", "hp", "qsec"))
    x = columns(ones(n), wt, hp, qsec)
    b, inverse, e, rss = least_squares(x, y)
    p, spare = 4, n - 4
    s2 = rss / spare
    errors = [sqrt(s2 * inverse[a, a]) for a in range(p)]
    t = t_quantile(spare)
    statistic = [b[a] / errors[a] for a in range(p)]
    whole = mpmath.fsum((v - mpmath.fsum(y) / n) ** 2 for v in y)
    f = (whole - rss) / 3 / s2
    h = influence(x, y)["leverage"]
    hc = dict(
        HC0=[v * v for v in e],
        HC1=[v * v * mpf(n) / spare for v in e],
        HC2=[v * v / (1 - h[i]) for i, v in enumerate(e)],
        HC3=[(v / (1 - h[i])) ** 2 for i, v in enumerate(e)],
    )
    loglik = -mpf(n) / 2 * (log(2 * pi * rss / n) + 1)
    squares = [v * v for v in e]
    bp = n * explained(x, squares)
    cross = [[a * c for a, c in zip(u, v)] for u, v in ((wt, wt), (hp, hp), (qsec, qsec), (wt, hp), (wt, qsec), (hp, qsec))]
    white = n * explained(columns(ones(n), wt, hp, qsec, *cross), squares)
    dw = mpmath.fsum((e[i] - e[i - 1]) ** 2 for i in range(1, n)) / rss
    a = matrix(n, n)
    for i in range(n):
        a[i, i] = 1 if i in (0, n - 1) else 2
        if i > 0:
            a[i, i - 1] = a[i - 1, i] = -1
    ax = a * x
    first, second = (x.T * ax) * inverse, (ax.T * ax) * inverse
    trace = lambda m: mpmath.fsum(m[i, i] for i in range(m.rows))
    pp = 2 * (n - 1) - trace(first)
    qq = 2 * (3 * n - 4) - 2 * trace(second) + trace(first * first)
    mean = pp / spare
    deviation = sqrt(mpf(2) / (spare * (spare + 2)) * (qq - pp * mean))
    fitted = predictor(x, b)
    more = least_squares(columns(ones(n), wt, hp, qsec, [v**2 for v in fitted], [v**3 for v in fitted]), y)[3]
    reset = (rss - more) / 2 / (more / (spare - 2))
    rows = matrix([[0, 1, 0, 0], [0, 0, 1, -1]])
    gap = rows * b - matrix([-4, 0])
    joint = (gap.T * (rows * inverse * rows.T) ** -1 * gap)[0] / 2 / s2
    others = [(wt, (hp, qsec)), (hp, (wt, qsec)), (qsec, (wt, hp))]
    new = [[1, mpf(2), 100, 15], [1, mpf("4.5"), 250, 20]]
    at = [mpmath.fsum(r[a] * b[a] for a in range(p)) for r in new]
    own = [(matrix([r]) * inverse * matrix([r]).T)[0] for r in new]
    reach = lambda more: [t * sqrt(s2 * (more + v)) for v in own]
    bounds = lambda more: dict(lwr=[m - r for m, r in zip(at, reach(more))], upr=[m + r for m, r in zip(at, reach(more))])
    clusters = list(zip(d["cyl"], e))
    groups = len(set(d["cyl"]))
    out = dict(
        table=dict(estimate=list(b), error=errors, statistic=statistic, p=[2 * t_upper(abs(v), spare) for v in statistic]),
        sigma=sqrt(s2), r2=1 - rss / whole, adjusted=1 - s2 / (whole / (n - 1)), f=[f, 3, spare], f_p=f_upper(f, 3, spare),
        loglik=loglik, aic=-2 * loglik + 2 * (p + 1), bic=-2 * loglik + log(mpf(n)) * (p + 1),
        interval=dict(low=[b[a] - t * errors[a] for a in range(p)], high=[b[a] + t * errors[a] for a in range(p)]),
        hc={k: roots_of_diagonal(inverse * weighted_gram(x, v) * inverse) for k, v in hc.items()},
        clustered=roots_of_diagonal(sandwich(inverse, x, clusters, mpf(groups) / (groups - 1) * (n - 1) / spare)),
        newey=roots_of_diagonal(newey_west(x, e, inverse, 3, mpf(n) / spare)),
        newey_plain=roots_of_diagonal(newey_west(x, e, inverse, 3, 1)),
        predict=dict(fit=at, **bounds(1)), confidence=dict(fit=at, **bounds(0)), predict_se=[sqrt(s2 * v) for v in own],
        bp=[bp, 3, chi_upper(bp, 3)], white=[white, 9, chi_upper(white, 9)],
        dw=[dw, 2 * Phi(-abs(dw - mean) / deviation)], reset=[reset, 2, spare - 2, f_upper(reset, 2, spare - 2)],
        vif=[1 / (1 - explained(columns(ones(n), *rest), one)) for one, rest in others],
        hypothesis=[joint, f_upper(joint, 2, spare)], **influence(x, y),
    )
    x, w = columns(ones(n), wt, hp), qsec
    b, inverse, e, rss = least_squares(x, y, w)
    spare = n - 3
    s2 = rss / spare
    t = t_quantile(spare)
    sums = influence(x, y, w)
    centre = mpmath.fsum(w[i] * y[i] for i in range(n)) / mpmath.fsum(w)
    loglik = mpf(1) / 2 * (mpmath.fsum(log(v) for v in w) - n * (log(2 * pi * rss / n) + 1))
    squares = [(w[i] * e[i] / (1 - sums["leverage"][i])) ** 2 for i in range(n)]
    new = [[1, mpf(2), 100], [1, mpf("4.5"), 250]]
    at = [mpmath.fsum(r[a] * b[a] for a in range(3)) for r in new]
    reach = [t * sqrt(s2 * (1 / mpf(k) + (matrix([r]) * inverse * matrix([r]).T)[0])) for r, k in zip(new, (10, 20))]
    weighted = dict(
        table=dict(estimate=list(b), error=[sqrt(s2 * inverse[a, a]) for a in range(3)]),
        sigma=sqrt(s2), r2=1 - rss / mpmath.fsum(w[i] * (y[i] - centre) ** 2 for i in range(n)),
        loglik=loglik, aic=-2 * loglik + 8, leverage=sums["leverage"], internal=sums["internal"], cooks=sums["cooks"],
        hc3=roots_of_diagonal(inverse * weighted_gram(x, squares) * inverse),
        predict=dict(fit=at, lwr=[a - r for a, r in zip(at, reach)], upr=[a + r for a, r in zip(at, reach)]),
    )
    return out, weighted


# --- 2. tables of sums of squares
def quine():
    d = stored["quine"]["data"]
    y, n = [mpf(v) for v in d["Days"]], len(d["Days"])
    age = ["F0", "F1", "F2", "F3"]
    treated = dict(Eth=dummies(d["Eth"], ["N"]), Sex=dummies(d["Sex"], ["M"]), Age=dummies(d["Age"], age[1:]))
    sums = {
        name: [[mpf(one == level) - mpf(one == levels[-1]) for one in d[name]] for level in levels[:-1]]
        for name, levels in dict(Eth=["A", "N"], Sex=["F", "M"], Age=age).items()
    }
    for coding in (treated, sums):
        coding["Eth:Sex"] = [[u * v for u, v in zip(coding["Eth"][0], coding["Sex"][0])]]
    terms = ["Eth", "Sex", "Age", "Eth:Sex"]
    fit = lambda coding, names: least_squares(columns(ones(n), *[c for name in names for c in coding[name]]), y)
    full = fit(treated, terms)[3]
    spare = n - 7
    degrees = [1, 1, 3, 1]

    def table(squares):
        f = [v / k / (full / spare) for v, k in zip(squares, degrees)]
        return dict(squares=squares, df=degrees, f=f, p=[f_upper(v, k, spare) for v, k in zip(f, degrees)])

    rss = lambda coding, names: fit(coding, names)[3]
    without = lambda name: [one for one in terms if one != name and name not in one.split(":")]
    sequential = [rss(treated, terms[:at]) - rss(treated, terms[: at + 1]) for at in range(4)]
    second = [rss(treated, without(name)) - rss(treated, [*without(name), name]) for name in terms]
    third = lambda coding: [rss(coding, [one for one in terms if one != name]) - full for name in terms]
    return dict(
        I=table(sequential), II=table(second), III=table(third(sums)), III_treatment=table(third(treated)),
        treatment_coefficients=list(fit(treated, terms)[0]), sum_coefficients=list(fit(sums, terms)[0]),
    )


# --- 3. generalized linear models
normal_density = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
links = dict(
    logit=(lambda m: log(m / (1 - m)), lambda e: 1 / (1 + exp(-e)), lambda e: 1 / (exp(e / 2) + exp(-e / 2)) ** 2),
    probit=(lambda m: sqrt(mpf(2)) * mpmath.erfinv(2 * m - 1), Phi, normal_density),
    cloglog=(lambda m: log(-log(1 - m)), lambda e: -mpmath.expm1(-exp(e)), lambda e: exp(e - exp(e))),
    log=(log, exp, exp),
    inverse=(lambda m: 1 / m, lambda e: 1 / e, lambda e: -1 / e**2),
    sqrt=(sqrt, lambda e: e * e, lambda e: 2 * e),
)
ratio = lambda y, m: y * log(y / m) if y > 0 else mpf(0)
families = dict(
    binomial=(lambda m: m * (1 - m), lambda y, m: 2 * (ratio(y, m) + ratio(1 - y, 1 - m)), lambda y, w: (w * y + mpf(1) / 2) / (w + 1)),
    poisson=(lambda m: m, lambda y, m: 2 * (ratio(y, m) - (y - m)), lambda y, w: y + mpf("0.1")),
    gamma=(lambda m: m * m, lambda y, m: 2 * ((y - m) / m - log(y / m)), lambda y, w: y),
    gaussian=(lambda m: mpf(1), lambda y, m: (y - m) ** 2, lambda y, w: y),
)


def tweedie(p):
    deviance = lambda y, m: 2 * ((y ** (2 - p) if y > 0 else 0) / ((1 - p) * (2 - p)) - y * m ** (1 - p) / (1 - p) + m ** (2 - p) / (2 - p))
    return (lambda m: m**p, deviance, lambda y, w: y + mpf("0.1"))


def negative_binomial(theta):
    return (lambda m: m + m * m / theta, lambda y, m: 2 * (ratio(y, m) - (y + theta) * log((y + theta) / (m + theta))), lambda y, w: y + mpf(1) / 6)


class Glm:
    """By Fisher's scoring, until 35 digits stand."""

    def __init__(self, x, y, family, link, weights=None, offset=None, start=None):
        self.x, self.y, n = x, [mpf(v) for v in y], x.rows
        self.w = [mpf(v) for v in weights] if weights else ones(n)
        self.offset = offset or [mpf(0)] * n
        self.variance, self.unit, begin = family
        g, self.mean_of, self.slope_of = link
        eta = [g(begin(self.y[i], self.w[i])) for i in range(n)] if start is None else [e + o for e, o in zip(predictor(x, start), self.offset)]
        b = None
        for _ in range(400):
            mean = [self.mean_of(v) for v in eta]
            slope = [self.slope_of(v) for v in eta]
            self.working = [self.w[i] * slope[i] ** 2 / self.variance(mean[i]) for i in range(n)]
            target = [eta[i] - self.offset[i] + (self.y[i] - mean[i]) / slope[i] for i in range(n)]
            gram = weighted_gram(x, self.working)
            next = mpmath.lu_solve(gram, weighted_dots(x, [self.working[i] * target[i] for i in range(n)]))
            moved = 1 if b is None else max(abs(next[a] - b[a]) / (abs(next[a]) + mpf(10) ** -20) for a in range(x.cols))
            b = next
            eta = [e + o for e, o in zip(predictor(x, b), self.offset)]
            if moved < mpf(10) ** -33:
                break
        else:
            raise ArithmeticError("not settled")
        self.b, self.mean = b, [self.mean_of(v) for v in eta]
        slope = [self.slope_of(v) for v in eta]
        self.working = [self.w[i] * slope[i] ** 2 / self.variance(self.mean[i]) for i in range(n)]
        self.scores = [self.w[i] * slope[i] / self.variance(self.mean[i]) * (self.y[i] - self.mean[i]) for i in range(n)]
        self.inverse = weighted_gram(x, self.working) ** -1
        self.deviance = self.deviance_at(self.mean)
        self.pearson = mpmath.fsum(self.w[i] * (self.y[i] - self.mean[i]) ** 2 / self.variance(self.mean[i]) for i in range(n))

    def deviance_at(self, mean):
        return mpmath.fsum(self.w[i] * self.unit(self.y[i], mean[i]) for i in range(self.x.rows))

    def figures(self, known, log_likelihood, more=0):
        """`log_likelihood` of the deviance; `more` parameters beside the coefficients."""
        n, p = self.x.rows, self.x.cols
        dispersion = mpf(1) if known else self.pearson / (n - p)
        errors = [sqrt(dispersion * self.inverse[a, a]) for a in range(p)]
        middle = mpmath.fsum(self.w[i] * self.y[i] for i in range(n)) / mpmath.fsum(self.w)
        loglik = log_likelihood(self)
        return dict(
            table=dict(estimate=list(self.b), error=errors, statistic=[self.b[a] / errors[a] for a in range(p)]),
            dispersion=dispersion, deviance=self.deviance, null=self.deviance_at([middle] * n), pearson=self.pearson,
            loglik=loglik, aic=-2 * loglik + 2 * (p + more),
        )


def binomial_likelihood(g):
    choose = lambda m, k: loggamma(m + 1) - loggamma(k + 1) - loggamma(m - k + 1)
    part = lambda m, k, q: choose(m, k) + (k * log(q) if k else 0) + ((m - k) * log(1 - q) if m - k else 0)
    return mpmath.fsum(part(g.w[i], mpmath.nint(g.w[i] * g.y[i]), g.mean[i]) for i in range(g.x.rows))


def poisson_likelihood(g):
    return mpmath.fsum(g.y[i] * log(g.mean[i]) - g.mean[i] - loggamma(g.y[i] + 1) for i in range(g.x.rows))


def gamma_likelihood(g):
    dispersion = g.deviance / mpmath.fsum(g.w)
    shape = 1 / dispersion
    part = lambda y, m: shape * log(shape * y / m) - log(y) - shape * y / m - loggamma(shape)
    return mpmath.fsum(g.w[i] * part(g.y[i], g.mean[i]) for i in range(g.x.rows))


def gaussian_likelihood(g):
    n = g.x.rows
    return -mpf(n) / 2 * (log(2 * pi * g.deviance / n) + 1)


def birthwt():
    d = stored["birthwt"]["data"]
    n = len(d["low"])
    age, lwt, smoke = ([mpf(v) for v in d[name]] for name in ("age", "lwt", "smoke"))
    race = dummies(d["race"], ["2", "3"])
    x = columns(ones(n), age, lwt, *race, smoke)
    out = {}
    for link in ("logit", "probit", "cloglog"):
        g = Glm(x, d["low"], families["binomial"], links[link])
        out[link] = g.figures(True, binomial_likelihood)
        if link == "logit":
            logit = g
    out["hc1"] = roots_of_diagonal(sandwich(logit.inverse, x, list(enumerate(logit.scores)), mpf(n) / (n - 6)))
    groups = len(set(d["ptl"]))
    adjusted = mpf(groups) / (groups - 1) * (n - 1) / (n - 6)
    out["clustered"] = roots_of_diagonal(sandwich(logit.inverse, x, list(zip(d["ptl"], logit.scores)), adjusted))
    p = Glm(columns(ones(n), age, smoke), d["low"], families["poisson"], links["log"])
    out["log_poisson_hc0"] = roots_of_diagonal(sandwich(p.inverse, p.x, list(enumerate(p.scores))))
    for name, at in (("smoke", 5), ("lwt", 2)):
        rest = x.copy()
        held = [x[i, at] for i in range(n)]
        keep = [a for a in range(6) if a != at]
        rest = matrix([[x[i, a] for a in keep] for i in range(n)])
        best = matrix([logit.b[a] for a in keep])

        def fall(v):
            return Glm(rest, d["low"], families["binomial"], links["logit"], None, [v * h for h in held], best).deviance - logit.deviance - chi95

        error = sqrt(logit.inverse[at, at])
        out[f"profile_{name}"] = [
            mpmath.findroot(fall, (logit.b[at] + side * 2 * error, logit.b[at] + side * mpf("1.9") * error), solver="secant", tol=mpf(10) ** -50)
            for side in (-1, 1)
        ]
    return out


def quine_counts():
    d = stored["quine"]["data"]
    n = len(d["Days"])
    x = columns(ones(n), *dummies(d["Sex"], ["M"]), *dummies(d["Age"], ["F1", "F2", "F3"]))
    y = [mpf(v) for v in d["Days"]]
    poisson = Glm(x, y, families["poisson"], links["log"]).figures(True, poisson_likelihood)
    fits = {}

    def slope(theta):
        g = fits[theta] = Glm(x, y, negative_binomial(theta), links["log"], None, None, None)
        return mpmath.fsum(
            digamma(theta + v) - digamma(theta) + log(theta) + 1 - log(theta + m) - (v + theta) / (m + theta) for v, m in zip(y, g.mean)
        )

    theta = mpmath.findroot(slope, (mpf("1.2"), mpf("1.25")), solver="secant", tol=mpf(10) ** -50)
    slope(theta)
    g = fits[theta]
    trigamma = lambda v: mpmath.psi(1, v)
    information = mpmath.fsum(
        -trigamma(theta + v) + trigamma(theta) - 1 / theta + 2 / (m + theta) - (v + theta) / (m + theta) ** 2 for v, m in zip(y, g.mean)
    )
    loglik = mpmath.fsum(
        loggamma(theta + v) - loggamma(theta) - loggamma(v + 1) + theta * log(theta / (m + theta)) + (v * log(m / (m + theta)) if v else 0)
        for v, m in zip(y, g.mean)
    )
    return dict(
        poisson=poisson,
        negative_binomial=dict(
            estimate=list(g.b), error=roots_of_diagonal(g.inverse), theta=theta, theta_error=1 / sqrt(information), deviance=g.deviance, loglik=loglik
        ),
    )


def others():
    d = stored["insurance"]["data"]
    n = len(d["Claims"])
    levels = lambda name, base: [one for one in dict.fromkeys(d[name]) if one != base]
    x = columns(
        ones(n), *dummies(d["District"], levels("District", "1")), *dummies(d["Group"], levels("Group", "<1l")), *dummies(d["Age"], levels("Age", "<25"))
    )
    g = Glm(x, d["Claims"], families["poisson"], links["log"], None, [log(mpf(v)) for v in d["Holders"]])
    loglik = poisson_likelihood(g)
    insurance = dict(offset=dict(deviance=g.deviance, aic=-2 * loglik + 2 * x.cols))
    d = stored["trials"]["data"]
    total = [mpf(v) for v in d["Total"]]
    x = columns(ones(len(total)), [mpf(v) for v in d["Age"]])
    g = Glm(x, [v / t for v, t in zip(d["Menarche"], total)], families["binomial"], links["logit"], total)
    trials = dict(logit=g.figures(True, binomial_likelihood))
    d = stored["cars"]["data"]
    n = len(d["mpg"])
    x = columns(ones(n), [mpf(v) for v in d["wt"]], [mpf(v) for v in d["hp"]])
    gamma = dict(
        log=Glm(x, d["mpg"], families["gamma"], links["log"]).figures(False, gamma_likelihood, 1),
        inverse=Glm(x, d["mpg"], families["gamma"], links["inverse"]).figures(False, gamma_likelihood, 1),
        weighted=Glm(x, d["mpg"], families["gamma"], links["log"], d["qsec"]).figures(False, gamma_likelihood, 1),
        gaussian_log=Glm(x, d["mpg"], families["gaussian"], links["log"]).figures(False, gaussian_likelihood, 1),
        poisson_sqrt=Glm(x, stored["gamma"]["carb"], families["poisson"], links["sqrt"]).figures(True, poisson_likelihood),
    )
    amount = [max(mpf(0), mpf(v) - 20) for v in d["mpg"]]
    tweedies = {}
    for name, power in (("tweedie", mpf("1.5")), ("tweedie_steep", mpf("1.2"))):
        g = Glm(x, amount, tweedie(power), links["log"])
        scale = g.pearson / (n - 3)
        tweedies[name] = dict(estimate=list(g.b), error=[sqrt(scale * g.inverse[a, a]) for a in range(3)], deviance=g.deviance, dispersion=scale)
    return insurance, trials, gamma, tweedies


# --- 4. survival
def kaplan_meier(times, events):
    survival, greenwood, out = mpf(1), mpf(0), []
    for time in sorted(set(times)):
        risk = sum(t >= time for t in times)
        event = sum(t == time and e for t, e in zip(times, events))
        survival *= 1 - mpf(event) / risk
        greenwood += mpf(event) / (risk * (risk - event)) if risk > event else mpmath.inf
        out.append((time, risk, event, survival, sqrt(greenwood)))
    return out


class Cox:
    def __init__(self, x, times, events, ties="efron", strata=None):
        self.x, self.times, self.events, self.ties = x, times, events, ties
        self.n, self.p = x.rows, x.cols
        self.strata = strata or [0] * self.n
        b = matrix([0] * self.p)
        self.null, score, information = self.look(b)
        self.score = (score.T * information**-1 * score)[0]
        for _ in range(60):
            _, score, information = self.look(b)
            move = mpmath.lu_solve(information, score)
            b = b + move
            if max(abs(v) for v in move) < mpf(10) ** -35:
                break
        self.b = b
        self.best, _, information = self.look(b)
        self.inverse = information**-1

    def sets(self, b):
        """Of each time with events in each stratum: stratum, time, its events, and for each of them the sum and the mean at risk."""
        hazard = [exp(v) for v in predictor(self.x, b)]
        for stratum in sorted(set(self.strata)):
            rows = [i for i in range(self.n) if self.strata[i] == stratum]
            for time in sorted({self.times[i] for i in rows if self.events[i]}):
                risk = [i for i in rows if self.times[i] >= time]
                tied = [i for i in rows if self.times[i] == time and self.events[i]]
                parts = []
                for k in range(len(tied)):
                    share = mpf(k) / len(tied) if self.ties == "efron" else 0
                    v = {i: hazard[i] * (1 - share if i in tied else 1) for i in risk}
                    whole = mpmath.fsum(v.values())
                    mean = [mpmath.fsum(v[i] * self.x[i, a] for i in risk) / whole for a in range(self.p)]
                    parts.append((whole, mean, v))
                yield stratum, time, tied, risk, parts

    def look(self, b):
        loglik, score, information = mpf(0), matrix(self.p, 1), matrix(self.p, self.p)
        for part, gradient, block, *_ in self.pieces(b):
            loglik, score, information = loglik + part, score + gradient, information + block
        return loglik, score, information

    def pieces(self, b):
        eta = predictor(self.x, b)
        for stratum, time, tied, risk, parts in self.sets(b):
            loglik = mpmath.fsum(eta[i] for i in tied) - mpmath.fsum(log(whole) for whole, _, _ in parts)
            score, block = matrix(self.p, 1), matrix(self.p, self.p)
            for a in range(self.p):
                score[a] = mpmath.fsum(self.x[i, a] for i in tied) - mpmath.fsum(mean[a] for _, mean, _ in parts)
                for c in range(self.p):
                    block[a, c] = mpmath.fsum(
                        mpmath.fsum(v[i] * self.x[i, a] * self.x[i, c] for i in risk) / whole - mean[a] * mean[c] for whole, mean, v in parts
                    )
            yield loglik, score, block, stratum, time, len(tied)

    def residuals(self):
        """What each row adds to the score (Therneau & Grambsch 2000, 4.6)."""
        out = matrix(self.n, self.p)
        for _, _, tied, risk, parts in self.sets(self.b):
            for whole, mean, v in parts:
                for a in range(self.p):
                    for i in tied:
                        out[i, a] += (self.x[i, a] - mean[a]) / len(tied)
                    for i in risk:
                        out[i, a] -= v[i] / whole * (self.x[i, a] - mean[a])
        return out

    def robust(self, clusters=None):
        residuals = self.residuals()
        sums = {}
        for i in range(self.n):
            row = sums.setdefault(clusters[i] if clusters else i, [mpf(0)] * self.p)
            for a in range(self.p):
                row[a] += residuals[i, a]
        s = matrix(list(sums.values()))
        return self.inverse * (s.T * s) * self.inverse

    def figures(self, robust=None):
        variance = self.inverse if robust is None else robust
        out = dict(estimate=list(self.b), error=roots_of_diagonal(self.inverse), loglik=[self.null, self.best], wald=(self.b.T * variance**-1 * self.b)[0], score=self.score)
        return out if robust is None else dict(out, robust=roots_of_diagonal(robust))

    def proportional(self, transform):
        pieces = list(self.pieces(self.b))
        count = sum(piece[5] for piece in pieces)
        g = [transform(piece[4]) for piece in pieces]
        mean = mpmath.fsum(v * piece[5] for v, piece in zip(g, pieces)) / count
        score, blocks = matrix(self.p, 1), [matrix(self.p, self.p) for _ in range(3)]
        for v, (_, gradient, block, *_) in zip(g, pieces):
            score += (v - mean) * gradient
            for power in range(3):
                blocks[power] += block * (v - mean) ** power
        left = blocks[2] - blocks[1] * blocks[0] ** -1 * blocks[1]
        return [score[a] ** 2 / left[a, a] for a in range(self.p)] + [(score.T * left**-1 * score)[0]]


def log_rank(times, events, groups, strata=None):
    strata = strata or [0] * len(times)
    names = sorted(set(groups))[:-1]
    gap, variance = matrix(len(names), 1), matrix(len(names), len(names))
    for stratum in set(strata):
        rows = [i for i in range(len(times)) if strata[i] == stratum]
        for time in {times[i] for i in rows if events[i]}:
            risk = [i for i in rows if times[i] >= time]
            dead = [i for i in risk if times[i] == time and events[i]]
            n, d = mpf(len(risk)), len(dead)
            share = [sum(groups[i] == name for i in risk) / n for name in names]
            for a, name in enumerate(names):
                gap[a] += sum(groups[i] == name for i in dead) - d * share[a]
                if n > 1:
                    for c in range(len(names)):
                        variance[a, c] += d * (n - d) / (n - 1) * share[a] * ((a == c) - share[c])
    return (gap.T * variance**-1 * gap)[0]


def lung():
    d = stored["lung"]["data"]
    times, events = d["time"], [v == 2 for v in d["status"]]
    n = len(times)
    steps = kaplan_meier(times, events)
    out = {}

    def curve(low, high):
        return dict(
            survival=[s for *_, s, _ in steps], error=[s * g for *_, s, g in steps],
            low=[low(s, g) for *_, s, g in steps], high=[high(s, g) for *_, s, g in steps],
        )

    turned = lambda sign: lambda s, g: exp(-exp(log(-log(s)) - sign * z95 * g / log(s))) if 0 < s < 1 else None
    out["km"] = curve(turned(1), turned(-1))
    out["km_plain"] = curve(lambda s, g: max(mpf(0), s - z95 * s * g), lambda s, g: min(mpf(1), s + z95 * s * g))
    out["km_log"] = curve(lambda s, g: s * exp(-z95 * g), lambda s, g: min(mpf(1), s * exp(z95 * g)))
    within = [step for step in steps if step[0] < 500]
    ends = [step[0] for step in within[1:]] + [500]
    areas = [step[3] * (end - step[0]) for step, end in zip(within, ends)]
    mean = within[0][0] + mpmath.fsum(areas)
    variance = mpmath.fsum(mpmath.fsum(areas[at:]) ** 2 * mpf(step[2]) / (step[1] * (step[1] - step[2])) for at, step in enumerate(within))
    out["rmst"] = [mean, sqrt(variance)]
    sex, health = d["sex"], d["ph.ecog"]
    out["logrank"] = dict(chi=log_rank(times, events, sex), stratified=log_rank(times, events, sex, health), four=log_rank(times, events, health))
    x = columns([mpf(v) for v in d["age"]], [mpf(v) for v in sex], [mpf(v) for v in health])
    efron = Cox(x, times, events)
    out["efron"] = efron.figures()
    out["breslow"] = Cox(x, times, events, "breslow").figures()
    out["robust"] = efron.figures(efron.robust())
    out["clustered"] = efron.figures(efron.robust(d["inst"]))
    out["stratified"] = Cox(columns([mpf(v) for v in d["age"]], [mpf(v) for v in health]), times, events, "efron", sex).figures()
    before = {}
    share = mpf(1)
    for time, risk, event, survival, _ in steps:
        before[time] = 1 - share
        share = survival
    rank = lambda time: mpf(sum(t < time for t in times)) + mpf(sum(t == time for t in times) + 1) / 2
    out["zph"] = dict(
        identity=dict(chi=efron.proportional(mpf)), km=dict(chi=efron.proportional(lambda t: before[t])), rank=dict(chi=efron.proportional(rank))
    )
    return out


# --- 5. power
def noncentral_t_upper(q, df, delta):
    front = df * log(mpf(df) / 2) / 2 - loggamma(mpf(df) / 2) + log(mpf(2))
    height = lambda u: Phi(delta - q * exp(u)) * exp(front + df * u - mpf(df) / 2 * exp(2 * u))
    size, reach = mpf(1) / 64, 1 / sqrt(2 * mpf(df))
    step = min(size, reach / 6)
    total, place = height(mpf(0)), 1
    while True:
        part = height(place * step) + height(-place * step)
        total += part
        if part < mpf(10) ** -38 * total and place * step > 4 * reach:
            return total * step
        place += 1


def t_power(df, delta, both=True, alpha=mpf("0.05")):
    q = t_quantile(df, alpha / 2 if both else alpha)
    return noncentral_t_upper(q, df, delta) + (noncentral_t_upper(q, df, -delta) if both else 0)


def noncentral_f_upper(q, above, below, noncentrality):
    x = mpf(below) / (below + above * q)
    l = mpf(noncentrality) / 2
    return mpmath.nsum(lambda j: exp(-l + j * log(l) - loggamma(j + 1)) * beta_lower(mpf(below) / 2, mpf(above) / 2 + j, x), [0, 150], method="direct")


def fisher_power(n1, n2, p1, p2, is_less):
    def p_value(a, b):
        k, whole = a + b, comb(n1 + n2, a + b)
        ways = {j: comb(n1, j) * comb(n2, k - j) for j in range(max(0, k - n2), min(k, n1) + 1)}
        chosen = (w for j, w in ways.items() if (j <= a if is_less else w * 10**7 <= ways[a] * (10**7 + 1)))
        return Fraction(sum(chosen), whole)

    total = Fraction(0)
    for a, b in product(range(n1 + 1), range(n2 + 1)):
        if p_value(a, b) <= Fraction(1, 20):
            total += comb(n1, a) * p1**a * (1 - p1) ** (n1 - a) * comb(n2, b) * p2**b * (1 - p2) ** (n2 - b)
    return mpf(total.numerator) / total.denominator


def power():
    half = mpf("0.5")
    t_of = lambda n, effect: t_power(2 * (n - 1), sqrt(mpf(n) / 2) * effect)
    solve = lambda of, near: mpmath.findroot(of, (mpf(near), mpf(near) * mpf("1.01")), solver="secant", tol=mpf(10) ** -44)
    v = mpf(1) / 20 + mpf(4) / 30
    welch = v * v / ((mpf(1) / 20) ** 2 / 19 + (mpf(4) / 30) ** 2 / 29)

    def proportions(n, p1, p2):
        spread = sqrt((p1 + p2) * (1 - (p1 + p2) / 2))
        own = sqrt(p1 * (1 - p1) + p2 * (1 - p2))
        return sum(Phi((sign * sqrt(mpf(n)) * abs(p1 - p2) - z95 * spread) / own) for sign in (1, -1))

    def anova(n):
        q = quantile(lambda f: f_upper(f, 3, 4 * (n - 1)), mpf("0.05"), mpf("2.9"))
        return noncentral_f_upper(q, 3, 4 * (n - 1), n)

    t48 = t_quantile(48)
    r = mpf("0.35")
    z, c = mpmath.atanh(r) + r / 98, mpmath.atanh(t48 / sqrt(t48**2 + 48))
    l = mpf(6)
    q = quantile(lambda x: chi_upper(x, 3), mpf("0.05"), mpf("7.8"))
    return dict(
        t=t_of(20, 1 / mpf("1.5")), one_sided=t_power(38, sqrt(mpf(10)) / mpf("1.5"), False), t_strict=t_of(8, mpf("0.2")),
        paired=t_power(14, sqrt(mpf(15)) * mpf("0.8") / mpf("1.2")), welch=t_power(welch, 1 / sqrt(v)),
        t_n=solve(lambda n: t_of(n, half) - mpf("0.9"), "85"), t_delta=solve(lambda d: t_of(30, d) - mpf("0.9"), "0.85"),
        prop=proportions(200, mpf("0.1"), mpf("0.18")), prop_n=solve(lambda n: proportions(n, mpf("0.1"), mpf("0.12")) - mpf("0.8"), "3840"),
        fisher=fisher_power(20, 25, Fraction(1, 5), Fraction(3, 5), False), fisher_less=fisher_power(20, 20, Fraction(1, 5), Fraction(3, 5), True),
        anova=anova(10), anova_n=solve(lambda n: anova(n) - mpf("0.8"), "11.9"),
        correlation=Phi((z - c) * sqrt(mpf(47))) + Phi((-z - c) * sqrt(mpf(47))),
        chi=mpmath.nsum(lambda j: exp(-l + j * log(l) - loggamma(j + 1)) * chi_upper(q, 3 + 2 * j), [0, 120], method="direct"),
    )


def plain(value):
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, int) else float(value)


def compare(path, exact, other):
    """How many digits the peer has, at the least, of each list of figures."""
    if isinstance(exact, dict):
        for name, part in exact.items():
            if name in other:
                compare(f"{path}/{name}", part, other[name])
        return
    flat = lambda v: [w for part in v for w in flat(part)] if isinstance(v, list) else [v]
    errors = [abs((mpf(b) - a) / a) for a, b in zip(flat(exact), flat(other)) if a and b is not None]
    worst = max(errors, default=mpf(0))
    if worst > mpf(10) ** -12:
        print(f"{path}: the peer has {float(-mpmath.log10(worst)):.1f} digits", file=sys.stderr)


least, weighted = cars()
insurance, trials, gamma, tweedies = others()
exact = dict(
    cars=least, weighted=weighted, quine=quine(), birthwt=birthwt(), quine_counts=quine_counts(), insurance=insurance, trials=trials,
    gamma=gamma, lung=lung(), power=power(),
)
compare("R", exact, stored)
compare("statsmodels", tweedies, python)
print(json.dumps(dict(made=f"mpmath {mpmath.__version__}", **plain(exact), **plain(tweedies))))
