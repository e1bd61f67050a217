# Fits R's lm or glm, with its summary, to the columns of bench/statistics.ts.
arguments <- commandArgs(TRUE)
work <- arguments[1]; folder <- arguments[2]; rows <- as.integer(arguments[3])
size <- file.size(file.path(folder, "columns.bin")) / 8
columns <- matrix(readBin(file.path(folder, "columns.bin"), "double", size), rows)
data <- as.data.frame(columns)
data$target <- readBin(file.path(folder, paste0(work, ".bin")), "double", rows)
rm(columns)
begin <- proc.time()[["elapsed"]]
fit <- if (work == "linear") lm(target ~ ., data) else glm(target ~ ., binomial, data)
table <- coef(summary(fit))
seconds <- proc.time()[["elapsed"]] - begin
numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ","), "]")
cat(sprintf('{"seconds": %f, "coefficients": %s, "errors": %s}\n', seconds, numbers(table[, 1]), numbers(table[, 2])))
