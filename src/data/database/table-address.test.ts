import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { isTableAddress, readTableAddress, resolveTable } from "./table-address.ts";

const postgresOf = (text: string, environment: Readonly<Record<string, string>> = {}) => {
  const { database } = readTableAddress(text, environment);
  if (database.kind !== "postgres") throw new Error(database.kind);
  const { password, ...rest } = database;
  return { ...rest, password: password() };
};

describe("the address of a table", () => {
  it.each([
    ["sqlite:shop.sqlite#orders", ["orders"]],
    ["duckdb:a#b.duckdb#sales.orders", ["sales", "orders"]],
    ['sqlite:shop.sqlite#"odd.Name"', ["odd.Name"]],
    ['sqlite:shop.sqlite#main."a""b"', ["main", 'a"b']],
    ["sqlite:shop.sqlite#Bestellungen für Müller", ["Bestellungen für Müller"]],
  ])("%s names a table", (text, name) => {
    expect(isTableAddress(text)).toBe(true);
    expect(readTableAddress(text, {}).name).toEqual(name);
  });

  it.each(["orders.csv", "C:\\orders.csv", "postgres.csv", "sqlite.parquet", "./sqlite:x", "https://x#y"])(
    "%s is none",
    (text) => {
      expect(isTableAddress(text)).toBe(false);
    },
  );

  it.each([
    "sqlite:shop.sqlite",
    "sqlite:#orders",
    "sqlite:shop.sqlite#",
    "sqlite:shop.sqlite#a.b.c",
    'sqlite:shop.sqlite#"a',
    "sqlite:shop.sqlite#a\0b",
    "mysql://ana:secret@db/shop#orders",
    "postgres://ana@db#orders",
    "postgres://db/shop#orders",
    "postgres://ana@db:port/shop#orders",
    "postgres://ana@db/shop?sslmode=maybe#orders",
    "postgres://ana@db/shop?password=secret#orders",
    "postgres://ana@db/a%ZZ#orders",
  ])("%j is refused", (text) => {
    expect(() => readTableAddress(text, {})).toThrow(/^T2990/);
  });

  it("holds no password that others can see, and shows none", () => {
    const shown = "postgres://ana:secret@db/shop#orders";
    expect(() => readTableAddress(shown, {})).toThrow(/^T2990 .*PGPASSWORD/);
    for (const text of [shown, "postgres://ana:secret@db/shop", "postgres://ana:secret@[/shop#orders"])
      expect(() => readTableAddress(text, {})).toThrow(/^(?!.*secret)/);
    const hidden = readTableAddress("env:SHOP#orders", { SHOP: "postgres://ana:secret@db/shop" });
    expect(JSON.stringify(hidden)).not.toContain("secret");
    expect(() => readTableAddress("env:SHOP#orders", {})).toThrow(/^T2991 .*"SHOP"/);
  });

  it("says who asks which database, and how", () => {
    expect(postgresOf("postgres://a%40b@db.example.org/shop#orders", { PGPASSWORD: "p" })).toEqual({
      kind: "postgres",
      host: "db.example.org",
      port: 5432,
      database: "shop",
      user: "a@b",
      password: "p",
      encryption: "verified",
    });
    const usual = { PGUSER: "u", PGHOST: "h", PGPORT: "1", PGDATABASE: "d", PGSSLMODE: "require" };
    expect(postgresOf("postgresql://#orders", usual)).toMatchObject({
      host: "h",
      port: 1,
      database: "d",
      user: "u",
      encryption: "unverified",
      password: undefined,
    });
    expect(postgresOf("postgres://ana@localhost/shop#t").encryption).toBe("none");
    expect(postgresOf("postgres://ana@[::1]:7/shop#t")).toMatchObject({
      host: "::1",
      port: 7,
      encryption: "none",
    });
    expect(postgresOf("postgres://ana@db/shop?sslmode=disable#t").encryption).toBe("none");
  });

  it("finds its file from a folder", () => {
    expect(resolveTable("sqlite:a/b.sqlite#t", "/x")).toBe(`sqlite:${join(resolve("/x"), "a/b.sqlite")}#t`);
    expect(resolveTable("postgres://ana@db/shop#t", "/x")).toBe("postgres://ana@db/shop#t");
  });
});
