import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  certifiedFigures,
  certifiedSets,
  correctDigits,
  hasCertifiedSets,
  type CertifiedSet,
} from "../test/stats/certified-sets.ts";
import { ourFigures, type Figures } from "../test/stats/our-figures.ts";
import { measureCommand } from "./measure.ts";

type Kind = CertifiedSet["kind"];

interface Table {
  readonly title: string;
  /** Correct digits that are held to be reached, of every figure. */
  readonly bar: number;
  /** Digits that count at most: so many are certified. */
  readonly most: number;
  /** The tools, with what they are asked for. */
  readonly tools: readonly string[];
}

const tables: Readonly<Record<Kind, Table>> = {
  univariate: {
    title: "Univariate: mean, standard deviation, lag-1 autocorrelation",
    bar: 14,
    most: 15,
    tools: ["tandem", "numpy", "statsmodels", "R"],
  },
  anova: {
    title: "One-way analysis of variance: sums and means of squares, F, R², residual deviation",
    bar: 14,
    most: 15,
    tools: ["tandem", "scipy", "statsmodels", "scikit-learn", "R"],
  },
  linear: {
    title: "Linear regression: coefficients / standard errors / analysis of variance",
    bar: 13,
    most: 15,
    tools: ["tandem", "numpy", "statsmodels", "statsmodels qr", "scikit-learn", "R"],
  },
  nonlinear: {
    title: "Nonlinear regression: parameters / standard errors, from start 1 (far) and start 2",
    bar: 8,
    most: 11,
    tools: [
      "tandem 1",
      "tandem 2",
      "scipy 1",
      "scipy 2",
      "scipy tight 1",
      "scipy tight 2",
      "R nls 1",
      "R nls 2",
      "R port 1",
      "R port 2",
    ],
  },
};

/** Figures by tool and set. */
type Results = Map<string, Map<string, Record<string, number>>>;

/**
 * Correct digits (log relative error) on NIST's Statistical Reference Datasets beside NumPy, SciPy, statsmodels, scikit-learn
 * and R, which work on the same files in the same run. TANDEM_BENCH_DATA names the folder that holds `nist-strd`.
 */
export async function benchNist(): Promise<boolean> {
  const data = process.env["TANDEM_BENCH_DATA"];
  if (!data && !hasCertifiedSets)
    throw new Error("Set TANDEM_BENCH_DATA to the folder that holds nist-strd.");
  const sets = data ? certifiedSets(join(data, "nist-strd")) : certifiedSets();
  const results = await peerResults(sets);
  for (const set of sets) addOurs(set, results);
  const kinds = Object.keys(tables) as Kind[];
  return kinds.map((kind) => printTable(kind, sets, results)).every(Boolean);
}

function addOurs(set: CertifiedSet, results: Results): void {
  const starts = set.kind === "nonlinear" ? [0, 1] : [undefined];
  for (const start of starts) {
    const tool = start === undefined ? "tandem" : `tandem ${start + 1}`;
    put(results, tool, set.name, figuresOrNone(set, start));
  }
}

/** A refusal counts as no digits, and is said. */
function figuresOrNone(set: CertifiedSet, start: number | undefined): Figures {
  try {
    return ourFigures(set, undefined, start);
  } catch (error) {
    console.log(`${set.name}: ${String(error)}`);
    return {};
  }
}

function put(results: Results, tool: string, set: string, figures: Figures): void {
  const own = results.get(tool) ?? new Map<string, Record<string, number>>();
  const kept = own.get(set) ?? {};
  for (const [figure, value] of Object.entries(figures))
    if (value !== null && value !== undefined) kept[figure] = value;
  own.set(set, kept);
  results.set(tool, own);
}

/** The parts of a cell: coefficients, standard errors, the rest. */
function partOf(figure: string, kind: Kind): number {
  if (kind !== "linear" && kind !== "nonlinear") return 0;
  return /^[Bb]\d+$/.test(figure) ? 0 : figure.startsWith("se ") ? 1 : 2;
}

