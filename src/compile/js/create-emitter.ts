import type { Expr } from "../../ir/index.ts";
import type { ResolvedProgram } from "../resolve.ts";
import type { Constant } from "./constant.ts";
import { conditionSource } from "./emit-condition.ts";
import { carriedSource } from "./emit-call.ts";
import { exprSource } from "./emit-expr.ts";
import type { Emitter, Scope, Scopes } from "./emitter.ts";
import type { PreludeName } from "./prelude.ts";
import { algorithmFunction, algorithmSource, withInnerAlgorithms } from "./algorithm-source.ts";
import { valueSource } from "./source.ts";

const plain = /^[A-Za-z_$][\w$]*$|^-?[\d.]+$/;

/** An emitter over a resolved Program; `used`, `constants` and `functions` fill up while it writes. */
export function createEmitter(
  { resolve, uses }: ResolvedProgram,
  scopes: Scopes,
): Emitter & {
  readonly used: ReadonlySet<PreludeName>;
  readonly constants: readonly Constant[];
  /** The functions that algorithms became. */
  readonly functions: ReadonlyMap<string, string>;
} {
  const used = new Set<PreludeName>();
  const functions = new Map<string, string>();
  const constants: Constant[] = [];
  const written = new Map<Scope, Map<object, string>>();
  let scope = scopes.start;
  let block = scope.block;
  let names = 0;

  const within = <T>(nextScope: Scope, nextBlock: string[], write: () => T): T => {
    const [heldScope, heldBlock] = [scope, block];
    scope = nextScope;
    block = nextBlock;
    const result = write();
    scope = heldScope;
    block = heldBlock;
    return result;
  };

  /** Computes an expression in its own place, or at the top of this one when it is used more than once. */
  const shared = (expr: Expr, home: Scope): string => {
    const known = scope.known.get(expr);
    if (known !== undefined) return known;
    const reader = scope;
    const elsewhere = home !== reader;
    const name = within(home, home.block, () =>
      elsewhere
        ? scopes.publish(expr, { home, reader }, () => emitter.value(expr))
        : emitter.declare(exprSource(expr, emitter), scopes.nameOf?.(expr)),
    );
    scope.known.set(expr, name);
    return name;
  };

  /** True for what is written where it is used, and only there. */
  const isInline = (expr: Expr): boolean =>
    scopes.homeOf(expr, scope) === scope && (uses.get(expr) ?? 0) <= 1;

  const emitter: Emitter = {
    value(given) {
      const expr = resolve(given);
      if (expr.kind === "literal") return valueSource(expr.value, expr.type);
      if (expr.kind === "column") return scope.readColumn(expr.name, expr.type);
      const home = scopes.homeOf(expr, scope);
      return home !== scope || (uses.get(expr) ?? 0) > 1 ? shared(expr, home) : exprSource(expr, emitter);
    },
    carried(given) {
      const expr = resolve(given);
      const source = expr.kind === "call" && isInline(expr) ? carriedSource(expr, emitter) : undefined;
      return source === undefined ? emitter.value(expr) : `(${source})`;
    },
    atom(expr) {
      const source = emitter.value(expr);
      return plain.test(source) ? source : emitter.declare(source);
    },
    condition(given) {
      const expr = resolve(given);
      return (
        (expr.kind === "call" && isInline(expr) ? conditionSource(expr, emitter) : undefined) ??
        `${emitter.value(expr)} === 1`
      );
    },
    declare(source, name = emitter.fresh("v")) {
      block.push(`const ${name} = ${source};`);
      return name;
    },
    fresh: (prefix) => `${prefix}${names++}`,
    statement: (source) => void block.push(source),
    inBlock(write) {
      const statements: string[] = [];
      const result = within(scope, statements, write);
      return { statements, result };
    },
    forest: (forest) => scopes.forest(forest, emitter),
    once(key, write, place = scope) {
      const known = written.get(place) ?? new Map<object, string>();
      written.set(place, known);
      const result = known.get(key) ?? within(place, place.block, write);
      known.set(key, result);
      return result;
    },
    use(name) {
      used.add(name);
      return name;
    },
    algorithm(algorithm) {
      for (const one of withInnerAlgorithms(algorithm)) {
        const name = algorithmFunction(one);
        if (!functions.has(name))
          functions.set(
            name,
            algorithmSource(one, (prelude) => emitter.use(prelude)),
          );
      }
      return algorithmFunction(algorithm);
    },
    constant(constant) {
      constants.push(constant);
      return `c${constants.length - 1}`;
    },
  };
  return Object.assign(emitter, { used, constants, functions });
}
