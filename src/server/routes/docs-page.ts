import { createHash } from "node:crypto";
import { isRecord } from "../../base/index.ts";
import { errorAnswer } from "../http/error-body.ts";
import type { Route } from "../http/route.ts";
import { pageScript, pageStyle } from "./docs-page-parts.ts";

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}
/** What the page needs of an OpenAPI document. */
export interface DescribedService {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** `GET /docs`: a page about the service on which requests can be tried. It loads nothing from elsewhere. */
export const docsRoute = (describe: () => DescribedService): Route => ({
  method: "GET",
  path: "/docs",
  reads: "nothing",
  errors: errorAnswer,
  summary: "This page",
  handle: () => ({
    status: 200,
    type: "text/html; charset=utf-8",
    headers: {
      "content-security-policy": `default-src 'none'; script-src ${hashOf(pageScript)}; style-src ${hashOf(pageStyle)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
    },
    body: docsPage(describe()),
  }),
});

/** Only this script and this style run on the page, whatever its texts hold. */
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The page for an OpenAPI document. */
function docsPage({ info, paths }: DescribedService): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation], at) => operationPart(path, method, operation, at)),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escaped(info.title)}</h1>
<p>What the service takes and gives. The same for programs: <a href="openapi.json">openapi.json</a>.</p>
<p><label for="key">API key, where the service asks for one</label> <input id="key" type="password" autocomplete="off"></p>
${operations.join("\n")}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function operationPart(path: string, method: string, operation: Operation, at: number): string {
  const id = `${method}${path.replace(/[^A-Za-z0-9]+/g, "-")}${at}`;
  const [[type, content] = []] = Object.entries(operation.requestBody?.content ?? {});
  const names = operation.parameters ?? [];
  const fields = names.map(
    ({ name }) =>
      `<p><label for="${id}-${escaped(name)}">${escaped(name)}</label> <input id="${id}-${escaped(name)}" name="${escaped(name)}"></p>`,
  );
  const schema = content?.schema;
  const example: unknown =
    isRecord(schema) && Array.isArray(schema["examples"]) ? schema["examples"][0] : undefined;
  const body =
    type === undefined
      ? ""
      : `<p><label for="${id}-body">Body (${escaped(type)})</label><textarea id="${id}-body" name="body" rows="10" spellcheck="false">${escaped(
          example === undefined ? "" : JSON.stringify(example, undefined, 2),
        )}</textarea></p>`;
  const statuses = Object.entries(operation.responses ?? {}).map(
    ([status, { description }]) => `<li><code>${escaped(status)}</code> ${escaped(description ?? "")}</li>`,
  );
  return `<section aria-labelledby="${id}">
<h2 id="${id}"><code>${escaped(method.toUpperCase())} ${escaped(path)}</code></h2>
<p>${escaped(operation.summary ?? "")}. ${escaped(operation.description ?? "")}</p>
<ul>${statuses.join("")}</ul>
<form data-method="${escaped(method.toUpperCase())}" data-path="${escaped(path)}" data-type="${escaped(type ?? "")}">
${fields.join("")}${body}
<button>Send</button>
<pre role="status" aria-label="Answer of ${escaped(method.toUpperCase())} ${escaped(path)}"></pre>
</form>
</section>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
