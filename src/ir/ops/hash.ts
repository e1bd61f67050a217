import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OpDefinition } from "./definition.ts";

const family = "hash" as const;
const nulls = "propagate" as const;

/** The first 52 bits of the MD5 of `seed:text`: a whole number from 0 to 2⁵² - 1, the same on every engine. */
export const hashIntOf = (text: string, seed: number): number =>
  Number.parseInt(bytesToHex(md5(utf8ToBytes(`${seed + 0}:${text}`))).slice(0, 13), 16);

/** How many values `hashInt` has. */
const hashRange = 2 ** 52;

/** A seeded hash as a number from 0 to below 1. */
export const hashUnitOf = (text: string, seed: number): number => hashIntOf(text, seed) / hashRange;

/** Numbers that look random and are always the same: for splits and samples by key. */
export const hash = {
  hashInt: {
    family,
    nulls,
    title:
      "A whole number from 0 to 2⁵² - 1: the first 52 bits of the MD5 of the seed, a colon and the text.",
    signatures: [{ args: ["Text", "Int"], result: "Int" }],
    literalFrom: 1,
    evaluate: (a, seed) => hashIntOf(String(a), Number(seed)),
  },
  hashUnit: {
    family,
    nulls,
    title: "A number from 0 to below 1: hashInt divided by 2⁵².",
    signatures: [{ args: ["Text", "Int"], result: "Float" }],
    literalFrom: 1,
    evaluate: (a, seed) => hashUnitOf(String(a), Number(seed)),
  },
} satisfies Record<string, OpDefinition>;
