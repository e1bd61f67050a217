/**
 * JSON text with Python's bare tokens in JSON's own words: `NaN` becomes null, `Infinity` a number beyond float64. What
 * stands inside of texts is left alone.
 */
export function withNumberTokens(text: string): string {
  let written = "";
  let at = 0;
  for (;;) {
    const quote = text.indexOf('"', at);
    const between = quote < 0 ? text.slice(at) : text.slice(at, quote);
    written += between.replaceAll(/\bNaN\b/g, "null").replaceAll(/\bInfinity\b/g, "1e999");
    if (quote < 0) return written;
    at = endOfText(text, quote);
    written += text.slice(quote, at);
  }
}

/** Where a text that begins at a quote has ended. */
function endOfText(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
