import { describe, expect, it } from "vitest";
import { md5Answer, scramLogin } from "./login.ts";

describe("a login by SCRAM-SHA-256", () => {
  // The exchange of RFC 7677, section 3, whose name of the user stands in the first message here.
  const nonce = "rOprNGfwEbeRWgbNEkqO";
  const challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

  it("answers a challenge so that the server can prove itself", async () => {
    const login = scramLogin("pencil", nonce);
    expect(login.first).toBe(`n,,n=,r=${nonce}`);
    const final = await login.final(challenge);
    expect(final).toMatch(/^c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj\)hNlF\$k0,p=[\w+/]{43}=$/);
    expect([login.isProven("v=AAAA"), login.isProven("e=other-error"), login.isDone()]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each([
    "r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
    `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0`,
    `r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=9999999`,
    "",
  ])("does not answer %j", async (wrong) => {
    expect(await scramLogin("pencil", nonce).final(wrong)).toBeUndefined();
  });
});

it("answers an older server's challenge", () => {
  // md5(md5("secretana") in digits, with the salt behind it), by hashlib of Python 3.11.
  expect(md5Answer("ana", "secret", Uint8Array.of(1, 2, 3, 4))).toBe("md58f8b530763ed9afcdb2cb65189075c56");
});
