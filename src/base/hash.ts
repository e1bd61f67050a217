import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./json.ts";

/** SHA-256 of bytes or of the UTF-8 bytes of a text, as 64 hexadecimal digits. Runs in Node, browsers and at the edge. */
export const sha256Hex = (content: string | Uint8Array): string =>
  bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));

/** SHA-256 of a value's canonical JSON: equal values hash alike whatever the order of their keys. */
export const hashJson = (value: unknown): string => sha256Hex(canonicalJson(value));
