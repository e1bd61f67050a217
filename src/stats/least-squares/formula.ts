import { failInput } from "../../base/index.ts";
import { parseDecimal, type Decimal } from "./decimal.ts";

/** The functions of one argument that a formula may call. */
export const formulaFunctions = ["exp", "log", "sin", "cos", "arctan", "sqrt"] as const;
/** The name of a function of a formula. */
export type FormulaFunction = (typeof formulaFunctions)[number];

/** One step of a formula; arguments are the places of earlier steps. */
export type FormulaStep =
  | { readonly kind: "number"; readonly value: Decimal }
  | { readonly kind: "pi" }
  | { readonly kind: "parameter" | "column"; readonly at: number }
  | {
      readonly kind: "sum" | "difference" | "product" | "quotient" | "power";
      readonly left: number;
      readonly right: number;
    }
  | { readonly kind: "negative" | FormulaFunction; readonly of: number };

/** A formula as steps, the last of which is its value. */
export interface Formula {
  readonly steps: readonly FormulaStep[];
  readonly parameters: readonly string[];
  readonly columns: readonly string[];
}

const tokenPattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|(\*\*|[-+*/^()[\]]))/y;

/** How deep brackets may be nested. */
const mostDepth = 200;

interface Reader {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly steps: FormulaStep[];
  readonly parameters: readonly string[];
  readonly columns: readonly string[];
  at: number;
  depth: number;
}

/**
 * Reads the formula of a model: `b1*(1 - exp(-b2*x))`. Operators are + - * / and ** or ^ (which binds to the right, and more
 * than a sign before it); functions exp, log (natural), sin, cos, arctan and sqrt, with round or square brackets; names are
 * those of parameters and columns, and pi. Anything else is refused (T2806).
 * @example
 * parseFormula("b1 * x**b2", ["b1", "b2"], ["x"])
 */
export function parseFormula(
  text: string,
  parameters: readonly string[],
  columns: readonly string[],
): Formula {
  const names = [...parameters, ...columns];
  const again = names.find((name, at) => names.indexOf(name) < at);
  if (again !== undefined) failFormula({ text }, `${again}, which is the name of two things`);
  const reader: Reader = { text, tokens: tokensOf(text), steps: [], parameters, columns, at: 0, depth: 0 };
  readSum(reader);
  if (reader.at < reader.tokens.length) failFormula(reader, reader.tokens[reader.at]);
  return { steps: reader.steps, parameters, columns };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const from = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) failFormula({ text }, text.slice(from).trim().slice(0, 20));
    tokens.push(match[1] ?? match[2] ?? match[3]!);
  }
  return tokens;
}

function failFormula({ text }: Pick<Reader, "text">, near: string | undefined): never {
  failInput("T2806", "The formula of a model cannot be read.", {
    value: near === undefined ? "its end" : near,
    place: text.slice(0, 200),
    cure: `Use names of parameters and columns, numbers, pi, + - * / **, brackets and ${formulaFunctions.join(", ")}.`,
  });
}

const push = (reader: Reader, step: FormulaStep): number => reader.steps.push(step) - 1;

function readSum(reader: Reader): number {
  let left = readProduct(reader);
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token !== "+" && token !== "-") return left;
    reader.at++;
    const right = readProduct(reader);
    left = push(reader, { kind: token === "+" ? "sum" : "difference", left, right });
  }
}

function readProduct(reader: Reader): number {
  let left = readSigned(reader);
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token !== "*" && token !== "/") return left;
    reader.at++;
    const right = readSigned(reader);
    left = push(reader, { kind: token === "*" ? "product" : "quotient", left, right });
  }
}

function readSigned(reader: Reader): number {
  const token = reader.tokens[reader.at];
  if (token !== "-" && token !== "+") return readPower(reader);
  reader.at++;
  if (++reader.depth > mostDepth) failFormula(reader, token);
  const of = readSigned(reader);
  reader.depth--;
  if (token === "+") return of;
  const step = reader.steps[of]!;
  if (step.kind !== "number" || of !== reader.steps.length - 1) return push(reader, { kind: "negative", of });
  reader.steps[of] = { kind: "number", value: { ...step.value, digits: -step.value.digits } };
  return of;
}

function readPower(reader: Reader): number {
  const left = readAtom(reader);
  const token = reader.tokens[reader.at];
  if (token !== "**" && token !== "^") return left;
  reader.at++;
  if (++reader.depth > mostDepth) failFormula(reader, token);
  const right = readSigned(reader);
  reader.depth--;
  return push(reader, { kind: "power", left, right });
}

function readAtom(reader: Reader): number {
  const token = reader.tokens[reader.at++];
  if (token === "(" || token === "[") return readBracket(reader, token);
  if (token === undefined) failFormula(reader, undefined);
  const value = parseDecimal(token);
  if (value) return push(reader, { kind: "number", value });
  if (reader.parameters.includes(token))
    return push(reader, { kind: "parameter", at: reader.parameters.indexOf(token) });
  if (reader.columns.includes(token))
    return push(reader, { kind: "column", at: reader.columns.indexOf(token) });
  if (token === "pi") return push(reader, { kind: "pi" });
  const called = formulaFunctions.find((name) => name === token);
  const bracket = reader.tokens[reader.at];
  if (!called || (bracket !== "(" && bracket !== "[")) failFormula(reader, token);
  reader.at++;
  return push(reader, { kind: called, of: readBracket(reader, bracket) });
}

function readBracket(reader: Reader, open: string): number {
  if (++reader.depth > mostDepth) failFormula(reader, open);
  const inside = readSum(reader);
  reader.depth--;
  const close = reader.tokens[reader.at++];
  if (close !== (open === "(" ? ")" : "]")) failFormula(reader, close);
  return inside;
}
