import { describe, expect, it } from "vitest";
import { call, column, int, text } from "../build.ts";
import { readPattern } from "./parse-pattern.ts";
import { javascriptPattern, re2Pattern } from "./write-pattern.ts";

const input = column("name", "Text");

describe("readPattern", () => {
  it.each<[string, string]>([
    ["a+?b{2,5}|c", "a+?b{2,5}|c"],
    ["^a$", "\\Aa\\z"],
    [".", "[\\x{0}-\\x{9}\\x{b}-\\x{d7ff}\\x{e000}-\\x{10ffff}]"],
    ["\\s", "[\\x{9}-\\x{d} ]"],
    ["\\d\\w", "[0-9][0-9A-Z_a-z]"],
    ["[b-da-c-]", "[\\x{2d}a-d]"],
    ["(a)(?:b)", "(a)(?:b)"],
    ["é\\u{1f600}", "\\x{e9}\\x{1f600}"],
    ["\\.\\{", "\\x{2e}\\x{7b}"],
    ["", ""],
  ])("writes %s for RE2 so that nothing depends on the engine", (source, written) => {
    const pattern = readPattern(source);
    expect("node" in pattern && re2Pattern(pattern)).toBe(written);
  });

  it("writes an expression of JavaScript that means the same", () => {
    const pattern = readPattern("^[^\\d]+\\.$");
    expect("node" in pattern && javascriptPattern(pattern)).toBe(
      "^[\\u{0}-\\u{2f}\\u{3a}-\\u{d7ff}\\u{e000}-\\u{10ffff}]+\\u{2e}$",
    );
  });

  it.each<[string, RegExp]>([
    ["a(?=b)", /T1250.*a lookahead at place 2.*extract\(\)/],
    ["(?!b)", /T1250.*a lookahead at place 1/],
    ["(?<=a)b", /T1250.*a lookbehind at place 1/],
    ["(?<year>a)", /T1250.*a named group at place 1.*its number/],
    ["(?P<year>a)", /T1250.*a named group/],
    ["(?>a)", /T1250.*an atomic group/],
    ["(?i)a", /T1250.*a flag.*lower\(\)/],
    ["(a)\\1", /T1250.*a backreference \\1 at place 4.*equals\(\)/],
    ["\\k<a>", /T1250.*a backreference/],
    ["a++", /T1250.*a possessive repeat at place 3/],
    ["\\p{L}", /T1250.*a Unicode property \\p at place 1/],
    ["\\Ba", /T1250.*the place \\B/],
    ["\\Aa", /T1250.*the anchor \\A.*Write \^/],
    ["a\\Z", /T1250.*the anchor \\Z.*Write \$/],
    ["[[:alpha:]]", /T1250.*a POSIX class at place 2/],
    ["\\e", /T1251.*the escape \\e, which is not known/],
    ["a\\", /T1251.*a backslash at its end at place 2/],
    ["\\x4", /T1251.*an escape \\x that names no character/],
    ["\\ud800", /T1251.*an escape \\u/],
    ["\\u{110000}", /T1251.*an escape \\u/],
    ["(a", /T1251.*a group that is not closed at place 1/],
    ["a)", /T1251.*a parenthesis that closes nothing at place 2/],
    ["[a", /T1251.*a class that is not closed/],
    ["[]", /T1251.*an empty class/],
    ["[^\\s\\S]", /T1251.*a class without any character/],
    ["[z-a]", /T1251.*a range that is none at place 2/],
    ["[\\d-z]", /T1251.*a range that is none/],
    ["[a[b]]", /T1251.*a bracket inside a class/],
    ["[\\b]", /T1251.*a word edge inside a class/],
    ["*a", /T1251.*\* with nothing before it at place 1.*\\\*/],
    ["a**", /T1251.*a repeat of a repeat at place 3/],
    ["a{x}", /T1251.*a count that is none at place 2/],
    ["a{3,2}", /T1251.*a count that is none/],
    ["a{0}", /T1251.*a count that is none/],
    ["]", /T1251.*\] that closes nothing/],
    ["(?:a*)*", /T1252.*place 1.*can match nothing.*\(\?:a\+\)\* is a\*/],
    ["(?:a|b?)+", /T1252/],
    ["^*", /T1252/],
    ["(?:(a)b)+", /T1252.*captures.*\(\?:…\)/],
    ["(a)*", /T1252/],
    ["a{1001}", /T1253.*a count above 1000 at place 2/],
    ["(?:a{100}){100}", /T1253.*more than 2000 parts/],
    ["(".repeat(60), /T1253.*groups more than 50 deep/],
  ])("refuses %s with the construct, its place and the cure", (source, message) => {
    expect(() => call("matches", input, text(source))).toThrow(message);
  });

  it("takes a group once or not at all, which every engine keeps alike", () => {
    expect(() => call("extract", input, text("(a)?b"), int(1))).not.toThrow();
  });
});

describe("the operations of patterns", () => {
  it("refuse a pattern that can match nothing where every match counts", () => {
    expect(() => call("countMatches", input, text("a*"))).toThrow(/T1254.*\+ instead of \*/);
    expect(() => call("replaceMatches", input, text("^"), text("x"))).toThrow(/T1254/);
    expect(() => call("matches", input, text("a*"))).not.toThrow();
  });

  it("refuse a group that the pattern does not have", () => {
    expect(() => call("extract", input, text("(a)"), int(2))).toThrow(/T1255.*group 2.*the groups 1 to 1/);
    expect(() => call("extract", input, text("a"), int(-1))).toThrow(/T1255.*has none/);
    expect(() => call("replaceMatches", input, text("a"), text("$1"))).toThrow(/T1255/);
    expect(() => call("extract", input, text("(a)".repeat(11)), int(10))).toThrow(/T1255/);
  });

  it("refuse a replacement with a dollar sign that stands for nothing", () => {
    expect(() => call("replaceMatches", input, text("a"), text("5 $"))).toThrow(/T1256.*\$\$/);
  });

  it("refuse a pattern that is no constant", () => {
    expect(() => call("matches", input, column("other", "Text"))).toThrow(/T1203/);
  });
});
