import { growCodes, type ColumnDecoder } from "./decoder.ts";

/** The bytes of a long text: `pointerOffset` is where its address stands in `slots`. */
export type LongText = (slots: Uint8Array, pointerOffset: number, byteCount: number) => Uint8Array;

const slotBytes = 16;
const inlineBytes = 12;

/**
 * Text to dictionary codes in the order of first appearance, without making a JavaScript string per row: the engine
 * holds a text in a 16-byte slot (its length, then up to 12 bytes of text, or 4 bytes and an address), and equal slots
 * have equal codes. An address is only trusted within its chunk, since memory is used again.
 */
export function createTextDecoder(rowCount: number, readLong: LongText): ColumnDecoder {
  const places = new Map<string, number>();
  const inline = createSlotMap();
  let codes = new Int32Array(rowCount);
  let length = 0;

  const place = (bytes: Uint8Array): number => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };

  const append = (data: Uint8Array, validity: Uint8Array | null, count: number): void => {
    codes = growCodes(codes, length + count);
    const words = new Int32Array(data.buffer, data.byteOffset, count * 4);
    const long = createSlotMap();
    for (let row = 0; row < count; row++) {
      if (validity && !((validity[row >> 3]! >> (row & 7)) & 1)) {
        codes[length + row] = -1;
        continue;
      }
      const byteCount = words[row * 4]!;
      const map = byteCount <= inlineBytes ? inline : long;
      const slot = map.find(words, row * 4);
      if (map.codes[slot]! >= 0) codes[length + row] = map.codes[slot]!;
      else {
        const start = row * slotBytes;
        const inlined = byteCount <= inlineBytes;
        const code = place(
          inlined ? data.subarray(start + 4, start + 4 + byteCount) : readLong(data, start + 8, byteCount),
        );
        map.insert(slot, words, row * 4, code);
        codes[length + row] = code;
      }
    }
    length += count;
  };

  return {
    bytesPerValue: slotBytes,
    append,
    finish: () => ({
      kind: "texts",
      type: "Text",
      codes: codes.length === length ? codes : codes.slice(0, length),
      dictionary: [...places.keys()],
    }),
    lost: () => 0,
  };
}

interface SlotMap {
  codes: Int32Array;
  find(words: Int32Array, at: number): number;
  insert(slot: number, words: Int32Array, at: number, code: number): void;
}

/** A hash table (open addressing) from the four words of a slot to a code. */
function createSlotMap(): SlotMap {
  let capacity = 1024;
  let keys = new Int32Array(capacity * 4);
  let size = 0;

  const find = (words: Int32Array, at: number): number => {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13) ^ d, 0x27d4eb2f);
    let slot = (hash ^ (hash >>> 16)) & (capacity - 1);
    for (;;) {
      if (map.codes[slot]! < 0) return slot;
      const key = slot * 4;
      if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return slot;
      slot = (slot + 1) & (capacity - 1);
    }
  };

  const put = (slot: number, words: Int32Array, at: number, code: number): void => {
    keys.set(words.subarray(at, at + 4), slot * 4);
    map.codes[slot] = code;
  };

  const grow = (): void => {
    const [oldKeys, oldCodes] = [keys, map.codes];
    capacity *= 2;
    keys = new Int32Array(capacity * 4);
    map.codes = new Int32Array(capacity).fill(-1);
    for (let slot = 0; slot < oldCodes.length; slot++)
      if (oldCodes[slot]! >= 0) put(find(oldKeys, slot * 4), oldKeys, slot * 4, oldCodes[slot]!);
  };

  const map: SlotMap = {
    codes: new Int32Array(capacity).fill(-1),
    find,
    insert: (slot, words, at, code) => {
      put(slot, words, at, code);
      if (++size * 2 > capacity) grow();
    },
  };
  return map;
}
