import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../../src/base/index.ts";
import { csv, days, defineProject, rows } from "../../src/index.ts";

/** A shop made up by a fixed seed: customers at the end of each month, and the orders that they had placed by then. */
export interface Shop {
  readonly customers: string;
  readonly orders: string;
}

const customerCount = 60;
const months = 10;
const dayMs = 86_400_000;
const start = Date.UTC(2023, 0, 1);
const moment = (ms: number): string => new Date(ms).toISOString();

/**
 * Customers with many orders lately stay. Orders arrive up to three days late, some are corrected a week later, and some of
 * them have no amount.
 */
export function makeShop(): Shop {
  const random = createRandom(20_230_101);
  const orders: string[] = ["order,customer,created,loaded,amount,status"];
  const spent = new Map<number, [number, number][]>();
  let number = 0;
  for (let customer = 1; customer <= customerCount; customer++) {
    const perMonth = 0.5 + 6 * random.next();
    for (let day = 0; day < months * 30; day++) {
      if (random.next() > perMonth / 30) continue;
      const created = start + day * dayMs + Math.floor(random.next() * dayMs);
      const loaded = created + Math.floor(random.next() * 3 * dayMs);
      const amount = Math.round(100 + 20_000 * random.next()) / 100;
      const name = `o${++number}`;
      const shown = random.next() < 0.05 ? "" : String(amount);
      orders.push(`${name},${customer},${moment(created)},${moment(loaded)},${shown},paid`);
      if (random.next() < 0.1)
        orders.push(`${name},${customer},${moment(created)},${moment(loaded + 7 * dayMs)},0.1,returned`);
      spent.set(customer, [...(spent.get(customer) ?? []), [created, amount]]);
    }
  }
  const customers: string[] = ["customer,asOf,plan,churned"];
  for (let month = 2; month <= months; month++)
    for (let customer = 1; customer <= customerCount; customer++) {
      const asOf = start + month * 30 * dayMs + customer * 60_000;
      const recent = (spent.get(customer) ?? []).filter(
        ([created]) => created < asOf && created >= asOf - 30 * dayMs,
      );
      const churned = recent.length + 2 * random.next() < 3;
      customers.push(`${customer},${moment(asOf)},${["basic", "gold"][customer % 2]},${churned}`);
    }
  return { customers: `${customers.join("\n")}\n`, orders: `${orders.join("\n")}\n` };
}

/** A project over the shop's files. */
export const shopProject = defineProject({
  name: "churn",
  data: csv("customers.csv"),
  events: { orders: csv("orders.csv") },
  features: ({ events }) => {
    const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
    return {
      orders30: orders.last(days(30)).count(),
      spent30: orders.last(days(30)).sum("amount"),
      last3: orders.last(rows(3)).mean("amount"),
      returned: orders.share(({ column }) => column("status").equals("returned")),
      sinceOrder: orders.timeSince(),
    };
  },
  columns: ({ column }) => ({ perOrder: column("spent30").divide(column("orders30")) }),
  predict: "churned",
  time: "asOf",
  id: ["customer"],
});

/** Writes the shop's files into a folder. */
export async function writeShop(folder: string): Promise<void> {
  const shop = makeShop();
  await writeFile(join(folder, "customers.csv"), shop.customers);
  await writeFile(join(folder, "orders.csv"), shop.orders);
}
