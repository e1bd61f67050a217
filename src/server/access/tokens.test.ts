import { createServer, type Server } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Access, AccessRefusal } from "./access.ts";
import { openAuthority } from "./open-authority.ts";
import { readTokenSettings } from "./token-settings.ts";

const now = Date.UTC(2024, 0, 31);
const seconds = now / 1000;
const secret = "0123456789abcdef0123456789abcdef";
const issuer = "https://issuer.example";
const audience = "tandem";
const algorithms = ["RS256", "ES256", "EdDSA"] as const;
let folder: string;
let pairs: Readonly<Record<string, Awaited<ReturnType<typeof generateKeyPair>>>>;
let keyServer: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-tokens-"));
  const made = await Promise.all(algorithms.map((alg) => generateKeyPair(alg, { extractable: true })));
  pairs = Object.fromEntries(algorithms.map((alg, at) => [alg, made[at]!]));
  const keys = await Promise.all(
    algorithms.map(async (alg) => ({
      ...(await exportJWK(pairs[alg]!.publicKey)),
      alg,
      kid: alg,
      use: "sig",
    })),
  );
  const set = JSON.stringify({ keys });
  keyServer = createServer((_request, response) => response.end(set)).listen(0, "127.0.0.1");
  await Promise.all([
    writeFile(join(folder, "jwks.json"), set),
    writeFile(join(folder, "secret"), `${secret}\n`),
    writeFile(join(folder, "short"), "abc"),
    new Promise((listening) => keyServer.once("listening", listening)),
  ]);
});
afterAll(async () => {
  keyServer.close();
  await rm(folder, { recursive: true, force: true });
});

async function settingsOf(spec: object) {
  const path = join(folder, "tokens.json");
  await writeFile(path, JSON.stringify({ issuer, audience, ...spec }));
  return readTokenSettings(path);
}

/** Who a token lets in, or why it does not. */
async function askWith(spec: object, token: string): Promise<Access | string> {
  const authority = await openAuthority({ tokens: await settingsOf(spec), now: () => now });
  const found = await (authority.authorise({ authorization: `Bearer ${token}` }) as Promise<
    Access | AccessRefusal
  >);
  authority.close();
  return "diagnostics" in found ? found.diagnostics[0]!.code : found;
}

const good: JWTPayload = {
  iss: issuer,
  aud: audience,
  sub: "shop",
  exp: seconds + 60,
  scope: "predict labels root",
};
const signed = (alg: string, payload: JWTPayload = good, header: object = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg, kid: alg, ...header }).sign(pairs[alg]!.privateKey);
const bySecret = (payload: JWTPayload = good, alg = "HS256") =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(Buffer.from(secret));

const publicKeys = { algorithms: [...algorithms], jwks: "jwks.json" };
const shared = { algorithms: ["HS256"], secretFile: "secret" };
const shop = { caller: "shop", scopes: ["predict", "labels"] };

describe("tokens", () => {
  it.each(algorithms)("signed by %s let their subject in, with the scopes that are known", async (alg) => {
    expect(await askWith(publicKeys, await signed(alg))).toEqual(shop);
    const { port } = keyServer.address() as AddressInfo;
    expect(
      await askWith({ ...publicKeys, jwks: `http://127.0.0.1:${port}/keys` }, await signed(alg)),
    ).toEqual(shop);
  });

  it("signed by a shared secret do too, and read scopes from the claim that is named", async () => {
    expect(await askWith(shared, await bySecret())).toEqual(shop);
    const token = await bySecret({ ...good, permissions: ["metrics"] });
    expect(await askWith({ ...shared, scopesClaim: "permissions" }, token)).toEqual({
      caller: "shop",
      scopes: ["metrics"],
    });
  });

  it.each([
    ["of another issuer", { iss: "https://other.example" }],
    ["for another audience", { aud: "other" }],
    ["that are over", { exp: seconds - 6 }],
    ["without an end", { exp: undefined }],
    ["without a subject", { sub: undefined }],
    ["with a subject of several lines", { sub: "shop\nroot" }],
    ["with a subject that is longer than a name", { sub: "x".repeat(256) }],
    ["with a subject that is none", { sub: { shop: true } as unknown as string }],
    ["that are not in force yet", { nbf: seconds + 60 }],
  ])("%s are refused", async (_, change) => {
    const payload = Object.fromEntries(
      Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined),
    ) as JWTPayload;
    expect(await askWith(publicKeys, await signed("ES256", payload))).toBe("T2359");
    expect(await askWith(shared, await bySecret(payload))).toBe("T2359");
  });

  it("without a signature are refused, whatever they say", async () => {
    const bare = new UnsecuredJWT(good).encode();
    const [header, payload] = (await signed("RS256")).split(".");
    for (const token of [bare, `${header}.${payload}.`, `${header}.${payload}`, "a.b.c", "..", `${bare}x`])
      for (const spec of [publicKeys, shared]) expect(await askWith(spec, token)).toMatch(/^T235[69]$/);
  });

  it("signed with a public key as if it were a secret are refused", async () => {
    const spki = await exportSPKI(pairs["RS256"]!.publicKey);
    const token = await new SignJWT(good)
      .setProtectedHeader({ alg: "HS256", kid: "RS256" })
      .sign(Buffer.from(spki));
    expect(await askWith(publicKeys, token)).toBe("T2359");
  });

  it("of an algorithm that is not in the list, of a changed payload and of an unknown key are refused", async () => {
    expect(await askWith({ ...publicKeys, algorithms: ["ES256"] }, await signed("RS256"))).toBe("T2359");
    expect(await askWith(shared, await bySecret(good, "HS512"))).toBe("T2359");
    const [header, , signature] = (await signed("ES256")).split(".");
    const payload = Buffer.from(JSON.stringify({ ...good, scope: "admin" })).toString("base64url");
    expect(await askWith(publicKeys, `${header}.${payload}.${signature}`)).toBe("T2359");
    expect(await askWith(publicKeys, await signed("ES256", good, { kid: "other" }))).toBe("T2359");
  });

  it.each([
    ["a secret for public algorithms", { algorithms: ["RS256"], secretFile: "secret" }, "algorithms"],
    ["public keys for HS256", { algorithms: ["HS256"], jwks: "jwks.json" }, "algorithms"],
    ["both", { algorithms: ["RS256"], jwks: "jwks.json", secretFile: "secret" }, "secretFile"],
    ["neither", { algorithms: ["RS256"] }, "jwks"],
    ["none", { algorithms: ["none"], jwks: "jwks.json" }, "algorithms"],
    ["a short secret", { algorithms: ["HS256"], secretFile: "short" }, "short"],
    ["keys over plain HTTP", { algorithms: ["RS256"], jwks: "http://keys.example/" }, "jwks"],
    ["no audience", { ...publicKeys, audience: "" }, "audience"],
    ["an unknown setting", { ...publicKeys, leeway: 60 }, "leeway"],
  ])("are not set up with %s", async (_, spec, place) => {
    await expect(settingsOf(spec)).rejects.toThrow(new RegExp(`T2357.*${place}`));
  });
});
