import { unreachable } from "../../base/index.ts";
import {
  typeOf,
  type ChooseExpr,
  type Expr,
  type LinearExpr,
  type LookupExpr,
  type NearestExpr,
} from "../../ir/index.ts";
import { isText } from "../../schema/index.ts";
import { callSource } from "./emit-call.ts";
import { finite } from "./ops/shared.ts";
import type { Emitter } from "./emitter.ts";
import { numberSource, valueSource } from "./source.ts";

/** Source of an expression that is no column: those are read by the place they stand in. */
export function exprSource(expr: Expr, emitter: Emitter): string {
  switch (expr.kind) {
    case "column":
      return emitter.value(expr);
    case "literal":
      return valueSource(expr.value, expr.type);
    case "call":
      return callSource(expr, emitter);
    case "choose":
      return chooseSource(expr, emitter);
    case "lookup":
      return lookupSource(expr, emitter);
    case "linear":
      return linearSource(expr, emitter);
    case "forest":
      return emitter.forest(expr);
    case "nearest":
      return nearestSource(expr, emitter);
    default:
      return unreachable(expr);
  }
}

/** A flat block that is left at the first true condition: it stays shallow however many branches there are. */
function chooseSource({ branches, otherwise }: ChooseExpr, emitter: Emitter): string {
  const result = emitter.fresh("v");
  const label = emitter.fresh("choose");
  const { statements } = emitter.inBlock(() => {
    for (const { when, then } of branches) {
      const test = emitter.condition(when);
      const branch = emitter.inBlock(() => emitter.value(then));
      emitter.statement(
        `if (${test}) { ${[...branch.statements, `${result} = ${branch.result};`, `break ${label};`].join(" ")} }`,
      );
    }
    emitter.statement(`${result} = ${emitter.value(otherwise)};`);
    return result;
  });
  emitter.statement(`let ${result} = ${isText(typeOf(otherwise)) ? "null" : "NaN"};`);
  emitter.statement(`${label}: {\n${statements.join("\n")}\n}`);
  return result;
}

function lookupSource(lookup: LookupExpr, emitter: Emitter): string {
  const table = emitter.constant({ kind: "lookup", lookup });
  const found = emitter.declare(`${table}.get(${emitter.value(lookup.key)})`);
  return `(${found} !== undefined ? ${found} : ${emitter.value(lookup.otherwise)})`;
}

/** Products that are added in one statement. */
const productsInLine = 20;

function linearSource({ bias, terms }: LinearExpr, emitter: Emitter): string {
  const sum = emitter.fresh("v");
  const products = terms.map(({ weight, of }) => `${numberSource(weight)} * ${emitter.carried(of)}`);
  emitter.statement(`let ${sum} = ${numberSource(bias)};`);
  for (let at = 0; at < products.length; at += productsInLine)
    emitter.statement(`${sum} = ${[sum, ...products.slice(at, at + productsInLine)].join(" + ")};`);
  return finite(sum);
}

function nearestSource(nearest: NearestExpr, emitter: Emitter): string {
  const inputs = emitter.constant({ kind: "scratch", length: nearest.inputs.length });
  const values = nearest.inputs.map((input) => emitter.value(input));
  const within = nearest.within ? emitter.value(nearest.within) : "Infinity";
  for (const [at, value] of values.entries()) emitter.statement(`${inputs}[${at}] = ${value};`);
  const rows = emitter.constant({ kind: "nearest", nearest });
  return finite(emitter.declare(`${emitter.use("scoreNearest")}(${rows}, ${inputs}, ${within})`));
}
