# Tails of the rank distributions and of Shapiro and Wilk's test.
# Run: Rscript rank-tests.R > rank-tests.json   (made with R 4.2.2)
figure <- function(x) formatC(x, digits = 17, format = "g")
rows <- c()
add <- function(name, parameters, x, lower, upper)
  rows <<- c(rows, sprintf('["%s", [%s], %s, %s, %s]', name, paste(parameters, collapse = ", "), figure(x), figure(lower), figure(upper)))
for (n in c(3, 10, 25, 60)) for (share in c(0, 0.1, 0.3, 0.5, 0.8, 0.95)) {
  x <- floor(share * n * (n + 1) / 2)
  add("signed-rank", n, x, psignrank(x, n), psignrank(x, n, lower.tail = FALSE))
}
for (sizes in list(c(1, 4), c(5, 7), c(10, 10), c(8, 30), c(25, 20))) for (share in c(0, 0.1, 0.3, 0.5, 0.8, 0.95)) {
  x <- floor(share * prod(sizes))
  add("Mann-Whitney", sizes, x, pwilcox(x, sizes[1], sizes[2]), pwilcox(x, sizes[1], sizes[2], lower.tail = FALSE))
}
for (groups in c(2, 3, 10, 50)) for (degrees in c(2, 5, 20, 200)) for (q in c(1, 3.5, 7)) {
  add("studentized range", c(groups, degrees), q, ptukey(q, groups, degrees), ptukey(q, groups, degrees, lower.tail = FALSE))
}
set.seed(5)
for (n in c(3, 4, 5, 6, 11, 12, 30, 500)) for (kind in 1:2) {
  x <- round(if (kind == 1) rnorm(n) else rexp(n), 3)
  found <- shapiro.test(x)
  rows <- c(rows, sprintf('["Shapiro-Wilk", [%s], %s, %s, 0]', paste(sort(x), collapse = ", "), figure(found$statistic), figure(found$p.value)))
}
cat("[\n", paste(rows, collapse = ",\n"), "\n]\n", sep = "")
