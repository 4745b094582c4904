/** The style of all pages: light and dark, phone and print. */
export const STYLE: string = `:root{color-scheme:light dark;--paper:#fff;--card:#f6f8fa;--ink:#1f2328;--faint:#59636e;--soft:#c8d1da;--arm-0:#0b62c4;--arm-1:#b3470e;--arm-2:#1a7f37;--arm-3:#8250df;--arm-4:#a40e5f;--arm-5:#57606a;--arm-6:#7a5b00;--arm-7:#00707a}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--card:#151b23;--ink:#f0f6fc;--faint:#9ea7b3;--soft:#3d444d;--arm-0:#6cb0ff;--arm-1:#f7a35c;--arm-2:#57c76f;--arm-3:#c297ff;--arm-4:#ff80b8;--arm-5:#b1bac4;--arm-6:#e3c04a;--arm-7:#5cd0dc}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
main,body>header,body>nav,body>footer{max-width:1360px;margin:0 auto;padding:0 16px}
a{color:var(--arm-0)}
:focus-visible{outline:3px solid var(--arm-0);outline-offset:2px}
.skip{position:absolute;left:-9999px}.skip:focus{position:static}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
nav ul,.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:12px 0}
.headline{background:var(--card);border:1px solid var(--soft);border-left:8px solid var(--faint);border-radius:8px;padding:16px 20px;margin:16px 0}
.headline.won{border-left-color:var(--arm)}
.headline h1{font-size:clamp(1.5rem,4vw,2.3rem);line-height:1.15;margin:0 0 8px}
.headline p{margin:0;color:var(--faint)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:16px;margin:16px 0 0}
.tiles dt{color:var(--faint);font-size:.85rem}
.tiles dd{margin:0;font-size:.9rem}
.tiles strong{display:block;font-size:2.3rem;line-height:1.15;font-variant-numeric:tabular-nums}
.won .tiles strong{color:var(--arm)}
${Array.from({ length: 8 }, (_unused, i) => `.arm-${i}{--arm:var(--arm-${i})}`).join('')}
.swatch{display:inline-block;width:26px;height:0;border-top:4px solid var(--arm);margin-right:8px;vertical-align:middle}
.swatch.dashed{border-top-style:dashed}
h2{margin:40px 0 4px;font-size:1.35rem}h3{font-size:1.05rem;margin:0 0 8px}
section>p{margin:4px 0 12px;color:var(--faint);max-width:75ch}
#learning,#gap,#policy,#setup,#runs{content-visibility:auto;contain-intrinsic-size:auto 1200px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:16px;align-items:start}
figure,.card{margin:0;background:var(--card);border:1px solid var(--soft);border-radius:8px;padding:12px;min-width:0}
figcaption{font-weight:600}
svg.plot{display:block;width:100%;max-width:520px;height:auto;margin:0 auto;color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",sans-serif;overflow:visible}
svg.plot text{white-space:pre}
summary{cursor:pointer;color:var(--faint);font-size:.9rem;padding:4px 0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;width:100%}
caption{text-align:left;color:var(--faint);padding:4px 0}
th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--soft);vertical-align:top;overflow-wrap:normal}
td{white-space:nowrap}
tbody th{font-weight:500;min-width:9em;overflow-wrap:anywhere}
.card dl{display:grid;grid-template-columns:minmax(7em,auto) 1fr;gap:2px 12px;margin:0;font-size:.85rem}
.card dt{color:var(--faint)}.card dd{margin:0;min-width:0}
body>footer{color:var(--faint);font-size:.85rem;padding-top:24px;padding-bottom:32px}
progress{width:100%;accent-color:var(--arm-0)}
@media print{body{font-size:10pt}nav,.skip,summary{display:none}details::details-content{content-visibility:visible;display:block;height:auto}section{content-visibility:visible!important}.scroll{overflow:visible}td{white-space:normal}figure,.card,.headline{break-inside:avoid}.grid{grid-template-columns:1fr 1fr}}`;
