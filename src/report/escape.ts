/**
 * Characters that a reader cannot see or that turn text around (controls, bidirectional overrides) become the
 * replacement character; lone surrogates too. Line breaks and tabs become a space.
 */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    // eslint-disable-next-line no-control-regex -- these are the characters that must not pass
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "\ufffd");

const htmlNames: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Plain text as HTML, safe in content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  cleanText(text).replace(/[&<>"']/g, (character) => htmlNames[character]!);

/** Plain text as Markdown (CommonMark and the tables of GitHub): no character of it is read as markup. */
export const escapeMarkdown = (text: string): string =>
  cleanText(text)
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/&(?=[#\w])/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/^(\s*)([+-](?=\s|$|-)|#)/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2");

/** A title with a full stop behind it, unless it ends with a mark of its own. */
export const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
