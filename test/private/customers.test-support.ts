import { createRandom } from "../../src/base/index.ts";

/** Customers of a shop; what they buy depends on their city, their salary and their year of birth. */
export interface Customers {
  readonly csv: string;
  readonly rows: readonly Readonly<Record<string, string | number | boolean>>[];
  /** Every text that is nobody else's business. */
  readonly secrets: readonly string[];
  /** Numbers as they stand in the file. */
  readonly amounts: readonly string[];
}

const cities = ["Xanadoria", "Quibbleton", "Zephyrholm", "Wyrmwater", "Umberlocke", "Krakenfjord"];

/** Rows with made-up people; the last line cannot be read, and one birthday is none. */
export function madeUpCustomers(count = 400): Customers {
  const random = createRandom(7);
  const rows = Array.from({ length: count }, (_, at) => {
    const city = Math.floor(random.next() * cities.length);
    const salary = 20_000 + Math.round(random.next() * 9_000_000) / 100 + 0.01;
    const year = 1940 + Math.floor(random.next() * 60);
    const score = (city < 2 ? 2 : -1) + (salary > 60_000 ? 1 : -1) + (year > 1970 ? 0.5 : -0.5);
    const day = new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
    return {
      day,
      email: `person${at % 90}.zq@${["mailplace", "postplace"][at % 2]}.example`,
      city: cities[city]!,
      born: `${year}-0${1 + (at % 9)}-1${at % 10}`,
      salary,
      visits: Math.floor(random.next() * 9),
      bought: score + 2 * (random.next() - 0.5) > 0,
    };
  });
  const names = Object.keys(rows[0]!);
  const lines = rows.map((row) => Object.values(row).join(","));
  lines[17] = lines[17]!.replace(rows[17]!.born, "unborn-zq");
  lines.push("2021-09-01,broken.zq@mailplace.example,too,few");
  return {
    csv: `${names.join(",")}\n${lines.join("\n")}\n`,
    rows,
    secrets: [
      ...new Set(rows.map(({ email }) => email)),
      ...cities,
      "mailplace",
      "postplace",
      "unborn-zq",
      "broken.zq",
    ],
    // Whole ones are too short to be told from other numbers.
    amounts: rows.map(({ salary }) => String(salary)).filter((amount) => /\.\d\d$/.test(amount)),
  };
}