/** The least digits of each part; undefined where the tool does not give it. */
function digitsOf(set: CertifiedSet, figures: Figures | undefined, most: number): (number | undefined)[] {
  const parts: (number | undefined)[] = [undefined, undefined, undefined];
  for (const [figure, text] of Object.entries(certifiedFigures(set))) {
    const value = figures?.[figure];
    if (value === undefined) continue;
    const part = partOf(figure, set.kind);
    parts[part] = Math.min(parts[part] ?? most, correctDigits(value, text, most));
  }
  return parts;
}

function printTable(kind: Kind, sets: readonly CertifiedSet[], results: Results): boolean {
  const { title, bar, most, tools: all } = tables[kind];
  const tools = all.filter((tool) => results.has(tool));
  const own = sets.filter((set) => set.kind === kind);
  console.log(`\n### ${title}\n\n| set | ${tools.join(" | ")} |\n|---${"|---".repeat(tools.length)}|`);
  const missed: string[] = [];
  for (const set of own) {
    const cells = tools.map((tool) => {
      const parts = digitsOf(set, results.get(tool)?.get(set.name), most);
      const known = parts.filter((digits) => digits !== undefined);
      if (/^tandem( 1)?$/.test(tool) && !(known.length > 0 && Math.min(...known) >= bar))
        missed.push(set.name);
      return known.length === 0
        ? "none"
        : parts
            .map((digits) => digits?.toFixed(1))
            .filter(Boolean)
            .join(" / ");
    });
    console.log(`| ${set.name} | ${cells.join(" | ")} |`);
  }
  console.log(
    `\n${own.length} sets; at least ${bar} correct digits of every figure: ${missed.length === 0 ? "holds" : `missed on ${missed.join(", ")}`}`,
  );
  return missed.length === 0;
}

/** Runs the peers on files of the same texts; one that is not installed is left out. */
async function peerResults(sets: readonly CertifiedSet[]): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-bench-nist-"));
  const results: Results = new Map();
  try {
    writeSets(sets, folder);
    const peers = [
      [process.env["TANDEM_PEERS_PYTHON"] ?? "python3", "nist.py"],
      [process.env["TANDEM_PEERS_RSCRIPT"] ?? "Rscript", "nist.R"],
    ] as const;
    for (const [command, script] of peers) {
      try {
        const { output } = await measureCommand(
          command,
          [join(import.meta.dirname, "peers", script), folder],
          folder,
        );
        for (const line of output.trim().split("\n")) {
          const [tool, set, figure, value] = line.split("\t");
          put(results, tool!, set!, { [figure!]: Number(value) });
        }
      } catch (error) {
        console.log(`${script} is left out: ${String(error).slice(0, 500)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

/** One file of columns for each set (groups as a first column), and one line for each in `sets.tsv`. */
function writeSets(sets: readonly CertifiedSet[], folder: string): void {
  const lines = sets.map((set) => {
    const rows =
      set.kind === "anova"
        ? set.columns.flatMap((values, group) => values.map((value) => [`g${group + 1}`, value]))
        : set.columns[0]!.map((_, row) => set.columns.map((column) => column[row]!));
    writeFileSync(join(folder, `${set.name}.tsv`), rows.map((row) => `${row.join("\t")}\n`).join(""));
    const starts = [0, 1].map((at) => set.parameters.map((one) => one.starts[at] ?? "").join(","));
    return [
      set.name,
      set.kind,
      set.hasIntercept ? "1" : "0",
      set.degree,
      set.predictors.join(","),
      set.formula || "-",
      set.isLogarithmic ? "1" : "0",
      set.parameters.map(({ name }) => name).join(",") || "-",
      ...starts.map((one) => one || "-"),
    ].join("\t");
  });
  writeFileSync(join(folder, "sets.tsv"), `${lines.join("\n")}\n`);
}
