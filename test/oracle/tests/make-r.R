# Writes what R says of the tests on its own data sets: Rscript test/oracle/tests/make-r.R > test/oracle/tests/r.json
number <- function(x) ifelse(is.infinite(x), ifelse(x > 0, '"Infinity"', '"-Infinity"'), sprintf("%.17g", x))
numbers <- function(x) paste0("[", paste(number(as.numeric(x)), collapse = ","), "]")
lists <- function(x) paste0("[", paste(sapply(x, numbers), collapse = ","), "]")
rows <- function(m) paste0("[", paste(apply(m, 1, numbers), collapse = ","), "]")
cases <- c()
case <- function(call, inputs, options = "{}", ..., from, tolerance = NULL, floor = NULL) {
  expected <- list(...)
  fields <- paste(sapply(names(expected), function(name) {
    value <- expected[[name]]
    sprintf('"%s":%s', name, if (length(value) == 1) number(value) else numbers(value))
  }), collapse = ",")
  cases <<- c(cases, sprintf('{"from":"%s","call":"%s","inputs":[%s],"options":%s,"expected":{%s}%s}',
    from, call, paste(inputs, collapse = ","), options, fields,
    paste0(if (is.null(tolerance)) "" else sprintf(',"tolerance":%g', tolerance),
      if (is.null(floor)) "" else sprintf(',"floor":%g', floor))))
}
value <- function(x) unname(x)
htest <- function(call, inputs, options, result, from, interval = TRUE, degrees = TRUE, more = list(), tolerance = NULL) {
  arguments <- list(call = call, inputs = inputs, options = options, from = from, pValue = value(result$p.value), tolerance = tolerance)
  if (!is.null(result$statistic)) arguments$statistic <- value(result$statistic)
  if (degrees && !is.null(result$parameter)) arguments$degrees <- value(result$parameter)
  if (interval && !is.null(result$conf.int)) { arguments$low <- result$conf.int[1]; arguments$high <- result$conf.int[2] }
  do.call(case, c(arguments, more))
}

extra <- sleep$extra[sleep$group == 1]; other <- sleep$extra[sleep$group == 2]
len <- split(ToothGrowth$len, ToothGrowth$supp)
weights <- split(PlantGrowth$weight, PlantGrowth$group)
chicks <- split(chickwts$weight, chickwts$feed)
sprays <- split(InsectSprays$count, InsectSprays$spray)
ozone <- split(na.omit(airquality[, c("Ozone", "Month")])$Ozone, na.omit(airquality[, c("Ozone", "Month")])$Month)
manual <- mtcars$mpg[mtcars$am == 1]; automatic <- mtcars$mpg[mtcars$am == 0]

