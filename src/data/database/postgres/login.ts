import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);
const hmac = (key: Uint8Array, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
const md5 = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");

/** More rounds than any server asks for: beyond it, the one at the other end only wants to keep us busy. */
const mostRounds = 1_000_000;

/** The three messages of a login that shows a password to nobody, and checks that the server knows it too. */
export interface ScramLogin {
  readonly first: string;
  /** Answers the server's challenge. Undefined for one that is none. */
  final(challenge: string): Promise<string | undefined>;
  /** Whether the server's last message proves that it knows the password. */
  isProven(message: string): boolean;
  /** Whether it has been proven. */
  isDone(): boolean;
}

/** SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). The user's name stands in the first message of the connection. */
export function scramLogin(password: string, nonce = randomBytes(18).toString("base64")): ScramLogin {
  const bare = `n=,r=${nonce}`;
  let expected: Buffer | undefined;
  let isDone = false;
  return {
    first: `n,,${bare}`,
    final: async (challenge) => {
      const [, both, salt, rounds] = /^r=([^,]+),s=([^,]+),i=([0-9]{1,7})$/.exec(challenge) ?? [];
      const count = Number(rounds);
      if (both === undefined || salt === undefined || !both.startsWith(nonce) || both.length === nonce.length)
        return undefined;
      if (count < 1 || count > mostRounds) return undefined;
      const salted = await derive(
        password.normalize("NFKC"),
        Buffer.from(salt, "base64"),
        count,
        32,
        "sha256",
      );
      const client = hmac(salted, "Client Key");
      const plain = `c=biws,r=${both}`;
      const exchange = `${bare},${challenge},${plain}`;
      const signature = hmac(sha256(client), exchange);
      expected = hmac(hmac(salted, "Server Key"), exchange);
      const proof = client.map((byte, at) => byte ^ signature[at]!);
      return `${plain},p=${Buffer.from(proof).toString("base64")}`;
    },
    isProven: (message) => {
      const given = Buffer.from(/^v=(.+)$/.exec(message)?.[1] ?? "", "base64");
      isDone = expected !== undefined && given.length === expected.length && timingSafeEqual(given, expected);
      return isDone;
    },
    isDone: () => isDone,
  };
}

/** The answer to an older server's challenge, as its documentation says. */
export const md5Answer = (user: string, password: string, salt: Uint8Array): string =>
  `md5${md5(md5(password, user), salt)}`;
