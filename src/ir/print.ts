import { unreachable } from "../base/index.ts";
import { dayToText, instantToText, type DataType, type Field, type Value } from "../schema/index.ts";
import type { Expr, ForestExpr, NearestExpr } from "./expr.ts";
import type { Program } from "./program.ts";
import { typeOf } from "./type-of.ts";

/** Lines longer than this are broken, one part a line. */
const lineWidth = 100;

/** A piece of text that stands in one line, or is broken into its items. */
type Layout = string | { readonly open: string; readonly items: readonly Layout[]; readonly close: string };

/**
 * An expression as readable text that `parseExpr` reads back exactly:
 *
 *     divide(@"Speed IAS in knots":Float, 2.5)
 *     choose(less(@day:Day, day"2024-01-31") => "early", else "late")
 *     lookup(@size:Text, Int { "small" => 1, "large" => null }, else 0)
 *     linear(0.5, 2.0 * @speed:Float, -1.5 * @height:Float)
 */
export const printExpr = (expr: Expr): string => render(layoutOf(expr), "");

/** A Program as text, one line for each column, let and output; `parseProgram` reads it back exactly. */
export function printProgram(program: Program): string {
  const lines = [
    `program ${program.version}`,
    ...program.input.fields.map(printField),
    ...program.lets.map(([name, expr]) => printNamed("let", name, expr)),
    ...Object.entries(program.outputs).map(([name, expr]) => printNamed("output", name, expr)),
  ];
  return `${lines.join("\n")}\n`;
}

const printField = ({ name, type, nullable }: Field): string =>
  `input ${printName(name)}: ${type}${nullable ? "?" : ""}`;

const printNamed = (what: string, name: string, expr: Expr): string =>
  `${what} ${printName(name)} = ${printExpr(expr)}`;

/** A name as it is where it is a plain word, else in quotes. */
const printName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);

function render(layout: Layout, indent: string): string {
  const inline = inlineOf(layout);
  if (typeof layout === "string" || indent.length + inline.length <= lineWidth) return inline;
  const inner = `${indent}  `;
  const items = layout.items.map((item) => inner + render(item, inner));
  return `${layout.open}\n${items.join(",\n")}\n${indent}${layout.close}`;
}

const inlineOf = (layout: Layout): string =>
  typeof layout === "string"
    ? layout
    : `${layout.open}${layout.items.map(inlineOf).join(", ")}${layout.close}`;

/** Puts text before a layout. */
const prefixed = (prefix: string, layout: Layout): Layout =>
  typeof layout === "string" ? prefix + layout : { ...layout, open: prefix + layout.open };

const group = (name: string, items: readonly Layout[]): Layout => ({ open: `${name}(`, items, close: ")" });

function layoutOf(expr: Expr): Layout {
  switch (expr.kind) {
    case "column":
      return `@${printName(expr.name)}:${expr.type}`;
    case "literal":
      return expr.value === null ? `null:${expr.type}` : printValue(expr.value, expr.type);
    case "call":
      return group(expr.op, expr.args.map(layoutOf));
    case "choose":
      return group("choose", [
        ...expr.branches.map(({ when, then }) => prefixed(`${inlineOf(layoutOf(when))} => `, layoutOf(then))),
        prefixed("else ", layoutOf(expr.otherwise)),
      ]);
    case "lookup":
      return group("lookup", [
        layoutOf(expr.key),
        { open: `${expr.type} {`, items: tableItems(expr.table, typeOf(expr.key), expr.type), close: "}" },
        prefixed("else ", layoutOf(expr.otherwise)),
      ]);
    case "linear":
      return group("linear", [
        printNumber(expr.bias),
        ...expr.terms.map(({ weight, of }) => prefixed(`${printNumber(weight)} * `, layoutOf(of))),
      ]);
    case "forest":
      return group("forest", [forestJson(expr), ...expr.inputs.map(layoutOf)]);
    case "nearest":
      return group("nearest", [
        nearestJson(expr),
        ...expr.inputs.map(layoutOf),
        ...(expr.within ? [prefixed("within ", layoutOf(expr.within))] : []),
      ]);
    default:
      return unreachable(expr);
  }
}

const tableItems = (
  table: readonly (readonly [Value, Value])[],
  keyType: DataType,
  type: DataType,
): readonly string[] =>
  table.map(([from, to]) => `${printValue(from, keyType)} => ${to === null ? "null" : printValue(to, type)}`);

/** The arrays of a forest as JSON: nobody reads them, and they are long. */
const forestJson = (forest: ForestExpr): string =>
  JSON.stringify({ ...forest, kind: undefined, inputs: undefined });

const nearestJson = (nearest: NearestExpr): string =>
  JSON.stringify({ ...nearest, kind: undefined, inputs: undefined, within: undefined });

function printValue(value: Value, type: DataType): string {
  switch (type) {
    case "Text":
      return JSON.stringify(value);
    case "Day":
      return `day"${dayToText(Number(value))}"`;
    case "Instant":
      return `instant"${instantToText(Number(value))}"`;
    case "Float":
      return printNumber(Number(value));
    case "Int":
    case "Boolean":
      return String(value);
  }
}

/** A Float always has a point or an exponent, an Int never. */
const printNumber = (value: number): string => (/[.e]/.test(String(value)) ? String(value) : `${value}.0`);