for (alternative in c("two.sided", "less", "greater")) {
  name <- sub("\\.", "-", alternative)
  options <- sprintf('{"alternative":"%s"}', name)
  htest("oneSampleTTest", numbers(extra), options, t.test(extra, alternative = alternative), "t.test(sleep)")
  htest("pairedTTest", c(numbers(extra), numbers(other)), options, t.test(extra, other, paired = TRUE, alternative = alternative), "t.test(sleep, paired)")
  htest("welchTTest", c(numbers(manual), numbers(automatic)), options, t.test(manual, automatic, alternative = alternative), "t.test(mtcars)")
  htest("studentTTest", c(numbers(manual), numbers(automatic)), options, t.test(manual, automatic, var.equal = TRUE, alternative = alternative), "t.test(mtcars, var.equal)")
  a <- c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46); b <- c(1.15, 0.88, 0.90, 0.74, 1.21)
  w <- wilcox.test(a, b, alternative = alternative, conf.int = TRUE)
  htest("mannWhitneyTest", c(numbers(a), numbers(b)), options, w, "wilcox.test(Hollander & Wolfe 1973, 69f)", more = list(estimate = value(w$estimate)))
  w <- suppressWarnings(wilcox.test(len$OJ, len$VC, alternative = alternative))
  htest("mannWhitneyTest", c(numbers(len$OJ), numbers(len$VC)), sprintf('{"alternative":"%s","method":"approximate"}', name), w, "wilcox.test(ToothGrowth), with ties")
  x <- c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30); y <- c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)
  w <- wilcox.test(x, y, paired = TRUE, alternative = alternative, conf.int = TRUE)
  htest("wilcoxonSignedRankTest", c(numbers(x), numbers(y)), options, w, "wilcox.test(Hollander & Wolfe 1973, 29f)", more = list(estimate = value(w$estimate)))
  w <- suppressWarnings(wilcox.test(extra, other, paired = TRUE, alternative = alternative))
  htest("wilcoxonSignedRankTest", c(numbers(extra), numbers(other)), sprintf('{"alternative":"%s","method":"approximate"}', name), w, "wilcox.test(sleep), with ties and a zero")
  htest("oneProportionTest", '{"successes":682,"trials":925}', sprintf('{"alternative":"%s","against":0.75,"interval":"exact"}', name), binom.test(682, 925, 0.75, alternative = alternative), "binom.test(Conover 1971, 97f)", degrees = FALSE)
  htest("oneProportionTest", '{"successes":3,"trials":20}', sprintf('{"alternative":"%s","against":0.3,"interval":"wilson"}', name), binom.test(3, 20, 0.3, alternative = alternative), "binom.test", interval = FALSE, degrees = FALSE)
  p <- prop.test(3, 20, alternative = alternative, correct = FALSE)
  case("oneProportionTest", '{"successes":3,"trials":20}', options, low = p$conf.int[1], high = p$conf.int[2], from = "prop.test, Wilson's interval")
  p <- prop.test(c(83, 90), c(86, 93), alternative = alternative, correct = FALSE)
  case("twoProportionTest", c('{"successes":83,"trials":86}', '{"successes":90,"trials":93}'), options, pValue = p$p.value, from = "prop.test")
}
w <- wilcox.test(a, b, conf.int = TRUE, conf.level = 0.9)
htest("mannWhitneyTest", c(numbers(a), numbers(b)), '{"level":0.9}', w, "wilcox.test, level 0.9")
htest("shapiroWilkTest", numbers(extra), "{}", shapiro.test(extra), "shapiro.test(sleep)")
htest("shapiroWilkTest", numbers(c(1, 2, 4)), "{}", shapiro.test(c(1, 2, 4)), "shapiro.test")
htest("shapiroWilkTest", numbers(c(1, 2, 4, 9, 3)), "{}", shapiro.test(c(1, 2, 4, 9, 3)), "shapiro.test")
htest("shapiroWilkTest", numbers(mtcars$hp), "{}", shapiro.test(mtcars$hp), "shapiro.test(mtcars)")
htest("shapiroWilkTest", numbers(rivers), "{}", shapiro.test(rivers), "shapiro.test(rivers)")
# A p-value of 3e-17 from 1000 values that R sums one by one: its last digits are lost.
htest("shapiroWilkTest", numbers(quakes$mag), "{}", shapiro.test(quakes$mag), "shapiro.test(quakes)", tolerance = 1e-11)

