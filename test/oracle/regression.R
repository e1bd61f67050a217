# Reference figures for src/stats/regression. Rscript test/oracle/regression.R > test/oracle/regression.json; npx oxfmt test/oracle/regression.json
suppressPackageStartupMessages({library(MASS); library(survival); library(sandwich); library(lmtest); library(car); library(jsonlite)})
RNGkind("Mersenne-Twister")
tight <- glm.control(epsilon = 1e-15, maxit = 200)
out <- list(versions = list(R = as.character(getRversion()), MASS = as.character(packageVersion("MASS")),
  survival = as.character(packageVersion("survival")), sandwich = as.character(packageVersion("sandwich")),
  lmtest = as.character(packageVersion("lmtest")), car = as.character(packageVersion("car"))))
table_of <- function(m) list(estimate = unname(m[, 1]), error = unname(m[, 2]), statistic = unname(m[, 3]), p = unname(m[, 4]))
data_of <- function(d) lapply(as.list(d), function(x) if (is.factor(x)) as.character(x) else x)
errors <- function(v) unname(sqrt(diag(v)))

# 1. Least squares: mtcars, with and without weights.
d <- mtcars[, c("mpg", "wt", "hp", "qsec", "cyl", "am")]
f <- lm(mpg ~ wt + hp + qsec, d); s <- summary(f)
new <- data.frame(wt = c(2, 4.5), hp = c(100, 250), qsec = c(15, 20))
out$cars <- list(data = data_of(d), table = table_of(coef(s)), sigma = s$sigma, r2 = s$r.squared, adjusted = s$adj.r.squared,
  f = unname(s$fstatistic), f_p = unname(pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE)),
  loglik = as.numeric(logLik(f)), aic = AIC(f), bic = BIC(f), interval = list(low = unname(confint(f)[, 1]), high = unname(confint(f)[, 2])),
  hc = lapply(c(HC0 = "HC0", HC1 = "HC1", HC2 = "HC2", HC3 = "HC3"), function(k) errors(vcovHC(f, type = k))),
  clustered = errors(vcovCL(f, cluster = d$cyl, type = "HC1")),
  newey = errors(NeweyWest(f, lag = 3, prewhite = FALSE, adjust = TRUE)),
  newey_plain = errors(NeweyWest(f, lag = 3, prewhite = FALSE, adjust = FALSE)),
  predict = as.list(as.data.frame(predict(f, new, interval = "prediction"))), confidence = as.list(as.data.frame(predict(f, new, interval = "confidence"))),
  predict_se = unname(predict(f, new, se.fit = TRUE)$se.fit),
  leverage = unname(hatvalues(f)), internal = unname(rstandard(f)), external = unname(rstudent(f)), cooks = unname(cooks.distance(f)),
  dffits = unname(dffits(f)), dfbetas = unname(as.list(as.data.frame(dfbetas(f)))),
  bp = with(bptest(f), c(statistic, parameter, p.value)), bp_plain = with(bptest(f, studentize = FALSE), c(statistic, parameter, p.value)),
  white = with(bptest(f, ~ wt + hp + qsec + I(wt^2) + I(hp^2) + I(qsec^2) + wt:hp + wt:qsec + hp:qsec, data = d), c(statistic, parameter, p.value)),
  dw = with(dwtest(f, exact = FALSE, alternative = "two.sided"), c(statistic, p.value)),
  reset = with(resettest(f, power = 2:3, type = "fitted"), c(statistic, parameter, p.value)), vif = unname(vif(f)),
  hypothesis = with(linearHypothesis(f, c("wt + 4 = 0", "hp - qsec = 0")), c(F[2], `Pr(>F)`[2])))
w <- lm(mpg ~ wt + hp, d, weights = qsec); sw <- summary(w)
out$weighted <- list(table = table_of(coef(sw)), sigma = sw$sigma, r2 = sw$r.squared, loglik = as.numeric(logLik(w)), aic = AIC(w),
  leverage = unname(hatvalues(w)), internal = unname(rstandard(w)), cooks = unname(cooks.distance(w)), hc3 = errors(vcovHC(w, type = "HC3")),
  predict = as.list(as.data.frame(predict(w, new, interval = "prediction", weights = c(10, 20)))))

