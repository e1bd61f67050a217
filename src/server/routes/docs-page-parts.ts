/** The script of the page: sends what stands in a form, and shows what comes back. */
export const pageScript = `
for (const form of document.querySelectorAll("form")) {
  const answer = form.querySelector("pre");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { method, path, type } = form.dataset;
    const fields = new FormData(form);
    const headers = {};
    const key = document.getElementById("key").value;
    if (key) headers.authorization = "Bearer " + key;
    if (type) headers["content-type"] = type;
    const target = path.slice(1).replace(/\\{(\\w+)\\}/g, (_, name) => encodeURIComponent(fields.get(name) ?? ""));
    const begin = performance.now();
    answer.textContent = "…";
    try {
      const response = await fetch(target, { method, headers, ...(type ? { body: fields.get("body") } : {}) });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
      const took = Math.round(performance.now() - begin);
      answer.textContent = response.status + " " + response.statusText + " (" + took + " ms)\\n\\n" + shown;
    } catch (error) {
      answer.textContent = "The service cannot be reached: " + error.message;
    }
  });
}
`;

export const pageStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 56rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid; margin-top: 2rem; }
h2 { font-size: 1.1rem; }
code, pre, textarea { font-family: ui-monospace, monospace; font-size: .9rem; }
textarea { width: 100%; box-sizing: border-box; display: block; }
pre { overflow: auto; max-height: 30rem; white-space: pre-wrap; overflow-wrap: anywhere; }
pre:empty { display: none; }
button, input { font: inherit; padding: .3rem .8rem; }
`;
