# R's lm with summary on the columns of bench/least-squares.ts.
arguments <- commandArgs(trailingOnly = TRUE)
rows <- as.integer(arguments[2])
columns <- as.integer(arguments[3])
values <- readBin(file.path(arguments[1], "columns.bin"), "double", rows * (columns + 1))
data <- as.data.frame(matrix(values, rows))
rm(values)
names(data) <- c(paste0("x", 1:columns), "y")
begin <- proc.time()
fit <- lm(y ~ ., data)
told <- summary(fit)
taken <- proc.time() - begin
cat(taken[["elapsed"]], taken[["user.self"]] + taken[["sys.self"]], "\n")
cat(sprintf("%.17g", c(told$coefficients[, 1], told$coefficients[, 2])), sep = "\n")
