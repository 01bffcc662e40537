/** The look of a brief's own page, on the screen and on A4, with its title below every printed page. */
export function htmlStyle(title: string): string {
  return `
:root { color-scheme: light dark; --ink: #1b1a17; --muted: #5f5a52; --paper: #fbfaf6; --line: #857f73; --wash: #f3f1ea; --link: #2440a0; }
@media (prefers-color-scheme: dark) { :root { --ink: #efebe3; --muted: #a9a297; --paper: #161513; --line: #8a8479; --wash: #201f1b; --link: #afc0ff; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, "PingFang TC", "Noto Sans TC", "Noto Sans CJK TC", "Microsoft JhengHei", sans-serif; line-break: strict; overflow-wrap: anywhere; text-wrap: pretty; text-autospace: normal; }
:lang(zh) { line-height: 1.75; }
main, body > footer { max-width: 40rem; margin: 0 auto; }
h1 { font-size: 1.9rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.4; margin: 2.5rem 0 .5rem; }
h3, h4 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
h4 { color: var(--muted); font-weight: 600; }
p, ul, ol, blockquote, pre { margin: 0 0 .75em; }
li > div { min-width: 0; }
li p { margin-bottom: .25em; }
.programme, .other, .facts dt, dt, .who { color: var(--muted); }
.programme, .facts, footer, .notes { font-size: .9375rem; }
.programme { margin: 0 0 .25rem; }
.other { font-size: 1.25rem; }
dl { margin: 0 0 1em; }
dl > div { display: flex; flex-wrap: wrap; gap: 0 .75em; }
dt { flex: 0 0 7em; }
dd { margin: 0; flex: 1 1 14em; }
blockquote { border-left: 3px solid var(--line); padding-left: 1rem; margin-left: 0; }
code, pre { font-family: ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK TC", monospace; font-size: .9em; background: var(--wash); }
pre { padding: .75rem 1rem; white-space: pre-wrap; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.5em 0; }
a { color: var(--link); text-underline-offset: .15em; }
.tasks { list-style: none; padding-left: 0; }
.tasks > li { display: flex; gap: .5em; }
.table { overflow-x: auto; margin-bottom: 1em; }
table { border-collapse: collapse; min-width: 100%; line-height: 1.5; }
td, th { border: 1px solid var(--line); padding: .4rem .6rem; text-align: start; vertical-align: top; font-weight: inherit; min-width: 5em; overflow-wrap: break-word; }
th { background: var(--wash); font-weight: 650; }
td > :last-child, th > :last-child { margin-bottom: 0; }
sup { line-height: 0; }
.note a { text-decoration: none; padding: 0 .15em; }
.notes li { margin-bottom: .4em; }
body > footer { margin-top: 3rem; border-top: 1px solid var(--line); }
@page { size: A4; margin: 22mm 20mm 20mm; @bottom-left { content: ${cssString(title)}; font-size: 8pt; color: #555; } @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #555; } }
@media print {
  :root { color-scheme: light; --ink: #000; --muted: #333; --paper: #fff; --line: #777; --wash: #f1f1f1; --link: #000; }
  body { padding: 0; font-size: 10.5pt; }
  main, body > footer { max-width: none; }
  h1, h2, h3, h4 { break-after: avoid; break-inside: avoid; }
  p, li { orphans: 2; widows: 2; }
  tr, pre, blockquote { break-inside: avoid; }
  thead { display: table-header-group; }
  .table { overflow: visible; }
  section a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; overflow-wrap: anywhere; }
  .back { display: none; }
  body > footer { break-inside: avoid; }
}
`;
}

/** Text as a string of CSS inside a style element: nothing in it can end the string or the element. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