# 2. Tables of sums of squares, unbalanced: quine (MASS).
q <- quine
anova_of <- function(a, skip = character()) { a <- as.data.frame(a); a <- a[!(rownames(a) %in% c("Residuals", "(Intercept)")), ]
  list(squares = a$`Sum Sq`, df = a$Df, f = a$`F value`, p = a$`Pr(>F)`) }
t1 <- lm(Days ~ Eth * Sex + Age, q)
t3 <- lm(Days ~ Eth * Sex + Age, q, contrasts = list(Eth = "contr.sum", Sex = "contr.sum", Age = "contr.sum"))
out$quine <- list(data = data_of(q), I = anova_of(anova(t1)), II = anova_of(Anova(t1, type = 2)), III = anova_of(Anova(t3, type = 3)),
  III_treatment = anova_of(Anova(t1, type = 3)), sum_coefficients = unname(coef(t3)), treatment_coefficients = unname(coef(t1)),
  no_intercept = unname(coef(lm(Days ~ Eth + Sex - 1, q))), interaction_only = unname(coef(lm(Days ~ Eth:Sex - 1, q))))

# 3. Generalized linear models.
# R stops by the deviance, which is flat at its end: more steps, until coefficients and weights stand as well.
polish <- function(g) { x <- model.matrix(g); start <- coef(g)
  for (time in 1:40) { fitted <- suppressWarnings(glm.fit(x, g$y, weights = g$prior.weights, start = start, offset = g$offset, family = g$family, control = list(epsilon = 1e-300, maxit = 3))); start <- coef(fitted) }
  for (part in c("coefficients", "residuals", "fitted.values", "effects", "R", "rank", "qr", "linear.predictors", "deviance", "aic", "weights")) g[[part]] <- fitted[[part]]; g }
glm_of <- function(g) { g <- polish(g); s <- summary(g); list(table = table_of(coef(s)), dispersion = s$dispersion, deviance = deviance(g), null = g$null.deviance,
  aic = AIC(g), loglik = as.numeric(logLik(g)), pearson = sum(residuals(g, "pearson")^2)) }
b <- birthwt; b$race <- as.character(b$race)
out$birthwt <- list(data = data_of(b), logit = glm_of(gb <- glm(low ~ age + lwt + race + smoke, binomial, b, control = tight)),
  probit = glm_of(glm(low ~ age + lwt + race + smoke, binomial(probit), b, control = tight)),
  cloglog = glm_of(glm(low ~ age + lwt + race + smoke, binomial(cloglog), b, control = tight)),
  log_poisson_hc0 = errors(vcovHC(polish(glm(low ~ age + smoke, poisson, b, control = tight)), type = "HC0")),
  hc1 = errors(vcovHC(polish(gb), type = "HC1")), clustered = errors(vcovCL(polish(gb), cluster = b$ptl, type = "HC1")))
profile_of <- function(f0, data, family, column, weights = NULL) { full <- glm(f0, family, data, control = tight); best <- deviance(full); est <- coef(full)[[column]]; se <- sqrt(vcov(full)[column, column])
  rest <- update(f0, as.formula(paste(". ~ . -", column)))
  dev <- function(v) { data$.off <- v * data[[column]]; deviance(glm(rest, family, data, offset = .off, control = tight)) - best - qchisq(0.95, 1) }
  c(uniroot(dev, c(est - 4 * se, est), tol = 1e-14)$root, uniroot(dev, c(est, est + 4 * se), tol = 1e-14)$root) }
