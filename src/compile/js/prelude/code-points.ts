/** How many code points a text has; half of a surrogate pair counts as one. */
export function lengthOf(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(at + 1);
    if (next < 0xdc00 || next > 0xdfff) continue;
    count--;
    at++;
  }
  return count;
}

/** Where the code point at a place (from 0) begins, in code units. */
export function unitOf(text: string, place: number, from = 0): number {
  let at = from;
  for (let left = place; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}
