import { column } from "./build.ts";
import type { Expr } from "./expr.ts";
import type { Program } from "./program.ts";
import { typeOf } from "./type-of.ts";
import { children, withChildren } from "./walk.ts";

/** A repeated part of fewer expressions than this stays where it is: a name would be longer than what it names. */
const smallestShared = 4;

/**
 * Gives a name to every larger part that a Program uses more than once, as a let before its first use. Two parts are the
 * same when they are built alike. What the Program answers does not change; what is stored and computed shrinks.
 */
export function shareCommon(program: Program): Program {
  const numbering = new Numbering();
  const roots = [...program.lets.map(([, expr]) => expr), ...Object.values(program.outputs)];
  for (const root of roots) numbering.add(root);
  const taken = new Set([
    ...program.input.fields.map(({ name }) => name),
    ...program.lets.map(([name]) => name),
  ]);
  const lets: (readonly [string, Expr])[] = [];
  const done = new Map<number, Expr>();
  const shorten = (expr: Expr): Expr => {
    const number = numbering.of(expr);
    const known = done.get(number);
    if (known) return known;
    const short = withChildren(expr, children(expr).map(shorten));
    const result = numbering.isShared(number) ? declare(nextName(taken), short) : short;
    done.set(number, result);
    return result;
  };
  const declare = (name: string, expr: Expr): Expr => {
    lets.push([name, expr]);
    return column(name, typeOf(expr));
  };
  for (const [name, expr] of program.lets) {
    const number = numbering.of(expr);
    const known = done.get(number);
    const short = known ?? withChildren(expr, children(expr).map(shorten));
    const reference = declare(name, short);
    // A step that has a name already lends it to the other places that use it.
    if (!known && numbering.isShared(number)) done.set(number, reference);
  }
  const outputs = Object.fromEntries(
    Object.entries(program.outputs).map(([name, expr]) => [name, shorten(expr)]),
  );
  return Object.freeze({ ...program, lets, outputs });
}

function nextName(taken: Set<string>): string {
  let count = 1;
  while (taken.has(`shared part ${count}`)) count++;
  taken.add(`shared part ${count}`);
  return `shared part ${count}`;
}

/** Equal expressions get the same number; how often each is used is counted. */
class Numbering {
  readonly #byExpr = new Map<Expr, number>();
  readonly #byShape = new Map<string, number>();
  readonly #arrays = new WeakMap<object, number>();
  readonly #sizes: number[] = [];
  readonly #uses: number[] = [];
  #arrayCount = 0;

  /** Numbers an expression and all its parts, and counts this use of it. */
  add(expr: Expr): number {
    const number = this.#number(expr);
    this.#uses[number] = this.#uses[number]! + 1;
    return number;
  }

  of(expr: Expr): number {
    return this.#byExpr.get(expr)!;
  }

  isShared(number: number): boolean {
    return this.#uses[number]! > 1 && this.#sizes[number]! >= smallestShared;
  }

  #number(expr: Expr): number {
    const known = this.#byExpr.get(expr);
    if (known !== undefined) return known;
    const parts = children(expr).map((child) => this.#number(child));
    const shape = `${this.#head(expr)}(${parts.join(",")})`;
    const same = this.#byShape.get(shape);
    const number = same ?? this.#sizes.length;
    this.#byExpr.set(expr, number);
    if (same !== undefined) return number;
    this.#byShape.set(shape, number);
    this.#sizes.push(this.#weight(expr) + parts.reduce((sum, part) => sum + this.#sizes[part]!, 0));
    this.#uses.push(0);
    // A part is used once by each different whole, however often that whole is used itself.
    for (const part of parts) this.#uses[part] = this.#uses[part]! + 1;
    return number;
  }

  /** Tables, linear models and forests are always worth a name. */
  #weight({ kind }: Expr): number {
    return kind === "lookup" || kind === "linear" || kind === "forest" || kind === "nearest"
      ? smallestShared
      : 1;
  }

  /** What an expression is but for its parts. */
  #head(expr: Expr): string {
    switch (expr.kind) {
      case "column":
        return `column ${expr.type} ${JSON.stringify(expr.name)}`;
      case "literal":
        return `literal ${expr.type} ${JSON.stringify(expr.value)}`;
      case "call":
        return `call ${expr.op}`;
      case "choose":
        return `choose ${expr.branches.length}`;
      case "lookup":
        return `lookup ${expr.type} ${JSON.stringify(expr.table)}`;
      case "linear":
        return `linear ${expr.bias} ${expr.terms.map(({ weight }) => weight).join(" ")}`;
      case "forest":
        return `forest ${expr.bias} ${[expr.roots, expr.feature, expr.threshold, expr.value].map((array) => this.#array(array)).join(" ")}`;
      case "nearest":
        return `nearest ${expr.within !== null} ${expr.metric} ${expr.neighbours} ${expr.weighting} ${expr.answer} ${[expr.rows, expr.weight, expr.value].map((array) => this.#array(array)).join(" ")}`;
    }
  }

  /** The arrays of a forest are compared by identity: an expression that is built anew keeps them. */
  #array(array: object): number {
    const known = this.#arrays.get(array);
    if (known !== undefined) return known;
    this.#arrays.set(array, ++this.#arrayCount);
    return this.#arrayCount;
  }
}
