import { createRandom } from "../../src/base/index.ts";

/** A cell of CSV in quotes where it needs them. */
const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvOf = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[header, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;

/** Roughly normal around 0 with a deviation of 1. */
const normal = (next: () => number): number => next() + next() + next() + next() - 2;

/**
 * Offers that 90 searches showed, with a grade by how well each fitted. How good a search is on the whole differs much, so that only
 * the order within a search can be learnt. Awkward: some prices are missing, a column is constant, one search has one offer, in some
 * all offers have one grade, and two rows belong to no search.
 */
export function searches(): string {
  const random = createRandom("searches");
  const next = (): number => random.next();
  const integer = (below: number): number => random.integer(below);
  const rows: (string | number)[][] = [];
  for (let search = 0; search < 90; search++) {
    const level = 20 * next();
    const count = search === 5 ? 1 : 4 + integer(9);
    for (let at = 0; at < count; at++) {
      const fit = next();
      rows.push([
        `search ${search}`,
        `2024-02-${String(1 + (search % 28)).padStart(2, "0")}`,
        (level + 2 * fit + 0.3 * normal(next)).toFixed(3),
        (fit + 0.3 * normal(next)).toFixed(3),
        next() < 0.1 ? "" : (10 + 5 * Math.abs(normal(next))).toFixed(2),
        ["book, new", "book", 'toy "small"'][integer(3)]!,
        "EUR",
        search % 12 === 0 ? 0 : Math.min(4, Math.floor(5 * fit)),
      ]);
    }
  }
  rows.push(["", "2024-02-03", 1, 1, 10, "book", "EUR", 2], ["", "2024-02-04", 1, 1, 10, "book", "EUR", 1]);
  return csvOf(["search", "day", "score of old", "likeness", "price", "kind", "currency", "grade"], rows);
}

/** Three kinds of customers, of 50, 60 and 70 rows. Awkward: gaps, a town with a comma, a constant column, a text that names the row. */
export function customers(): string {
  const random = createRandom("customers");
  const next = (): number => random.next();
  const integer = (below: number): number => random.integer(below);
  const kinds = [
    { rows: 50, spend: 100, visits: 4, towns: ["Oslo", "Bergen"] },
    { rows: 60, spend: 110, visits: 30, towns: ["Bergen", "Tromsø, north"] },
    { rows: 70, spend: 900, visits: 29, towns: ['Kiruna "K"'] },
  ];
  const rows = kinds.flatMap(({ rows: count, spend, visits, towns }, kind) =>
    Array.from({ length: count }, (_, at) => [
      `customer ${kind}-${at}`,
      (spend + 20 * normal(next)).toFixed(2),
      next() < 0.05 ? "" : (visits + normal(next)).toFixed(1),
      towns[integer(towns.length)]!,
      "EUR",
    ]),
  );
  return csvOf(["name", "spend", "visits", "town", "currency"], rows);
}

/** Orders of which every thirtieth is very unlike the others, and some of which nobody has looked at. */
export function orders(): string {
  const random = createRandom("orders");
  const next = (): number => random.next();
  const integer = (below: number): number => random.integer(below);
  const rows = Array.from({ length: 360 }, (_, at) => {
    const isOdd = at % 30 === 7;
    return [
      `order ${at}`,
      (isOdd ? 4000 + 3000 * next() : 80 + 30 * normal(next)).toFixed(2),
      isOdd ? 30 + integer(30) : 1 + integer(8),
      next() < 0.06 ? "" : (isOdd ? next() : 12 + 4 * normal(next)).toFixed(1),
      ["north", "south", "web, eu"][integer(3)]!,
      isOdd ? "yes" : at % 10 === 3 ? "" : "no",
    ];
  });
  return csvOf(["order", "amount", "items", "minutes", "shop", "fraud"], rows);
}
