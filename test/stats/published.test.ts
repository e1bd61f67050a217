import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fisherExactTest, pairedTTest, studentTTest, twoProportionTest } from "../../src/stats/public.ts";

/** Tables that are not part of the project. In CI they must be there; elsewhere these tests are skipped, visibly. */
const shared = join(import.meta.dirname, "../../../shared/data");
const hasTables = existsSync(shared) || process.env["CI"] !== undefined;

/** The columns of a CSV file without quotes. */
function columnsOf(file: string): Readonly<Record<string, readonly string[]>> {
  const [header, ...lines] = readFileSync(join(shared, file), "utf8").trim().split(/\r?\n/);
  const rows = lines.map((line) => line.replaceAll('"', "").split(","));
  return Object.fromEntries(
    header!
      .replaceAll('"', "")
      .split(",")
      .map((name, at) => [name, rows.map((row) => row[at]!)]),
  );
}

/** How many rows have this value in one column, and among them a value in another. */
function count(
  columns: Readonly<Record<string, readonly string[]>>,
  [group, value]: readonly [string, string],
  [outcome, success]: readonly [string, string],
): { readonly successes: number; readonly trials: number } {
  const rows = columns[group]!.flatMap((one, row) => (one === value ? [row] : []));
  return {
    successes: rows.filter((row) => columns[outcome]![row] === success).length,
    trials: rows.length,
  };
}

const numbers = (values: readonly string[]): number[] => values.map(Number);

