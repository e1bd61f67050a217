import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** NIST's Statistical Reference Datasets, as their files came: values and figures as texts. */
export interface CertifiedSet {
  readonly name: string;
  readonly kind: "univariate" | "anova" | "linear" | "nonlinear";
  /** Column after column; for an analysis of variance one for each group, else the target first. */
  readonly columns: readonly (readonly string[])[];
  /** The certified figures by name. */
  readonly certified: Readonly<Record<string, string>>;
  readonly parameters: readonly CertifiedParameter[];
  /** The names of the columns after the target. */
  readonly predictors: readonly string[];
  /** Of a linear set: whether it has a constant term, and the degree of the polynomial of its only column, or 1. */
  readonly hasIntercept: boolean;
  readonly degree: number;
  /** Of a nonlinear set: what follows `y =`, with exp, log, cos …; and whether it is the logarithm of the target that is modelled. */
  readonly formula: string;
  readonly isLogarithmic: boolean;
}

interface CertifiedParameter {
  readonly name: string;
  readonly starts: readonly string[];
  readonly estimate: string;
  readonly standardError: string;
}

const beside = fileURLToPath(new URL("../../../shared/data/nist-strd", import.meta.url));

/** Whether the certified sets lie beside the checkout; where they must (CI), a test fails for their absence. */
export const hasCertifiedSets = existsSync(beside) || process.env["CI"] !== undefined;

