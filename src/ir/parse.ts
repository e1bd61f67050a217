import { failInput, isRecord, showValue, throwIfErrors, type Diagnostic } from "../base/index.ts";
import {
  parseDataType,
  parseDayText,
  parseInstantText,
  type DataType,
  type Field,
  type Value,
} from "../schema/index.ts";
import { call, choose, column, float, int, linear, literal, lookup, text } from "./build.ts";
import { createProgram } from "./create-program.ts";
import type { Expr, LiteralExpr } from "./expr.ts";
import { normalizeForest } from "./normalize-forest.ts";
import { normalizeNearest } from "./normalize-nearest.ts";
import { parseOpName } from "./op-name.ts";
import type { Program } from "./program.ts";
import { programLimits } from "./scope.ts";
import { createReader, type TextReader } from "./text-reader.ts";

/** Reads the text that `printExpr` writes; throws a `TandemError` with line and column where it is no expression. */
export function parseExpr(source: string): Expr {
  const reader = createReader(source);
  const expr = readExpr(reader, 1);
  reader.end();
  return expr;
}

/** Reads the text that `printProgram` writes, and checks it as `createProgram` does. */
export function parseProgram(source: string): Program {
  const reader = createReader(source);
  reader.expect("program");
  reader.expect("1");
  const fields: Field[] = [];
  const lets: (readonly [string, Expr])[] = [];
  const outputs: [string, Expr][] = [];
  while (!reader.atEnd()) {
    const word = reader.word();
    const name = readName(reader);
    if (word === "input") fields.push(readField(reader, name));
    else if (word === "let") lets.push([name, readDefinition(reader)]);
    else if (word === "output") outputs.push([name, readDefinition(reader)]);
    else reader.fail(`"${word}" is neither input, let nor output`);
  }
  return createProgram({ input: { fields }, lets, outputs: Object.fromEntries(outputs) });
}

function readField(reader: TextReader, name: string): Field {
  reader.expect(":");
  const type = readType(reader);
  return { name, type, nullable: reader.take("?") };
}

function readDefinition(reader: TextReader): Expr {
  reader.expect("=");
  return readExpr(reader, 1);
}

const readName = (reader: TextReader): string => (reader.peek() === '"' ? reader.quoted() : reader.word());

function readType(reader: TextReader): DataType {
  const word = reader.word();
  return parseDataType(word) ?? reader.fail(`"${word}" is no type`);
}

function readExpr(reader: TextReader, depth: number): Expr {
  if (depth > programLimits.depth)
    reader.fail(`Expressions are nested more than ${programLimits.depth} deep`);
  if (reader.take("@")) {
    const name = readName(reader);
    reader.expect(":");
    return column(name, readType(reader));
  }
  return readLiteral(reader) ?? readGroup(reader, depth);
}

/** A constant, or undefined where none stands. */
function readLiteral(reader: TextReader): LiteralExpr | undefined {
  const number = reader.number();
  if (number !== undefined) return /[.e]/i.test(number) ? float(Number(number)) : int(Number(number));
  if (reader.peek() === '"') return text(reader.quoted());
  if (reader.take("true")) return literal(true, "Boolean");
  if (reader.take("false")) return literal(false, "Boolean");
  if (reader.take("null")) {
    reader.expect(":");
    return literal(null, readType(reader));
  }
  if (reader.take('day"')) return timeLiteral(reader, "Day", parseDayText);
  if (reader.take('instant"')) return timeLiteral(reader, "Instant", parseInstantText);
  return undefined;
}

function timeLiteral(
  reader: TextReader,
  type: DataType,
  parse: (text: string) => number | null,
): LiteralExpr {
  const source = reader.until('"');
  return literal(parse(source) ?? reader.fail(`${showValue(source)} is no ${type}`), type);
}

function readGroup(reader: TextReader, depth: number): Expr {
  const name = reader.word();
  reader.expect("(");
  const part = (): Expr => readExpr(reader, depth + 1);
  if (name === "choose") return readChoose(reader, part);
  if (name === "lookup") return readLookup(reader, part);
  if (name === "linear") return readLinear(reader, part);
  if (name === "forest") return readForest(reader, part);
  if (name === "nearest") return readNearest(reader, part);
  const op = parseOpName(name) ?? reader.fail(`There is no operation ${name}()`);
  const args: Expr[] = [];
  while (!reader.take(")")) {
    if (args.length > 0) reader.expect(",");
    args.push(part());
  }
  return call(op, ...args);
}

function readChoose(reader: TextReader, part: () => Expr): Expr {
  const branches: { when: Expr; then: Expr }[] = [];
  while (!reader.take("else")) {
    const when = part();
    reader.expect("=>");
    branches.push({ when, then: part() });
    reader.expect(",");
  }
  const otherwise = part();
  reader.expect(")");
  return choose(branches, otherwise);
}

function readLookup(reader: TextReader, part: () => Expr): Expr {
  const key = part();
  reader.expect(",");
  const type = readType(reader);
  reader.expect("{");
  const entries: (readonly [Value, Value])[] = [];
  while (!reader.take("}")) {
    if (entries.length > 0) reader.expect(",");
    entries.push(readEntry(reader));
  }
  reader.expect(",");
  reader.expect("else");
  const otherwise = part();
  reader.expect(")");
  return lookup(key, entries, type, otherwise);
}

function readEntry(reader: TextReader): readonly [Value, Value] {
  const from = readLiteral(reader) ?? reader.fail("The key of an entry must be a constant");
  reader.expect("=>");
  if (reader.take("null")) return [from.value, null];
  const to = readLiteral(reader) ?? reader.fail("The value of an entry must be a constant");
  return [from.value, to.value];
}

function readLinear(reader: TextReader, part: () => Expr): Expr {
  const number = (): number => Number(reader.number() ?? reader.fail("Here must be a number"));
  const bias = number();
  const terms: { weight: number; of: Expr }[] = [];
  while (!reader.take(")")) {
    reader.expect(",");
    const weight = number();
    reader.expect("*");
    terms.push({ weight, of: part() });
  }
  return linear(terms, bias);
}

function readForest(reader: TextReader, part: () => Expr): Expr {
  const arrays = reader.json();
  const inputs: Expr[] = [];
  while (!reader.take(")")) {
    reader.expect(",");
    inputs.push(part());
  }
  const diagnostics: Diagnostic[] = [];
  const forest = isRecord(arrays) ? normalizeForest(arrays, inputs, "forest", diagnostics) : undefined;
  throwIfErrors(diagnostics);
  return (
    forest ??
    failInput("T1219", "The arrays of a forest must be one JSON object", {
      cure: "Write it as printExpr() does; see docs/formats/program.md.",
    })
  );
}

function readNearest(reader: TextReader, part: () => Expr): Expr {
  const arrays = reader.json();
  const inputs: Expr[] = [];
  let within: Expr | null = null;
  while (!reader.take(")")) {
    reader.expect(",");
    if (reader.take("within")) within = part();
    else inputs.push(part());
  }
  const diagnostics: Diagnostic[] = [];
  const found = isRecord(arrays)
    ? normalizeNearest(arrays, inputs, within, "nearest", diagnostics)
    : undefined;
  throwIfErrors(diagnostics);
  return (
    found ??
    failInput("T1219", "What a search for the nearest rows needs must be one JSON object", {
      cure: "Write it as printExpr() does; see docs/formats/program.md.",
    })
  );
}