sets <- list(PlantGrowth = weights, chickwts = chicks, InsectSprays = sprays, airquality = ozone)
for (set in names(sets)) {
  groups <- sets[[set]]; data <- stack(groups)
  table <- summary(aov(values ~ ind, data))[[1]]
  ss <- table[["Sum Sq"]]
  case("oneWayAnova", lists(groups), statistic = table[["F value"]][1], pValue = table[["Pr(>F)"]][1], degrees = table[["Df"]], estimate = ss[1] / sum(ss), from = sprintf("aov(%s)", set))
  htest("welchAnova", lists(groups), "{}", oneway.test(values ~ ind, data), sprintf("oneway.test(%s)", set))
  htest("kruskalWallisTest", lists(groups), "{}", kruskal.test(groups), sprintf("kruskal.test(%s)", set))
  for (centre in c("median", "mean")) {
    distance <- unlist(lapply(groups, function(x) abs(x - get(centre)(x))))
    table <- summary(aov(distance ~ data$ind))[[1]]
    case("leveneTest", lists(groups), sprintf('{"centre":"%s"}', centre), statistic = table[["F value"]][1], pValue = table[["Pr(>F)"]][1], degrees = table[["Df"]], from = sprintf("aov of distances from the %s (%s)", centre, set))
  }
  # ptukey stops at about 1e-10 of 1, so that its small p-values have few digits.
  tukey <- TukeyHSD(aov(values ~ ind, data))$ind
  case("tukeyHonestDifferences", lists(groups), pairEstimates = -tukey[, "diff"], pairLows = -tukey[, "upr"], pairHighs = -tukey[, "lwr"], pairPValues = tukey[, "p adj"], tolerance = 1e-8, floor = 0.01, from = sprintf("TukeyHSD(%s)", set))
}
rounding <- matrix(c(5.40, 5.50, 5.55, 5.85, 5.70, 5.75, 5.20, 5.60, 5.50, 5.55, 5.50, 5.40, 5.90, 5.85, 5.70, 5.45, 5.55, 5.60, 5.40, 5.40, 5.35,
  5.45, 5.50, 5.35, 5.25, 5.15, 5.00, 5.85, 5.80, 5.70, 5.25, 5.20, 5.10, 5.65, 5.55, 5.45, 5.60, 5.35, 5.45, 5.05, 5.00, 4.95,
  5.50, 5.50, 5.40, 5.45, 5.55, 5.50, 5.55, 5.55, 5.35, 5.45, 5.50, 5.55, 5.50, 5.45, 5.25, 5.65, 5.60, 5.40, 5.70, 5.65, 5.55, 6.30, 6.30, 6.25), ncol = 3, byrow = TRUE)
htest("friedmanTest", rows(t(rounding)), "{}", friedman.test(rounding), "friedman.test(Hollander & Wolfe 1973, 140ff)")

gender <- matrix(c(762, 327, 468, 484, 239, 477), ncol = 3, byrow = TRUE)
htest("chiSquaredTest", rows(gender), "{}", chisq.test(gender), "chisq.test(Agresti 2007, 39)")
admissions <- apply(UCBAdmissions, c(1, 2), sum)
htest("chiSquaredTest", rows(admissions), "{}", chisq.test(admissions, correct = FALSE), "chisq.test(UCBAdmissions)")
htest("chiSquaredTest", rows(admissions), '{"hasCorrection":true}', chisq.test(admissions), "chisq.test(UCBAdmissions), corrected")
htest("goodnessOfFitTest", numbers(c(89, 37, 30, 28, 2)), '{"probabilities":[0.40,0.20,0.20,0.15,0.05]}', chisq.test(c(89, 37, 30, 28, 2), p = c(0.40, 0.20, 0.20, 0.15, 0.05)), "chisq.test, given probabilities")
approval <- matrix(c(794, 150, 86, 570), ncol = 2, byrow = TRUE)
htest("mcNemarTest", rows(approval), '{"method":"corrected"}', mcnemar.test(approval), "mcnemar.test(Agresti 1990, 350)")
htest("mcNemarTest", rows(approval), '{"method":"chi-squared"}', mcnemar.test(approval, correct = FALSE), "mcnemar.test")
case("mcNemarTest", rows(matrix(c(59, 6, 16, 80), 2, byrow = TRUE)), '{"method":"exact"}', pValue = binom.test(6, 22)$p.value, from = "binom.test of the changes")
case("mcNemarTest", rows(matrix(c(59, 6, 16, 80), 2, byrow = TRUE)), pValue = 2 * pbinom(6, 22, 0.5) - dbinom(6, 22, 0.5), from = "pbinom, mid-p")

