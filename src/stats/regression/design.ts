import {
  checkColumn,
  checkLabels,
  checkRowCount,
  finiteNumbers,
  refuseSetting,
  refuseUnknown,
  type Numbers,
} from "./refusals.ts";

/** A column of numbers that goes into a design as it is. */
export interface NumberVariable {
  readonly kind: "number";
  readonly name: string;
  readonly values: Numbers;
}

/**
 * A column of labels. `treatment` compares each level with the base (its first level where none is named); `sum` compares each
 * level but the last with the mean of all. Levels are in the order of `levels`, or of their code points where that is absent.
 */
export interface CategoryVariable {
  readonly kind: "category";
  readonly name: string;
  readonly labels: readonly string[];
  readonly levels?: readonly string[];
  readonly coding?: Coding;
  readonly base?: string;
}

export type Coding = "treatment" | "sum";
export type DesignVariable = NumberVariable | CategoryVariable;

/** What a design is made of; each variable alone and an intercept where nothing else is said. */
export interface DesignSpec {
  readonly variables: readonly DesignVariable[];
  /** Names of variables; a list of names is their interaction: `["age", "sex", ["age", "sex"]]`. */
  readonly terms?: readonly (string | readonly string[])[];
  readonly intercept?: boolean;
}

/** One term with the places of its columns. */
export interface DesignTerm {
  readonly name: string;
  readonly variables: readonly string[];
  readonly columns: readonly number[];
}

/** How a category becomes columns. */
interface LearntCategory {
  readonly kind: "category";
  readonly name: string;
  readonly levels: readonly string[];
  readonly coding: Coding;
}

/** All that is needed to make the same columns of new rows. */
export interface DesignRecipe {
  readonly variables: readonly ({ readonly kind: "number"; readonly name: string } | LearntCategory)[];
  /** Per term, per variable: whether it has a column for each level (there is no intercept or margin that it would repeat). */
  readonly terms: readonly { readonly variables: readonly string[]; readonly full: readonly boolean[] }[];
}

/** A design matrix with named columns, each an array of numbers. */
export interface Design {
  readonly rowCount: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly terms: readonly DesignTerm[];
  readonly hasIntercept: boolean;
  readonly recipe: DesignRecipe;
}

/** The name of the column of ones. */
export const interceptName = "(intercept)";

/**
 * Makes a design matrix from numbers and categories. A category in a term is coded by contrasts where the term without it is in
 * the model as well, else by a column for each level: so designs without an intercept, and interactions without their margins, span
 * what their terms say (Chambers & Hastie, "Statistical Models in S", 1992, 2.4.1). Refuses values that are not finite (T2860),
 * columns of different lengths (T2861), unknown names (T2865), names or levels that repeat and categories of one level (T2866).
 * @example
 * const design = createDesign({
 *   variables: [
 *     { kind: "number", name: "dose", values: [1, 2, 3, 4] },
 *     { kind: "category", name: "sex", labels: ["f", "m", "f", "m"] },
 *   ],
 * });
 * design.names // ["(intercept)", "dose", "sex[m]"]
 */
export function createDesign(spec: DesignSpec): Design {
  const names = spec.variables.map(({ name }) => name);
  const repeated = names.find((name, at) => names.indexOf(name) < at || name === interceptName);
  if (repeated !== undefined) refuseSetting("variables", repeated, "Give each variable a name of its own.");
  const terms = (spec.terms ?? names).map((term) => (typeof term === "string" ? [term] : term));
  for (const term of terms) {
    const unknown = term.find((name) => !names.includes(name));
    if (unknown !== undefined) refuseUnknown("variable", unknown, names);
    if (term.length === 0 || new Set(term).size < term.length)
      refuseSetting("terms", term, "Name each variable of a term once.");
  }
  const keys = terms.map(termKey);
  const twice = keys.findIndex((key, at) => keys.indexOf(key) < at);
  if (twice >= 0) refuseSetting("terms", terms[twice], "Leave out the term that stands there already.");
  const hasIntercept = spec.intercept ?? true;
  const isCategory = (name: string): boolean =>
    spec.variables.some((one) => one.name === name && one.kind === "category");
  // Without an intercept the first category takes its place, as a column for each level.
  const stand = hasIntercept
    ? undefined
    : terms.find(([name, ...rest]) => rest.length === 0 && isCategory(name!));
  const recipe: DesignRecipe = {
    variables: spec.variables.map((one) =>
      one.kind === "number" ? { kind: "number", name: one.name } : learnCategory(one),
    ),
    terms: terms.map((variables) => ({
      variables,
      full: variables.map((dropped) => isCodedInFull(variables, dropped, keys, stand)),
    })),
  };
  return fillDesign(recipe, hasIntercept, spec.variables);
}

/**
 * A design of plain number columns by name, with an intercept unless told otherwise. The arrays are taken as they are, not copied.
 * @example
 * designOfNumbers({ x: [1, 2, 4] }).names // ["(intercept)", "x"]
 */
export const designOfNumbers = (columns: Readonly<Record<string, Numbers>>, intercept = true): Design =>
  createDesign({
    variables: Object.entries(columns).map(([name, values]) => ({ kind: "number", name, values })),
    intercept,
  });

