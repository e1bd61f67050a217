# Figures that test/oracle/model-summary.test.ts compares with: R 4.2.2, sandwich, lmtest, car.
#   Rscript test/oracle/model-summary.R ../shared/data > test/oracle/model-summary.json
suppressMessages({ library(sandwich); library(lmtest); library(car) })
folder <- commandArgs(trailingOnly = TRUE)[1]
number <- function(x) paste(sprintf("%.15g", unname(x)), collapse = ", ")
numbers <- function(x) paste0("[", number(x), "]")
entry <- function(name, fields)
  paste0("  \"", name, "\": {\n", paste0("    \"", names(fields), "\": ", unlist(fields), collapse = ",\n"), "\n  }")
levelsOf <- function(x) { counts <- table(x); x <- factor(x); relevel(x, names(counts)[which.max(counts)]) }
top <- function(x, n = 5) order(-x)[1:n]

wage <- read.csv(file.path(folder, "hitters-wage-college/Wage.csv"))
for (name in c("maritl", "education", "jobclass", "health")) wage[[name]] <- levelsOf(wage[[name]])
line <- lm(wage ~ year + age + maritl + education + jobclass + health, wage)
# The errors are computed with year and age about their middle and turned back: as they are, an intercept 2,006 years away
# from the data loses digits in R's products (649.26284061 for 649.26284014 with 80 bits).
centred <- lm(wage ~ I(year - 2006) + I(age - 40) + maritl + education + jobclass + health, wage)
turn <- diag(length(coef(line)))
turn[1, 2] <- -2006
turn[1, 3] <- -40
turned <- function(v) { v <- turn %*% v %*% t(turn); dimnames(v) <- list(names(coef(line)), names(coef(line))); v }
robust <- turned(vcovHC(centred, type = "HC3"))
tested <- coeftest(line, robust)
summed <- summary(line)
wald <- waldtest(centred, vcov = vcovHC(centred, type = "HC3"))
reset <- resettest(line, power = 2:3)
breusch <- bptest(line)
cook <- cooks.distance(line)
cluster <- coeftest(line, turned(vcovCL(centred, cluster = wage$year, type = "HC1")), df = length(unique(wage$year)) - 1)
wageFields <- list(
  names = paste0("[", paste0("\"", names(coef(line)), "\"", collapse = ", "), "]"),
  estimates = numbers(coef(line)), errors = numbers(tested[, 2]), t = numbers(tested[, 3]), p = numbers(tested[, 4]),
  holm = numbers(p.adjust(tested[-1, 4], "holm")),
  low = numbers(coefci(line, vcov. = robust)[, 1]), high = numbers(coefci(line, vcov. = robust)[, 2]),
  rSquared = number(summed$r.squared), adjusted = number(summed$adj.r.squared), sigma = number(summed$sigma),
  wald = numbers(c(wald$F[2], -wald$Df[2], wald$Res.Df[1])), aic = number(AIC(line)), bic = number(BIC(line)),
  logLik = number(logLik(line)), inflation = numbers(vif(line)[, 3]^2),
  breuschPagan = numbers(c(breusch$statistic, breusch$p.value)), reset = numbers(c(reset$statistic, reset$p.value)),
  rows = numbers(top(cook)), cook = numbers(cook[top(cook)]), hat = numbers(hatvalues(line)[top(cook)]),
  student = numbers(rstudent(line)[top(cook)]), dfbetas = numbers(apply(dfbetas(line)[top(cook), -1], 1, function(x) x[which.max(abs(x))])),
  clusterErrors = numbers(cluster[, 2]), clusterP = numbers(cluster[, 4]))

adult <- read.csv(file.path(folder, "adult-income/adult-train.csv"), header = FALSE, strip.white = TRUE)
names(adult) <- c("age", "workclass", "fnlwgt", "education", "educationYears", "marital", "occupation", "relationship",
  "race", "sex", "gain", "loss", "hours", "country", "income")
adult$rich <- adult$income == ">50K"
for (name in c("marital", "sex")) adult[[name]] <- levelsOf(adult[[name]])
odds <- glm(rich ~ age + educationYears + hours + marital + sex, binomial, adult, control = list(epsilon = 1e-14))
logistic <- summary(odds)
score <- predict(odds)
link <- coef(summary(glm(adult$rich ~ score + I(score^2), family = binomial, control = list(epsilon = 1e-14))))
far <- cooks.distance(odds)
adultFields <- list(
  names = paste0("[", paste0("\"", names(coef(odds)), "\"", collapse = ", "), "]"),
  estimates = numbers(coef(odds)), errors = numbers(logistic$coefficients[, 2]), z = numbers(logistic$coefficients[, 3]),
  deviance = number(deviance(odds)), nullDeviance = number(odds$null.deviance), aic = number(AIC(odds)), bic = number(BIC(odds)),
  link = number(link[3, 3]), rows = numbers(top(far)), cook = numbers(far[top(far)]), hat = numbers(hatvalues(odds)[top(far)]),
  pearson = numbers(rstandard(odds, type = "pearson")[top(far)]))

visits <- read.csv(file.path(folder, "count-models/DoctorVisits.csv"))
visits$gender <- levelsOf(visits$gender)
counts <- glm(visits ~ gender + age + income + illness + reduced + health, poisson, visits, control = list(epsilon = 1e-14))
# Once more from the end, so that R's weights are those of its last coefficients.
counts <- glm(visits ~ gender + age + income + illness + reduced + health, poisson, visits, start = coef(counts), control = list(epsilon = 1e-14))
sturdy <- coeftest(counts, vcovHC(counts, type = "HC3"))
visitFields <- list(
  names = paste0("[", paste0("\"", names(coef(counts)), "\"", collapse = ", "), "]"),
  estimates = numbers(coef(counts)), errors = numbers(sturdy[, 2]), z = numbers(sturdy[, 3]),
  deviance = number(deviance(counts)), nullDeviance = number(counts$null.deviance), aic = number(AIC(counts)),
  pearson = number(sum(residuals(counts, "pearson")^2)), cook = numbers(sort(cooks.distance(counts), decreasing = TRUE)[1:5]))

homes <- read.csv(file.path(folder, "california-housing/housing.csv"))
homes$missing <- as.numeric(is.na(homes$total_bedrooms))
homes$total_bedrooms[is.na(homes$total_bedrooms)] <- median(homes$total_bedrooms, na.rm = TRUE)
homes$ocean_proximity <- levelsOf(homes$ocean_proximity)
value <- lm(median_house_value ~ housing_median_age + median_income + total_bedrooms + missing + log1p(population) + log1p(households) + ocean_proximity, homes)
firm <- coeftest(value, vcovHC(value, type = "HC3"))
homeFields <- list(
  names = paste0("[", paste0("\"", names(coef(value)), "\"", collapse = ", "), "]"),
  estimates = numbers(coef(value)), errors = numbers(firm[, 2]), rSquared = number(summary(value)$r.squared))

cat("{\n", paste(c(entry("wage", wageFields), entry("adult", adultFields), entry("visits", visitFields), entry("homes", homeFields)),
  collapse = ",\n"), "\n}\n", sep = "")