/** Every set of a folder with the folders mathnet, scipy and lmfit, each once (an analysis of variance in the layout of scipy). */
export function certifiedSets(folder: string = beside): readonly CertifiedSet[] {
  const sets = new Map<string, CertifiedSet>();
  for (const source of ["scipy", "mathnet", "lmfit"]) {
    const files = existsSync(join(folder, source)) ? readdirSync(join(folder, source)) : [];
    for (const file of files.filter((one) => one.endsWith(".dat"))) {
      const set = readSet(readFileSync(join(folder, source, file), "utf8").replaceAll("\r", ""), file);
      if (set && !sets.has(set.name)) sets.set(set.name, set);
    }
  }
  return [...sets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const number = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const figure = (text: string, label: RegExp): string | undefined =>
  new RegExp(`(?:${label.source})[^\\n]*?\\s*(${number}|Infinity)\\s*$`, "m").exec(text)?.[1];

function readSet(text: string, file: string): CertifiedSet | undefined {
  const name = file.replace(/\.dat$/, "").replace(/(SiRstv|SmLs\d\d|AtmWtAg)t$/, "$1");
  const kind = kindOf(text);
  if (!kind) return undefined;
  const begin = [...text.matchAll(/^Data:.*$/gm)].at(-1)!;
  const header = text.slice(0, begin.index);
  const rows = text
    .slice(begin.index + begin[0].length)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.every((cell) => new RegExp(`^${number}$`).test(cell)) && cells[0] !== "");
  const turned = (lines: readonly (readonly string[])[]): string[][] =>
    lines[0]!.map((_, at) => lines.map((cells) => cells[at]!));
  const parameters = parametersOf(header);
  const predictors = begin[0]
    .replace(/^Data:\s*/, "")
    .trim()
    .split(/\s+/)
    .slice(1);
  const hasIntercept = parameters[0]?.name === "B0";
  const terms = parameters.length - (hasIntercept ? 1 : 0);
  const common = {
    name,
    kind,
    parameters,
    predictors,
    hasIntercept,
    degree: kind === "linear" && predictors.length === 1 ? terms : 1,
    ...modelOf(header),
  };
  if (kind === "anova") {
    const isTable = file.replace(/\.dat$/, "") !== name;
    const groups = isTable ? turned(rows.slice(1)) : groupsOf(rows);
    return { ...common, columns: groups, certified: anovaFigures(header) };
  }
  if (kind === "univariate") {
    const certified = {
      mean: figure(header, /Sample Mean .*?:|Sample Mean:/)!,
      "standard deviation": figure(header, /Sample Standard Deviation \(denom. = n-1\).*?:/)!,
      autocorrelation: figure(header, /Sample Autocorrelation Coefficient \(lag 1\) r\(1\):/)!,
    };
    return { ...common, columns: [rows.flat()], certified };
  }
  return {
    ...common,
    columns: turned(rows),
    certified: kind === "linear" ? linearFigures(header) : sumFigures(header),
  };
}

/** The formula that the header gives after `Model:`, which may go over several lines. */
function modelOf(header: string): Pick<CertifiedSet, "formula" | "isLogarithmic"> {
  const text = header.slice(header.search(/^Model:/m));
  const match = /^\s*(log\[y\]|y)\s*=([\s\S]*?)\+\s*e\s*$/m.exec(text);
  return { formula: match?.[2]?.replace(/\s+/g, " ").trim() ?? "", isLogarithmic: match?.[1] === "log[y]" };
}

function kindOf(text: string): CertifiedSet["kind"] | undefined {
  if (/Nonlinear Least Squares/.test(text)) return "nonlinear";
  if (/Linear Least Squares/.test(text)) return "linear";
  if (/Analysis of Variance\s*$/m.test(text.slice(0, 600))) return "anova";
  return /Univariate/.test(text) ? "univariate" : undefined;
}

function groupsOf(rows: readonly (readonly string[])[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const [group, value] of rows) groups.set(group!, [...(groups.get(group!) ?? []), value!]);
  return [...groups.values()];
}

function anovaFigures(header: string): Record<string, string> {
  const between = /^Between.*?\d+\s+(\S+)\s+(\S+)\s+(\S+)\s*$/m.exec(header)!;
  const within = /^Within.*?\d+\s+(\S+)\s+(\S+)\s*$/m.exec(header)!;
  return {
    "between squares": between[1]!,
    "between mean": between[2]!,
    F: between[3]!,
    "within squares": within[1]!,
    "within mean": within[2]!,
    R2: figure(header, /Certified R-Squared/)!,
    "residual sd": figure(header, /^\s*Standard Deviation/)!,
  };
}

function linearFigures(header: string): Record<string, string> {
  const regression = /^Regression\s+\d+\s+(\S+)\s+(\S+)\s+(\S+)\s*$/m.exec(header)!;
  const residual = /^Residual\s+\d+\s+(\S+)\s+(\S+)\s*$/m.exec(header)!;
  return {
    "residual sd": figure(header, /^\s*Standard Deviation/)!,
    R2: figure(header, /R-Squared/)!,
    "regression squares": regression[1]!,
    "regression mean": regression[2]!,
    F: regression[3]!,
    "residual squares": residual[1]!,
    "residual mean": residual[2]!,
  };
}

const sumFigures = (header: string): Record<string, string> => ({
  "residual squares": figure(header, /Residual Sum of Squares:/)!,
  "residual sd": figure(header, /Residual Standard Deviation:/)!,
});

function parametersOf(header: string): readonly CertifiedParameter[] {
  const line = new RegExp(`^\\s*([Bb]\\d+)\\s*=?\\s+((?:${number}\\s*)+)$`, "gm");
  return [...header.matchAll(line)].map(([, name, figures]) => {
    const values = figures!.trim().split(/\s+/);
    return {
      name: name!,
      starts: values.slice(0, -2),
      estimate: values.at(-2)!,
      standardError: values.at(-1)!,
    };
  });
}

/** Every certified figure by name: those of the set, the estimates by the parameter, and `se` with it. */
export function certifiedFigures({ certified, parameters }: CertifiedSet): Readonly<Record<string, string>> {
  const own = parameters.flatMap(({ name, estimate, standardError }) => [
    [name, estimate] as const,
    [`se ${name}`, standardError] as const,
  ]);
  return { ...certified, ...Object.fromEntries(own) };
}

/** -log10 of the relative error, at most `most`; of the error itself where the certified figure is 0. */
export function correctDigits(value: number | null | undefined, certified: string, most = 15): number {
  const right = certified === "Infinity" ? Infinity : Number(certified);
  if (value === right) return most;
  if (value === null || value === undefined || !Number.isFinite(value)) return 0;
  if (!Number.isFinite(right)) return 0;
  const error = right === 0 ? Math.abs(value) : Math.abs((value - right) / right);
  return Math.max(0, Math.min(most, -Math.log10(error)));
}
