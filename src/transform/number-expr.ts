import { call, choose, float, int, literal, lookup, missing, text, type Expr } from "../ir/index.ts";
import { otherSigns, type Affix, type NumberFormat, type NumberSigns } from "./number-format.ts";

/** A text with every digit as 9: many values have one shape. */
export const digitShape = (of: Expr): Expr =>
  ["0", "1", "2", "3", "4", "5", "6", "7", "8"].reduce<Expr>(
    (shape, digit) => call("replace", shape, text(digit), text("9")),
    of,
  );

/** The shape of a text with plain spaces and signs, without blanks around it. */
export const plainShape = (of: Expr): Expr => digitShape(plainText(of));

const plainText = (of: Expr): Expr =>
  call(
    "trim",
    otherSigns.reduce<Expr>((plain, [from, to]) => call("replace", plain, text(from), text(to)), of),
  );

/** The number that a text holds in a format; missing where it holds none. */
export function numberExpr(of: Expr, format: NumberFormat): Expr {
  const brackets = format.hasBrackets
    ? bracketed(plainText(of))
    : { inside: plainText(of), isNegative: null };
  const prefix = stripped(brackets.inside, format.prefixes, "startsWith", (from, affix) =>
    call("substring", from, int(Array.from(affix).length + 1), int(1_000_000)),
  );
  const suffix = stripped(prefix.rest, format.suffixes, "endsWith", (from, affix) =>
    call("textBefore", from, text(affix)),
  );
  const negated = [
    ...(brackets.isNegative ? [brackets.isNegative] : []),
    ...prefix.found.filter(({ affix }) => affix.times < 0).map(({ when }) => when),
  ];
  const plain = coreExpr(suffix.rest, format.signs);
  const value = timesAffix(timesAffix(plain, prefix.found), suffix.found);
  const signed = brackets.isNegative
    ? choose([{ when: brackets.isNegative, then: call("negate", value) }], value)
    : value;
  if (negated.length === 0) return signed;
  const hasSign = call(
    "or",
    call("startsWith", suffix.rest, text("-")),
    call("startsWith", suffix.rest, text("+")),
  );
  const isTwice = negated.map((when) => ({ when: call("and", when, hasSign), then: missing("Float") }));
  return choose(isTwice, signed);
}

/** What stands in round brackets, which make a number negative in bookkeeping. */
function bracketed(of: Expr) {
  const isNegative = [
    call("startsWith", of, text("(")),
    call("endsWith", of, text(")")),
    call("equals", call("countOf", of, text("(")), int(1)),
    call("equals", call("countOf", of, text(")")), int(1)),
  ].reduce((left, right) => call("and", left, right));
  const content = call("trim", call("textBefore", call("textAfter", of, text("(")), text(")")));
  return { inside: choose([{ when: isNegative, then: content }], of), isNegative };
}

/** An affix with the condition under which a text has it. */
interface FoundAffix {
  readonly affix: Affix;
  readonly when: Expr;
}

/** A text without the first of the affixes that it has. */
function stripped(
  of: Expr,
  affixes: readonly Affix[],
  op: "startsWith" | "endsWith",
  strip: (of: Expr, affix: string) => Expr,
): { readonly rest: Expr; readonly found: readonly FoundAffix[] } {
  const found = affixes.map((affix): FoundAffix => {
    const has = call(op, of, text(affix.text));
    const isOnce = call("equals", call("countOf", of, text(affix.text)), int(1));
    return { affix, when: call("and", has, isOnce) };
  });
  if (found.length === 0) return { rest: of, found };
  const branches = found.map(({ affix, when }) => ({ when, then: call("trim", strip(of, affix.text)) }));
  return { rest: choose(branches, of), found };
}

function timesAffix(value: Expr, found: readonly FoundAffix[]): Expr {
  // The first affix that fits is the one that was taken off, so those without an effect have their branch too.
  if (found.every(({ affix }) => affix.times === 1 && !affix.percent)) return value;
  const branches = found.map(({ affix: { times, percent }, when }) => {
    const product = times === 1 ? value : call("multiply", value, float(times));
    return { when, then: percent ? call("divide", product, float(100)) : product };
  });
  return choose(branches, value);
}

/** The shapes of whole numbers with a sign between groups of three digits, up to a billion billions. */
function groupedShapes(thousands: string): readonly string[] {
  const firsts = ["9", "99", "999"];
  const signs = ["", "-", "+"];
  return signs.flatMap((sign) =>
    [1, 2, 3, 4, 5, 6].flatMap((groups) =>
      firsts.map((first) => `${sign}${first}${`${thousands}999`.repeat(groups)}`),
    ),
  );
}

/** Sign, digits, decimal and thousands signs as a number. */
function coreExpr(of: Expr, { decimal, thousands }: NumberSigns): Expr {
  const plain = (from: Expr): Expr =>
    call("parseFloat", decimal === "." ? from : call("replace", from, text(decimal), text(".")));
  // A point that neither ends the whole part nor groups it.
  const hasPoint = { when: call("contains", of, text(".")), then: missing("Float") };
  const wrong = decimal === "," && thousands !== "." ? [hasPoint] : [];
  if (thousands === "") return wrong.length === 0 ? plain(of) : choose(wrong, plain(of));
  const whole = call("textBefore", of, text(decimal));
  const isGrouped = lookup(
    digitShape(whole),
    groupedShapes(thousands).map((shape) => [shape, true] as const),
    "Boolean",
    literal(false, "Boolean"),
  );
  const isInWholePart = call(
    "equals",
    call("countOf", of, text(thousands)),
    call("countOf", whole, text(thousands)),
  );
  return choose(
    [
      ...wrong,
      { when: call("not", call("contains", of, text(thousands))), then: plain(of) },
      {
        when: call("and", isGrouped, isInWholePart),
        then: plain(call("replace", of, text(thousands), text(""))),
      },
    ],
    missing("Float"),
  );
}