out$birthwt$profile_smoke <- profile_of(low ~ age + lwt + race + smoke, b, binomial, "smoke")
out$birthwt$profile_lwt <- profile_of(low ~ age + lwt + race + smoke, b, binomial, "lwt")
out$quine_counts <- list(poisson = glm_of(glm(Days ~ Sex + Age, poisson, q, control = tight)))
nb <- glm.nb(Days ~ Sex + Age, q, control = glm.control(epsilon = 1e-14, maxit = 200, trace = 0))
for (i in 1:12) nb$theta <- { th <- theta.ml(q$Days, fitted(polish(glm(Days ~ Sex + Age, negative.binomial(nb$theta), q, control = tight))), limit = 100, eps = 1e-14); nb$th <- th; as.numeric(th) }
gn <- polish(glm(Days ~ Sex + Age, negative.binomial(nb$theta), q, control = tight))
out$quine_counts$negative_binomial <- list(estimate = unname(coef(gn)), error = errors(summary(gn, dispersion = 1)$cov.scaled), theta = nb$theta,
  theta_error = attr(nb$th, "SE"), deviance = deviance(gn), loglik = sum(dnbinom(q$Days, size = nb$theta, mu = fitted(gn), log = TRUE)))
ins <- Insurance; ins$District <- as.character(ins$District); ins$Group <- as.character(ins$Group); ins$Age <- as.character(ins$Age)
out$insurance <- list(data = data_of(ins), offset = glm_of(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, ins, control = tight)))
out$trials <- list(data = data_of(menarche), logit = glm_of(glm(cbind(Menarche, Total - Menarche) ~ Age, binomial, menarche, control = tight)))
out$gamma <- list(log = glm_of(glm(mpg ~ wt + hp, Gamma("log"), d, control = tight)), inverse = glm_of(glm(mpg ~ wt + hp, Gamma, d, control = tight)),
  weighted = glm_of(glm(mpg ~ wt + hp, Gamma("log"), d, weights = qsec, control = tight)),
  gaussian_log = glm_of(glm(mpg ~ wt + hp, gaussian("log"), d, start = c(4, -0.2, 0), control = tight)),
  poisson_sqrt = glm_of(glm(carb ~ wt + hp, poisson("sqrt"), mtcars, control = tight)))
out$gamma$carb <- mtcars$carb

# 4. Survival: lung and ovarian of the survival package.
l <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "ph.ecog", "inst")]), c("time", "status", "age", "sex", "ph.ecog", "inst")]
out$lung <- list(data = as.list(l))
km_of <- function(k) list(time = k$time, risk = k$n.risk, event = k$n.event, survival = k$surv, error = k$std.err * k$surv, low = k$lower, high = k$upper)
out$lung$km <- km_of(survfit(Surv(time, status) ~ 1, l, conf.type = "log-log"))
out$lung$km_plain <- km_of(survfit(Surv(time, status) ~ 1, l, conf.type = "plain"))
out$lung$km_log <- km_of(survfit(Surv(time, status) ~ 1, l, conf.type = "log"))
out$lung$quantiles <- unname(unlist(quantile(survfit(Surv(time, status) ~ 1, l, conf.type = "log-log"), 0.5)))
out$lung$rmst <- unname(summary(survfit(Surv(time, status) ~ 1, l), rmean = 500)$table[c("rmean", "se(rmean)")])
sd1 <- survdiff(Surv(time, status) ~ sex, l); sd2 <- survdiff(Surv(time, status) ~ sex + strata(ph.ecog), l); sd3 <- survdiff(Surv(time, status) ~ ph.ecog, l)
out$lung$logrank <- list(chi = sd1$chisq, observed = unname(sd1$obs), expected = unname(sd1$exp), stratified = sd2$chisq, four = sd3$chisq)
cox_of <- function(x) { s <- summary(x); list(estimate = unname(coef(x)), error = errors(if (is.null(x$naive.var)) x$var else x$naive.var), robust = if (is.null(x$naive.var)) NULL else errors(x$var),
  loglik = x$loglik, score = unname(s$sctest[1]), wald = unname(x$wald.test), concordance = unname(x$concordance["concordance"]), concordance_error = unname(x$concordance["std"])) }
