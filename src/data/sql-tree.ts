import { isRecord } from "../base/index.ts";

/** A name in a statement, and the byte where it stands. */
export interface SqlMention {
  readonly name: string;
  readonly position: number | null;
}

/** What a statement mentions: enough to say what it reaches. */
export interface SqlMentions {
  /** Tables that are none of the statement's own (WITH), with their schema where one is written. */
  readonly tables: readonly SqlMention[];
  readonly tableFunctions: readonly SqlMention[];
  /** Functions, aggregates and window functions; `texts` are the constant texts among their arguments. */
  readonly functions: readonly (SqlMention & {
    readonly argumentCount: number;
    readonly texts: readonly string[];
  })[];
  /** Column names that stand alone: some of them (`current_date`) are functions when no column has the name. */
  readonly columns: readonly SqlMention[];
  /** Parts of other kinds: samples, parameters, DESCRIBE. */
  readonly others: readonly SqlMention[];
}

type Mutable = { [Key in keyof SqlMentions]: SqlMentions[Key][number][] };
type Node = Readonly<Record<string, unknown>>;

const tableKinds = ["BASE_TABLE", "TABLE_FUNCTION", "JOIN", "SUBQUERY", "EXPRESSION_LIST", "EMPTY", "PIVOT"];

/** Gathers what a statement mentions from the tree that the engine's parser made of it (`json_serialize_sql`). */
export function mentionsOf(tree: unknown): SqlMentions {
  const found: Mutable = { tables: [], tableFunctions: [], functions: [], columns: [], others: [] };
  walk(tree, new Set(), found);
  return found;
}

/** `own` are the names that WITH gives to parts of the statement, as far as they can be seen from here. */
function walk(node: unknown, own: ReadonlySet<string>, found: Mutable): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, own, found);
    return;
  }
  if (!isRecord(node)) return;
  const seen = namesWithin(node, own, found);
  gather(node, seen, found);
  for (const [key, child] of Object.entries(node))
    if (key !== "cte_map" && !(node["type"] === "TABLE_FUNCTION" && key === "function"))
      walk(child, seen, found);
}

/** Walks the parts that WITH names, each of which sees those before it, and adds their names. */
function namesWithin(node: Node, own: ReadonlySet<string>, found: Mutable): ReadonlySet<string> {
  const names = new Set(own);
  if (node["type"] === "RECURSIVE_CTE_NODE" && typeof node["cte_name"] === "string")
    names.add(node["cte_name"].toLowerCase());
  const map = isRecord(node["cte_map"]) ? node["cte_map"]["map"] : [];
  for (const entry of Array.isArray(map) ? map : []) {
    if (!isRecord(entry) || typeof entry["key"] !== "string") continue;
    walk(entry["value"], new Set(names), found);
    names.add(entry["key"].toLowerCase());
  }
  return names;
}

function gather(node: Node, own: ReadonlySet<string>, found: Mutable): void {
  const type = textOf(node["type"]);
  const position = positionOf(node["query_location"]);
  if (isRecord(node["sample"])) found.others.push({ name: "SAMPLE", position });
  if ("class" in node) gatherExpression(node, position, found);
  else if ("sample" in node && "alias" in node) {
    if (type === "BASE_TABLE") {
      const name = [node["catalog_name"], node["schema_name"], node["table_name"]]
        .map(textOf)
        .filter((part) => part !== "")
        .join(".");
      if (!own.has(name.toLowerCase())) found.tables.push({ name, position });
    } else if (type === "TABLE_FUNCTION") {
      const call = isRecord(node["function"]) ? node["function"] : {};
      found.tableFunctions.push({
        name: textOf(call["function_name"]),
        position: positionOf(call["query_location"]),
      });
      walk(call["children"], own, found);
    } else if (!tableKinds.includes(type)) found.others.push({ name: type, position });
  }
}

function gatherExpression(node: Node, position: number | null, found: Mutable): void {
  const kind = node["class"];
  if (kind === "FUNCTION" || kind === "WINDOW") {
    const children = Array.isArray(node["children"]) ? node["children"] : [];
    found.functions.push({
      name: textOf(node["function_name"]).toLowerCase(),
      position,
      argumentCount: children.length,
      texts: children.flatMap(constantText),
    });
  } else if (kind === "COLUMN_REF" && Array.isArray(node["column_names"])) {
    if (node["column_names"].length === 1)
      found.columns.push({ name: textOf(node["column_names"][0]).toLowerCase(), position });
  } else if (kind === "PARAMETER") found.others.push({ name: "a parameter", position });
}

function constantText(node: unknown): string[] {
  if (!isRecord(node) || node["class"] !== "CONSTANT" || !isRecord(node["value"])) return [];
  const { value } = node["value"];
  return typeof value === "string" ? [value.toLowerCase()] : [];
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

// The parser writes 2^64 - 1 where it knows no place.
const positionOf = (value: unknown): number | null =>
  typeof value === "number" && value < 2 ** 53 ? value : null;
