# What R makes of the certified sets that bench/nist.ts lays out, by its defaults.
folder <- commandArgs(trailingOnly = TRUE)[1]
put <- function(tool, name, figures)
  for (figure in names(figures)) {
    value <- figures[[figure]]
    if (length(value) == 1 && is.finite(value)) cat(paste(tool, name, figure, sprintf("%.17g", value), sep = "\t"), "\n", sep = "")
  }

univariate <- function(name, y) {
  put("R", name, list(mean = mean(y), "standard deviation" = sd(y),
    autocorrelation = acf(y, lag.max = 1, plot = FALSE)$acf[2]))
}

analysis <- function(name, path) {
  data <- read.table(path, col.names = c("group", "value"), stringsAsFactors = TRUE)
  fit <- lm(value ~ group, data)
  rows <- anova(fit)
  put("R", name, list("between squares" = rows$"Sum Sq"[1], "between mean" = rows$"Mean Sq"[1],
    "within squares" = rows$"Sum Sq"[2], "within mean" = rows$"Mean Sq"[2], F = rows$"F value"[1],
    R2 = summary(fit)$r.squared, "residual sd" = summary(fit)$sigma))
}

linear <- function(name, values, intercept, degree, parameters) {
  y <- values[[1]]
  x <- if (degree > 1) sapply(1:degree, function(power) values[[2]]^power) else do.call(cbind, values[-1])
  fit <- if (intercept) lm(y ~ x) else lm(y ~ x - 1)
  told <- suppressWarnings(summary(fit))
  estimates <- coef(fit)
  estimates[is.na(estimates)] <- 0
  errors <- rep(0, length(estimates))
  errors[!is.na(coef(fit))] <- told$coefficients[, 2]
  figures <- c(as.list(setNames(estimates, parameters)), as.list(setNames(errors, paste("se", parameters))))
  residual <- sum(residuals(fit)^2)
  regression <- if (intercept) sum((fitted(fit) - mean(fitted(fit)))^2) else sum(fitted(fit)^2)
  put("R", name, c(figures, list("residual sd" = told$sigma, R2 = told$r.squared, F = unname(told$fstatistic[1]),
    "regression squares" = regression, "residual squares" = residual,
    "regression mean" = regression / (fit$rank - intercept), "residual mean" = residual / fit$df.residual)))
}

nonlinear <- function(name, values, formula, logarithmic, predictors, parameters, starts) {
  text <- gsub("arctan", "atan", gsub("\\*\\*", "^", gsub("]", ")", gsub("[", "(", formula, fixed = TRUE), fixed = TRUE)))
  data <- setNames(values, c("y", predictors))
  if (logarithmic) data$y <- log(data$y)
  for (number in 1:2) for (algorithm in c("default", "port")) {
    start <- as.list(setNames(starts[[number]], parameters))
    fit <- tryCatch(nls(as.formula(paste("y ~", text)), data, start, algorithm = algorithm,
      control = nls.control(maxiter = 500)), error = function(problem) NULL)
    if (is.null(fit)) next
    told <- tryCatch(summary(fit)$coefficients, error = function(problem) NULL)
    if (is.null(told)) next
    tool <- paste("R", if (algorithm == "port") "port" else "nls", number)
    put(tool, name, c(as.list(setNames(told[, 1], parameters)), as.list(setNames(told[, 2], paste("se", parameters)))))
  }
}

for (line in readLines(file.path(folder, "sets.tsv"))) {
  part <- strsplit(line, "\t", fixed = TRUE)[[1]]
  path <- file.path(folder, paste0(part[1], ".tsv"))
  names <- strsplit(part[8], ",", fixed = TRUE)[[1]]
  if (part[2] == "anova") { analysis(part[1], path); next }
  values <- as.list(read.table(path))
  if (part[2] == "univariate") univariate(part[1], values[[1]])
  if (part[2] == "linear") linear(part[1], values, part[3] == "1", as.integer(part[4]), names)
  if (part[2] == "nonlinear")
    nonlinear(part[1], values, part[6], part[7] == "1", strsplit(part[5], ",", fixed = TRUE)[[1]], names,
      lapply(part[9:10], function(text) as.numeric(strsplit(text, ",", fixed = TRUE)[[1]])))
}