describe.skipIf(!hasTables)("published results", () => {
  it("are those of the résumé audit", () => {
    // M. Bertrand & S. Mullainathan, "Are Emily and Greg More Employable than Lakisha and Jamal?", American Economic Review 94
    // (2004), table 1: 9.65 % against 6.45 %, a difference of 3.20 points, a ratio of 1.50, p = 0.0000.
    const rows = columnsOf("ab-resume-audit/ResumeNames.csv");
    const white = count(rows, ["ethnicity", "cauc"], ["call", "yes"]);
    const black = count(rows, ["ethnicity", "afam"], ["call", "yes"]);
    const { effect, moreEffects, pValue } = twoProportionTest(white, black);
    expect((100 * white.successes) / white.trials).toBeCloseTo(9.65, 2);
    expect((100 * black.successes) / black.trials).toBeCloseTo(6.45, 2);
    expect(100 * effect.estimate).toBeCloseTo(3.2, 2);
    expect(moreEffects[0]!.estimate).toBeCloseTo(1.5, 2);
    expect(pValue).toBeLessThan(0.00005);
  });

  it("are those of streptomycin against tuberculosis", () => {
    // Medical Research Council, "Streptomycin Treatment of Pulmonary Tuberculosis", British Medical Journal 2 (1948), 769:
    // considerable improvement in 28 of 55 (51 %) against 4 of 52 (8 %); by chance less than once in a million.
    const rows = columnsOf("ab-small-trials/strep_tb.csv");
    const treated = count(rows, ["arm", "Streptomycin"], ["radiologic_6m", "6_Considerable_improvement"]);
    const control = count(rows, ["arm", "Control"], ["radiologic_6m", "6_Considerable_improvement"]);
    expect([treated, control]).toEqual([
      { successes: 28, trials: 55 },
      { successes: 4, trials: 52 },
    ]);
    expect(twoProportionTest(treated, control, { alternative: "greater" }).pValue).toBeLessThan(1e-6);
  });

  it("are those of indomethacin against pancreatitis", () => {
    // B. J. Elmunzer et al., "A Randomized Trial of Rectal Indomethacin to Prevent Post-ERCP Pancreatitis", New England Journal of
    // Medicine 366 (2012): 27 of 295 (9.2 %) against 52 of 307 (16.9 %), p = 0.005.
    const rows = columnsOf("ab-small-trials/indo_rct.csv");
    const drug = count(rows, ["rx", "1_indomethacin"], ["outcome", "1_yes"]);
    const placebo = count(rows, ["rx", "0_placebo"], ["outcome", "1_yes"]);
    expect([drug, placebo]).toEqual([
      { successes: 27, trials: 295 },
      { successes: 52, trials: 307 },
    ]);
    const result = twoProportionTest(drug, placebo);
    expect(100 * result.effect.estimate).toBeCloseTo(-7.8, 1);
    expect(result.pValue).toBeCloseTo(0.005, 3);
  });

  it("are those of job training on earnings", () => {
    // R. H. Dehejia & S. Wahba, "Causal Effects in Nonexperimental Studies", JASA 94 (1999), table 3: a difference of the means of
    // 1,794 dollars with a standard error of 633.
    const { treat, re78 } = columnsOf("ab-small-trials/nsw_mixtape.csv");
    const of = (arm: string): number[] => numbers(re78!.filter((_, row) => treat![row] === arm));
    const { effect, statistic } = studentTTest(of("1"), of("0"));
    expect(Math.round(effect.estimate)).toBe(1794);
    expect(Math.round(effect.estimate / statistic.value)).toBe(633);
  });

  it("are those of the boys' shoes", () => {
    // W. N. Venables & B. D. Ripley, "Modern Applied Statistics with S" (2002), section 5.4: t = -0.3689 on 18 degrees, p = 0.7165;
    // paired t = -3.3489 on 9 degrees, p = 0.0085.
    const { A, B } = columnsOf("r-mass/shoes.csv");
    const [a, b] = [numbers(A!), numbers(B!)];
    const apart = studentTTest(a, b);
    expect(apart.statistic.value).toBeCloseTo(-0.3689, 4);
    expect(apart.pValue).toBeCloseTo(0.7165, 4);
    const paired = pairedTTest(a, b);
    expect(paired.statistic.value).toBeCloseTo(-3.3489, 4);
    expect(paired.pValue).toBeCloseTo(0.0085, 4);
  });

  it("are those of SciPy's table of Fisher tests by R", () => {
    // scipy/stats/tests/data/fisher_exact_results_from_r.py. R stops its search early, at 1.2e-4 of the odds ratio or of its inverse: for
    // 200, 7, 8, 300 it says 977.8, and SciPy 1004.4 like us (test/oracle/tests/python.json).
    type Row = readonly [
      readonly [readonly (readonly number[])[], number, string],
      readonly [number, number | string, readonly (number | string)[]],
    ];
    const { data } = JSON.parse(
      readFileSync(join(shared, "scipy-reference-values/fisher_exact_from_r.json"), "utf8"),
    ) as { data: readonly Row[] };
    let compared = 0;
    for (const [[table, level, side], [pValue, ratio, [low, high]]] of data) {
      const cells = table.flat();
      const [[a, b], [c, d]] = table as readonly [readonly [number, number], readonly [number, number]];
      if (a + b === 0 || c + d === 0 || a + c === 0 || b + d === 0) continue;
      compared++;
      const alternative = side.replace(".", "-") as "two-sided" | "less" | "greater";
      const result = fisherExactTest(table, { level, alternative });
      expect(Math.abs(result.pValue / pValue - 1), `${cells.join()} ${side}`).toBeLessThan(1e-9);
      const near = (actual: number, expected: number | string): void => {
        const wanted = Number(String(expected).replace("inf", "Infinity"));
        if (!Number.isFinite(wanted)) expect(actual, `${cells.join()} ${side}`).toBe(Infinity);
        else
          expect(Math.abs(actual - wanted), `${cells.join()} ${side}`).toBeLessThan(
            2e-3 * Math.max(1, wanted) + 1.3e-4 * wanted * wanted,
          );
      };
      near(result.effect.estimate, ratio);
      near(result.effect.interval!.low, low!);
      near(result.effect.interval!.high, high!);
    }
    expect(compared).toBeGreaterThan(30);
  });
});
