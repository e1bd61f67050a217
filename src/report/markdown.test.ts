import { describe, expect, it } from "vitest";
import {
  callout,
  details,
  keyFigures,
  list,
  orderedList,
  paragraph,
  section,
  table,
  type Block,
} from "./blocks.ts";
import { escapeHtml, escapeMarkdown } from "./escape.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";

const blocks: readonly Block[] = [
  section("one", "One"),
  paragraph("A & B.", "", "C."),
  list(["- a", "# b"]),
  orderedList(["first", "2. second"]),
  table("Counts", ["Name", "#Rows", "`Hash"], [["a|b", "1", "9af3"]]),
  callout("bad", "Look", paragraph("Here.")),
  keyFigures([{ label: "Rows", value: "12", note: "" }]),
  details("More", paragraph("Hidden.")),
];

describe("the two renderers of the same blocks", () => {
  it("writes Markdown", () => {
    expect(toMarkdown(blocks)).toBe(`## One

A & B. C.

- \\- a
- \\# b

1. first
2. 2\\. second

Counts:

| Name | Rows | Hash |
| --- | ---: | --- |
| a\\|b | 1 | \`9af3\` |

> **Look**
>
> Here.

- Rows: **12**

**More**

Hidden.
`);
  });

  it("writes HTML", () => {
    const html = toHtml(blocks);
    expect(html).toContain('<section aria-labelledby="one">\n<h2 id="one">One</h2>\n<p>A &amp; B. C.</p>');
    expect(html).toContain('<th scope="row">a|b</th><td class="number">1</td><td><code>9af3</code></td>');
    expect(html).toContain("<details><summary>More</summary>");
    expect(html.endsWith("</section>")).toBe(true);
  });

  it("leaves columns of silent pictures out of Markdown", () => {
    const picture = { svg: "<svg></svg>", text: "" };
    expect(toMarkdown([table("", ["A", "Picture", "#B"], [["x", picture, "1"]])])).toBe(
      "| A | B |\n| --- | ---: |\n| x | 1 |\n",
    );
  });
});

describe("escaping", () => {
  it("makes hidden and turning characters visible, and keeps one line", () => {
    expect(escapeHtml("a\u0000b\u202ec\nd\ud800")).toBe("a\ufffdb\ufffdc d\ufffd");
  });

  it("escapes quotes for attributes", () => {
    expect(escapeHtml(`"'<>&`)).toBe("&quot;&#39;&lt;&gt;&amp;");
  });

  it("escapes Markdown only where it would be read as markup", () => {
    expect(escapeMarkdown("0.5 (a)")).toBe("0.5 (a)");
    expect(escapeMarkdown("1. a_b [c](d) &lt; **e** -x")).toBe(
      "1\\. a\\_b \\[c\\](d) &amp;lt; \\*\\*e\\*\\* -x",
    );
  });
});
