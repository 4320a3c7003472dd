// The pages' looks: one column on a phone, the system's font, light or dark as the reader has it.

import { html } from "./html.js";

export const STYLE = html`
:root { color-scheme: light dark; --ground: #f5f5f2; --card: #fff; --ink: #17181a; --quiet: #63666b; --line: #e4e4df; --strong: #c8264b; --bar: #8f97a3; --warm: #fff4d6; --warm-ink: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --ground: #121315; --card: #1b1d20; --ink: #f0f0ee; --quiet: #9a9ea5; --line: #2c2f34; --strong: #ff6b86; --bar: #69717d; --warm: #33290f; --warm-ink: #f4d58a; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; -webkit-text-size-adjust: 100%; }
main { max-width: 44rem; margin: 0 auto; padding: 1.75rem 1rem 3rem; }
h1 { font-size: clamp(1.6rem, 6vw, 2.2rem); line-height: 1.15; letter-spacing: -0.02em; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 2rem 0 .6rem; }
a { color: inherit; text-underline-offset: .2em; text-decoration-color: var(--bar); }
a:hover, a:focus-visible { text-decoration-color: var(--strong); }
.eyebrow { color: var(--strong); font-weight: 600; overflow-wrap: anywhere; }
.quiet, footer, figcaption { color: var(--quiet); font-size: .875rem; }
.notice { background: var(--warm); color: var(--warm-ink); border-radius: .75rem; padding: .75rem 1rem; margin-top: 1rem; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(2, 1fr); gap: .6rem; margin-top: 1.25rem; }
.tile, .rows, .alerts, figure { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.tile { padding: .8rem 1rem .9rem; }
.tile dt { color: var(--quiet); font-size: .875rem; }
.tile dd { font-size: 1.75rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile small { display: block; color: var(--quiet); font-size: .8125rem; font-weight: 400; letter-spacing: 0; margin-top: .15rem; }
.rows, .alerts { list-style: none; padding: 0 1rem; }
.rows li { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; padding: .7rem 0; }
.rows li + li, .alerts li + li { border-top: 1px solid var(--line); }
.what { min-width: 0; }
.caption { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.figure span { display: block; }
.alerts li { display: flex; gap: .8rem; padding: .8rem 0; align-items: baseline; }
.alerts p { min-width: 0; overflow-wrap: anywhere; }
.alerts b { flex: none; min-width: 3.4rem; text-align: center; font-size: .75rem; padding: .1rem .5rem; border-radius: 1rem; border: 1px solid currentColor; color: var(--quiet); }
.alerts .hot b, .alerts .viral b, .alerts .mega b { color: var(--strong); }
figure { padding: 1rem 1rem .7rem; }
svg { display: block; width: 100%; height: auto; }
.bar { fill: var(--bar); } .told { fill: var(--strong); } .fell { fill: none; stroke: var(--bar); } .ground { stroke: var(--line); }
figcaption { display: flex; justify-content: space-between; gap: .5rem; margin-top: .5rem; font-size: .8125rem; white-space: nowrap; }
.key { display: inline-block; width: .6rem; height: .6rem; border-radius: 2px; background: var(--strong); margin: 0 .3rem 0 .5rem; }
.name { font-weight: 600; overflow-wrap: anywhere; }
footer { margin-top: 2rem; } footer p + p { margin-top: .5rem; }
@media (min-width: 40rem) { .tiles { grid-template-columns: repeat(4, 1fr); } }
`;
