/** Records nested deeper than this are refused: the engine's reader calls itself once per level and would fall over. */
export const deepestNesting = 500;

/** Finds out how deeply the arrays and objects of a JSON text are nested. */
export interface JsonDepth {
  /** Looks at the next bytes of the text. */
  add(bytes: Uint8Array): void;
  /** The deepest level so far. */
  deepest(): number;
}

const quote = 0x22;
const backslash = 0x5c;

/** Starts before the first byte of a UTF-8 text; brackets inside strings do not count. */
export function createJsonDepth(): JsonDepth {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  let escaped = false;
  const add = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === quote) inString = true;
      // The codes of [ and {, and of ] and }, differ by one bit.
      else if ((byte | 0x20) === 0x7b) deepest = Math.max(deepest, ++depth);
      else if ((byte | 0x20) === 0x7d) depth--;
    }
  };
  return { add, deepest: () => deepest };
}
