"""How pages look, light and dark: the colours are those of the window."""

STYLE = """
:root {
  color-scheme: light dark;
  --background: #f3f5f7; --surface: #ffffff; --raised: #eef1f4; --border: #dde2e8;
  --text: #14181f; --muted: #5c6676; --accent: #08786a; --warning: #8f5f00; --track: #dfe3e8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #0e1116; --surface: #161b22; --raised: #1f2630; --border: #262d37;
    --text: #eef1f6; --muted: #8b94a3; --accent: #3cc9b4; --warning: #e3a63c; --track: #262d37;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--background); color: var(--text);
  font: 16px/1.55 Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
}
main { max-width: 68rem; margin: 0 auto; padding: 3.5rem 1.5rem 5rem; }
h1 { font-size: 2.1rem; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; letter-spacing: -0.01em; margin: 3.5rem 0 .35rem; }
h3 { font-size: .95rem; margin: 0 0 .6rem; }
p { margin: 0 0 1rem; max-width: 44rem; }
.lead { font-size: 1.15rem; }
.muted, figcaption, th, .tile small, dt { color: var(--muted); }
.small, figcaption { font-size: .875rem; }
code { font: .85em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { overflow-x: auto; margin: 0; padding: .8rem 1rem; background: var(--raised);
  border-radius: 8px; }
.grid { display: grid; gap: 1rem; margin: 1.2rem 0; }
.tiles { grid-template-columns: repeat(auto-fill, minmax(14.5rem, 1fr)); }
.pair { grid-template-columns: repeat(auto-fit, minmax(min(25rem, 100%), 1fr)); }
.cards { grid-template-columns: repeat(auto-fill, minmax(14.5rem, 1fr)); }
.panel, .tile { background: var(--surface); border: 1px solid var(--border);
  border-radius: 12px; padding: 1.1rem 1.2rem; margin: 0; min-width: 0; }
.panel { overflow-x: auto; }
.tile strong { display: block; font-size: 1.9rem; line-height: 1.2; font-weight: 650;
  letter-spacing: -0.02em; }
.tile small { display: block; font-size: .85rem; line-height: 1.4; margin-top: .3rem; }
.tile b { font-weight: 600; font-size: .92rem; }
.accent { color: var(--accent); } .warning { color: var(--warning); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { font-weight: 500; text-align: left; font-size: .82rem; }
th, td { padding: .34rem .6rem; border-bottom: 1px solid var(--border); }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { color: var(--text); font-size: inherit; font-weight: 400; min-width: 7rem;
  overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
tr.whole > * { font-weight: 600; }
tr.group > * { padding-top: 1.2rem; color: var(--muted); font-size: .82rem; }
td.bar { width: 38%; min-width: 9rem; }
.interval { display: block; position: relative; height: 1rem; }
.interval::before { content: ""; position: absolute; inset: .44rem 0; background: var(--track);
  border-radius: 2px; }
.interval i { position: absolute; top: .3rem; bottom: .3rem; border-radius: 3px;
  background: var(--accent); opacity: .4; left: var(--low); right: calc(100% - var(--high)); }
.interval b { position: absolute; top: .15rem; width: .7rem; height: .7rem; margin-left: -.35rem;
  border-radius: 50%; background: var(--accent); left: var(--value); }
.heat { width: auto; } .heat th, .heat td { padding: 0; border: 2px solid var(--surface);
  text-align: center; height: 2rem; min-width: 2rem; font-size: .82rem; border-radius: 6px; }
.heat tbody th, .heat thead th { min-width: 2rem; color: var(--muted);
  padding: 0 .3rem; white-space: nowrap; }
.heat td { background: color-mix(in srgb, var(--tone) calc(var(--share) * 78%), var(--raised)); }
.heat td.none { color: transparent; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--muted); font: 12px Inter, system-ui, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; }
.rule { stroke: var(--border); } .guide { stroke: var(--muted); stroke-dasharray: 3 4; fill: none; }
.stroke-accent { stroke: var(--accent); } .fill-accent { fill: var(--accent); }
.stroke-warning { stroke: var(--warning); } .fill-warning { fill: var(--warning); }
.stroke-muted { stroke: var(--muted); } .fill-muted { fill: var(--muted); }
.curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.area { opacity: .18; }
.whisker { stroke-width: 1.6; opacity: .6; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .85rem; padding: 0;
  margin: .6rem 0 .3rem; list-style: none; }
.legend i { display: inline-block; width: .8rem; height: .2rem; border-radius: 1px;
  vertical-align: .25em; margin-right: .4rem; background: currentColor; }
.legend span { color: var(--text); }
figure { margin: 0; max-width: 40rem; } figcaption { margin-top: .3rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .45rem 1.5rem;
  margin: 0; font-size: .92rem; } dd { margin: 0; overflow-wrap: anywhere; }
.sound { padding: .9rem; } .sound img { display: block; width: 100%; height: 6.5rem;
  border-radius: 6px; margin: .15rem 0 .6rem; }
.sound header { display: flex; align-items: baseline; gap: .5rem; margin-bottom: .1rem; }
.sound header strong { font-size: 1.35rem; line-height: 1.2; }
.sound footer { font-size: .78rem; color: var(--muted); overflow-wrap: anywhere;
  line-height: 1.4; margin-top: .5rem; }
.chance { display: grid; grid-template-columns: 3.2rem 1fr 3.1rem; gap: .5rem;
  align-items: center; font-size: .82rem; }
.chance i { display: block; height: .4rem; border-radius: 3px; background: var(--track); }
.chance i::before { content: ""; display: block; height: 100%; border-radius: 3px;
  width: calc(var(--share) * 100%); background: currentColor; }
.chance span:last-child { text-align: right; } .chance span { color: var(--text); }
.stack { display: flex; height: .75rem; gap: 2px; } .stack i { border-radius: 2px;
  background: currentColor; min-width: 1px; }
.sheet { display: grid; grid-template-columns: fit-content(9rem) repeat(6, minmax(0, 1fr));
  gap: .5rem .5rem; align-items: center; }
.sheet strong { font-size: 1.2rem; padding-right: .6rem; overflow-wrap: anywhere; }
.sheet img { display: block; width: 100%; height: 5.5rem; border-radius: 5px; }
.sheet span { min-height: 1px; }
details > summary { cursor: pointer; color: var(--accent); margin: .6rem 0; }
@media print { body { background: none; } .panel, .tile { break-inside: avoid; } }
"""