/** The columns of new rows, coded as those of a design: levels that it has not seen are refused (T2865). */
export function applyDesign(design: Design, variables: readonly DesignVariable[]): Design {
  return fillDesign(design.recipe, design.hasIntercept, variables);
}

const termKey = (term: readonly string[]): string => JSON.stringify(term.toSorted());

function isCodedInFull(
  term: readonly string[],
  dropped: string,
  keys: readonly string[],
  stand: readonly string[] | undefined,
): boolean {
  const margin = term.filter((name) => name !== dropped);
  return margin.length > 0 ? !keys.includes(termKey(margin)) : term === stand;
}

function learnCategory(variable: CategoryVariable): LearntCategory {
  const { name, coding = "treatment" } = variable;
  const seen = variable.levels ?? [...new Set(variable.labels)].toSorted(byCodePoint);
  if (new Set(seen).size < seen.length) refuseSetting(`levels of ${name}`, seen, "Name each level once.");
  if (seen.length < 2)
    refuseSetting(`levels of ${name}`, seen, "Leave the category out: with one level it explains nothing.");
  if (variable.base === undefined) return { kind: "category", name, levels: seen, coding };
  if (!seen.includes(variable.base)) refuseUnknown(`level of ${name}`, variable.base, seen);
  const base = variable.base;
  const levels =
    coding === "treatment"
      ? [base, ...seen.filter((one) => one !== base)]
      : [...seen.filter((one) => one !== base), base];
  return { kind: "category", name, levels, coding };
}

const byCodePoint = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Columns of one variable, with the part of the name that is theirs. */
type Part = readonly { readonly name: string; readonly values: Float64Array }[];

function fillDesign(
  recipe: DesignRecipe,
  hasIntercept: boolean,
  variables: readonly DesignVariable[],
): Design {
  const rowCount = variables[0] ? lengthOf(variables[0]) : 0;
  for (const variable of variables) checkRowCount(lengthOf(variable), rowCount, variable.name);
  if (variables.length === 0) refuseSetting("variables", variables.length, "Give at least one variable.");
  const numbers = new Map<string, Float64Array>();
  const names: string[] = [];
  const columns: Float64Array[] = [];
  const terms: DesignTerm[] = [];
  if (hasIntercept) {
    names.push(interceptName);
    columns.push(new Float64Array(rowCount).fill(1));
  }
  for (const term of recipe.terms) {
    const parts = term.variables.map((name, at) => partOf(recipe, name, term.full[at]!, variables, numbers));
    const first = columns.length;
    for (const { name, values } of productOf(parts)) {
      names.push(name);
      columns.push(values);
    }
    terms.push({
      name: term.variables.join(":"),
      variables: term.variables,
      columns: Array.from({ length: columns.length - first }, (_, at) => first + at),
    });
  }
  return Object.freeze({ rowCount, names, columns, terms, hasIntercept, recipe });
}

function lengthOf(variable: DesignVariable): number {
  const values = variable.kind === "number" ? variable.values : variable.labels;
  if (variable.kind === "category") checkLabels(values, values?.length ?? 0, variable.name);
  else checkColumn(values, variable.name);
  return values.length;
}

function partOf(
  recipe: DesignRecipe,
  name: string,
  isFull: boolean,
  variables: readonly DesignVariable[],
  numbers: Map<string, Float64Array>,
): Part {
  const learnt = recipe.variables.find((one) => one.name === name)!;
  const variable = variables.find((one) => one.name === name);
  if (!variable)
    refuseUnknown(
      "variable",
      name,
      variables.map((one) => one.name),
    );
  if (learnt.kind === "number") {
    if (variable.kind !== "number") refuseSetting(name, "labels", "Give numbers, as in the rows of the fit.");
    if (!numbers.has(name)) numbers.set(name, finiteNumbers(variable.values, name));
    return [{ name, values: numbers.get(name)! }];
  }
  if (variable.kind !== "category") refuseSetting(name, "numbers", "Give labels, as in the rows of the fit.");
  return codeCategory(learnt, variable.labels, isFull);
}

function codeCategory(
  { name, levels, coding }: LearntCategory,
  labels: readonly string[],
  isFull: boolean,
): Part {
  const place = new Map(levels.map((level, at) => [level, at]));
  const codes = Int32Array.from(labels, (label) => {
    const code = place.get(label);
    if (code === undefined) refuseUnknown(`level of ${name}`, label, levels);
    return code;
  });
  const isSum = coding === "sum" && !isFull;
  const from = isFull || isSum ? 0 : 1;
  const kept = levels.slice(from, isSum ? levels.length - 1 : levels.length);
  return kept.map((level, at) => {
    const values = new Float64Array(labels.length);
    for (let row = 0; row < values.length; row++) {
      if (codes[row] === at + from) values[row] = 1;
      else if (isSum && codes[row] === levels.length - 1) values[row] = -1;
    }
    return { name: `${name}[${level}]`, values };
  });
}

/** All products of columns, the first variable running fastest. */
function productOf(parts: readonly Part[]): Part {
  return parts.reduce((left, right) =>
    right.flatMap((outer) =>
      left.map((inner) => ({
        name: `${inner.name}:${outer.name}`,
        values: inner.values.map((value, row) => value * outer.values[row]!),
      })),
    ),
  );
}