cc <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)
out$lung$efron <- cox_of(ce <- coxph(Surv(time, status) ~ age + sex + ph.ecog, l, control = cc))
out$lung$breslow <- cox_of(coxph(Surv(time, status) ~ age + sex + ph.ecog, l, ties = "breslow", control = cc))
out$lung$robust <- cox_of(coxph(Surv(time, status) ~ age + sex + ph.ecog, l, robust = TRUE, control = cc))
out$lung$clustered <- cox_of(coxph(Surv(time, status) ~ age + sex + ph.ecog, l, cluster = inst, control = cc))
out$lung$stratified <- cox_of(coxph(Surv(time, status) ~ age + ph.ecog + strata(sex), l, control = cc))
z <- cox.zph(ce, transform = "identity"); zk <- cox.zph(ce, transform = "km"); zr <- cox.zph(ce, transform = "rank")
out$lung$zph <- list(identity = list(chi = unname(z$table[, 1]), p = unname(z$table[, 3])), km = list(chi = unname(zk$table[, 1])), rank = list(chi = unname(zr$table[, 1])))
bh <- basehaz(ce, centered = FALSE); out$lung$hazard <- list(time = bh$time, hazard = bh$hazard)

# 5. Power.
fisher_power <- function(n1, n2, p1, p2, side) { total <- 0
  for (a in 0:n1) for (b in 0:n2) if (fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2), alternative = side)$p.value <= 0.05) total <- total + dbinom(a, n1, p1) * dbinom(b, n2, p2)
  total }
welch <- function(n1, n2, d, s1, s2) { v <- s1^2 / n1 + s2^2 / n2; df <- v^2 / ((s1^2 / n1)^2 / (n1 - 1) + (s2^2 / n2)^2 / (n2 - 1)); q <- qt(0.975, df)
  pt(q, df, ncp = d / sqrt(v), lower.tail = FALSE) + pt(-q, df, ncp = d / sqrt(v)) }
correlation <- function(n, r) { t <- qt(0.975, n - 2); z <- atanh(r) + r / (2 * (n - 1)); c <- atanh(t / sqrt(t^2 + n - 2)); pnorm((z - c) * sqrt(n - 3)) + pnorm((-z - c) * sqrt(n - 3)) }
out$power <- list(t = power.t.test(n = 20, delta = 1, sd = 1.5, strict = TRUE)$power, t_n = power.t.test(power = 0.9, delta = 0.5, sd = 1, tol = 1e-12, strict = TRUE)$n,
  t_delta = power.t.test(power = 0.9, n = 30, sd = 1, tol = 1e-12, strict = TRUE)$delta, one_sided = power.t.test(n = 20, delta = 1, sd = 1.5, alternative = "one.sided")$power,
  fisher = fisher_power(20, 25, 0.2, 0.6, "two.sided"), fisher_less = fisher_power(20, 20, 0.2, 0.6, "less"), welch = welch(20, 30, 1, 1, 2), correlation = correlation(50, 0.35),
  t_strict = power.t.test(n = 8, delta = 0.2, sd = 1, strict = TRUE)$power, paired = power.t.test(n = 15, delta = 0.8, sd = 1.2, type = "paired", strict = TRUE)$power,
  prop = power.prop.test(n = 200, p1 = 0.1, p2 = 0.18, strict = TRUE)$power, prop_n = power.prop.test(p1 = 0.1, p2 = 0.12, power = 0.8, tol = 1e-12, strict = TRUE)$n,
  # As a sum over Poisson numbers: R's own pf with ncp stops at nine digits.
  anova = { f <- qf(0.95, 3, 36); j <- 0:200; sum(dpois(j, 5) * pbeta(3 * f / (36 + 3 * f), 1.5 + j, 18, lower.tail = FALSE)) }, anova_n = power.anova.test(groups = 4, between.var = 1, within.var = 3, power = 0.8)$n,
  chi = pchisq(qchisq(0.95, 3), 3, ncp = 12, lower.tail = FALSE))
cat(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "\n")