tea <- matrix(c(3, 1, 1, 3), 2, byrow = TRUE)
convictions <- matrix(c(2, 15, 10, 3), 2, byrow = TRUE)
for (alternative in c("two.sided", "less", "greater")) {
  options <- sprintf('{"alternative":"%s"}', sub("\\.", "-", alternative))
  case("fisherExactTest", rows(tea), options, pValue = fisher.test(tea, alternative = alternative)$p.value, from = "fisher.test(tea)")
  case("fisherExactTest", rows(convictions), options, pValue = fisher.test(convictions, alternative = alternative)$p.value, from = "fisher.test(convictions)")
}
job <- matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4, byrow = TRUE)
case("fisherExactTest", rows(job), pValue = fisher.test(job)$p.value, from = "fisher.test(Agresti 2002, 57, job satisfaction)")
cars <- unclass(table(mtcars$cyl, mtcars$gear))
case("fisherExactTest", rows(cars), pValue = fisher.test(cars)$p.value, from = "fisher.test(mtcars)")
hair <- unclass(table(mtcars$carb, mtcars$gear))
case("fisherExactTest", rows(hair), pValue = fisher.test(hair)$p.value, from = "fisher.test(mtcars, 6 x 3)")

for (alternative in c("two.sided", "less", "greater")) {
  name <- sub("\\.", "-", alternative)
  options <- sprintf('{"alternative":"%s"}', name)
  htest("pearsonCorrelation", c(numbers(mtcars$mpg), numbers(mtcars$qsec)), options, cor.test(mtcars$mpg, mtcars$qsec, alternative = alternative), "cor.test(mtcars)", more = list(estimate = cor(mtcars$mpg, mtcars$qsec)))
  x <- c(44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1); y <- c(2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)
  s <- cor.test(x, y, method = "spearman", alternative = alternative)
  case("spearmanCorrelation", c(numbers(x), numbers(y)), options, pValue = s$p.value, estimate = value(s$estimate), from = "cor.test(Hollander & Wolfe 1973, 185f), exact")
  s <- suppressWarnings(cor.test(mtcars$mpg, mtcars$qsec, method = "spearman", alternative = alternative))
  case("spearmanCorrelation", c(numbers(mtcars$mpg), numbers(mtcars$qsec)), options, pValue = s$p.value, estimate = value(s$estimate), from = "cor.test(mtcars), with ties")
  k <- cor.test(x, y, method = "kendall", alternative = alternative)
  case("kendallCorrelation", c(numbers(x), numbers(y)), options, pValue = k$p.value, estimate = value(k$estimate), from = "cor.test(Hollander & Wolfe 1973, 185f), exact")
  k <- suppressWarnings(cor.test(mtcars$mpg, mtcars$qsec, method = "kendall", alternative = alternative))
  case("kendallCorrelation", c(numbers(mtcars$mpg), numbers(mtcars$qsec)), options, pValue = k$p.value, estimate = value(k$estimate), statistic = value(k$statistic), from = "cor.test(mtcars), with ties")
  k <- suppressWarnings(ks.test(a, b, alternative = alternative, exact = TRUE))
  if (alternative == "two.sided") case("kolmogorovSmirnovTest", c(numbers(a), numbers(b)), options, pValue = k$p.value, statistic = value(k$statistic), from = "ks.test, exact")
}
# R takes the p-value of 0.0019 off 1, and loses three digits.
k <- suppressWarnings(ks.test(manual, automatic, exact = TRUE))
case("kolmogorovSmirnovTest", c(numbers(manual), numbers(automatic)), pValue = k$p.value, statistic = value(k$statistic), from = "ks.test(mtcars), exact with ties", tolerance = 1e-11)

cat(sprintf('{"made":"make-r.R with %s",\n"cases":[\n%s\n]}\n', R.version.string, paste(cases, collapse = ",\n")))
