/**
 * The page's style: one column of text, light and dark by the reader's setting, narrow screens, paper. Text has a
 * contrast of at least 4.5 to its ground in both.
 */
export const style = `:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--shade:#f4f6f8;--link:#0b5cad;--mark:#3a80c9;--good:#1a7f4b;--bad:#b3261e;--careful:#8a5a00;--note:#57606a}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--ink:#e6e9ed;--soft:#a3adb8;--line:#343b44;--shade:#1d2128;--link:#7ab8f5;--good:#5fc791;--bad:#f28b82;--careful:#e6b450;--note:#a3adb8}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
.frame{display:grid;grid-template-columns:minmax(0,1fr);max-width:76rem;margin:0 auto;padding:0 1.25rem 4rem;gap:0 3rem}
header{padding:2.5rem 0 1rem;border-bottom:1px solid var(--line);margin-bottom:1rem}
header p{margin:.25rem 0 0;color:var(--soft)}
h1{font-size:1.9rem;line-height:1.2;margin:0}
h2{font-size:1.4rem;line-height:1.25;margin:3rem 0 .75rem;padding-top:.5rem}
section:first-child h2{margin-top:1rem}
h3{font-size:1.08rem;margin:2rem 0 .5rem}
p,ul,ol{max-width:44rem}
p,ul,ol,dl,figure,.scroll,details,.callout{margin:.75rem 0}
li{margin:.25rem 0}
.lead{font-size:1.2rem;line-height:1.45}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
nav h2{font-size:.85rem;margin:1rem 0 .25rem;padding:0;color:var(--soft)}
nav ol{list-style:none;margin:0;padding:0;columns:16rem;font-size:.95rem}
nav a{display:block;padding:.2rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1rem}
.key div{border-top:3px solid var(--mark);background:var(--shade);padding:.75rem 1rem}
.key dt{font-size:.9rem;color:var(--soft)}
.key dd{margin:0}
.key strong{display:block;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
.key span{font-size:.85rem;color:var(--soft)}
.callout{border-left:4px solid var(--note);background:var(--shade);padding:.6rem 1rem;max-width:52rem}
.callout.good{border-color:var(--good)}.callout.bad{border-color:var(--bad)}.callout.careful{border-color:var(--careful)}
.callout.good .callout-title{color:var(--good)}.callout.bad .callout-title{color:var(--bad)}.callout.careful .callout-title{color:var(--careful)}
.callout>*{margin:.35rem 0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;min-width:min(100%,24rem);font-size:.9rem;line-height:1.4}
caption{text-align:left;color:var(--soft);padding:0 0 .35rem;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);max-width:26rem;overflow-wrap:break-word}
td:last-child,th:last-child{padding-right:0}
thead th{font-weight:600;vertical-align:bottom;border-bottom:2px solid var(--line)}
tbody th{font-weight:500}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
code{font:.85em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
figure{margin:1.25rem 0}
figure svg{max-width:100%;height:auto;display:block}
figcaption{font-size:.95rem;max-width:44rem;color:var(--soft);margin-top:.35rem}
figcaption strong{color:var(--ink)}
.small{display:block;fill:var(--mark);max-width:none}
.small .axis{stroke:var(--soft);fill:none;opacity:.6}.small .line{stroke:var(--mark);stroke-width:2;fill:none}
@media (min-width:70rem){figure{display:grid;grid-template:auto 1fr/36rem minmax(0,1fr);gap:0 2rem}figure .picture{grid-row:1/span 2;margin:0}figure figcaption{margin-top:.5rem}figure details{align-self:start}figure:has(details[open]) .picture{grid-row:1/span 1}figure details[open]{grid-column:1/-1}}
summary{cursor:pointer;color:var(--link);padding:.2rem 0}
footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1rem;color:var(--soft);font-size:.9rem}
@media (min-width:70rem){.frame{grid-template-columns:13rem minmax(0,1fr)}header,footer{grid-column:1/-1}nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}nav ol{columns:1}}
@media (max-width:40rem){body{font-size:.97rem}h1{font-size:1.5rem}.frame{padding:0 1rem 3rem}table{font-size:.85rem}th,td{padding-right:.7rem}td:not(.number){min-width:8.5rem}tbody th{position:sticky;left:0;background:var(--paper);min-width:6.5rem;max-width:9rem}nav ol{columns:2;font-size:.88rem}header{padding-top:1.25rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--shade:#f6f6f6;--link:#000;--good:#1a7f4b;--bad:#b3261e;--careful:#8a5a00;--note:#444}.lead{font-size:12pt}body{font-size:10pt}nav,.skip{display:none}.frame{display:block;max-width:none;padding:0}.scroll{overflow:visible}details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none;color:var(--ink);font-weight:600}h2,h3,caption,thead{break-after:avoid}tr,figure,.callout,.key div{break-inside:avoid}table{font-size:8.5pt}td.number{white-space:normal}a{text-decoration:none}}
`;
