import { isSafeHref, type Block } from '#lib/briefs/index.server.ts';
import type { BriefExport } from './briefExport.ts';
import { htmlStyle } from './htmlStyle.ts';
import { langTag, layoutOf, type Fact, type LaidNote, type Layout, type Words } from './layout.ts';
import { noteOf } from './notedBlocks.ts';
import { escaped } from './xml.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

/**
 * A brief as one page that stands alone: its look inside, no script, nothing fetched, and told so to browsers. It prints on A4.
 */
export function writeHtml(value: BriefExport): string {
  const layout = layoutOf(value);
  return `<!doctype html>
<html lang="${langTag(layout.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Groundwork">
<title>${escaped(layout.title.text)}</title>
<link rel="canonical" href="${escaped(value.link)}">
<style>${htmlStyle(layout.title.text)}</style>
</head>
<body>
<main>
${head(layout)}
${layout.emptyText ? `<p>${escaped(layout.emptyText)}</p>` : ''}${layout.sections.map(section).join('\n')}
${contributors(layout)}
${notes(layout)}
</main>
${colophon(layout)}
</body>
</html>
`;
}

const langOf = (lang: Words['lang']) => ` lang="${langTag(lang)}"`;
const worded = (tag: string, { text, lang }: Words, more = '') =>
  `<${tag}${more}${langOf(lang)}>${escaped(text)}</${tag}>`;
const facts = (list: readonly Fact[]) =>
  list
    .map(({ label, value, href }) => {
      const said = href ? `<a href="${escaped(href)}">${escaped(value)}</a>` : escaped(value);
      return `<div><dt>${escaped(label)}</dt><dd>${said}</dd></div>`;
    })
    .join('\n');

function head({ programme, title, titles, summaries, facts: told }: Layout): string {
  const others = titles.filter((one) => one !== title);
  return `<header>
${worded('p', programme, ' class="programme"')}
${worded('h1', title)}
${others.map((one) => worded('p', one, ' class="other"')).join('\n')}
${summaries.map((one) => worded('p', one, ' class="summary"')).join('\n')}
<dl class="facts">
${facts(told)}
</dl>
</header>`;
}

function section({ id, title, lang, blocks }: Layout['sections'][number]): string {
  return `<section id="s-${escaped(id)}"${langOf(lang)}>
<h2>${escaped(title)}</h2>
${html(blocks)}
</section>`;
}

function contributors({ contributors: { title, groups, notHeard } }: Layout): string {
  return `<section class="contributors">
<h2>${escaped(title)}</h2>
${groups.length > 0 ? `<dl>\n${facts(groups)}\n</dl>` : ''}
${notHeard ? `<p>${escaped(notHeard)}</p>` : ''}
</section>`;
}

function notes({ notes: all, notesTitle, lostTitle, lang }: Layout): string {
  const part = (title: string, list: readonly LaidNote[]) =>
    list.length === 0
      ? ''
      : `<section class="notes">
<h2>${escaped(title)}</h2>
<ol>
${list.map((note) => noteItem(note, lang)).join('\n')}
</ol>
</section>`;
  return `${part(
    notesTitle,
    all.filter(({ isPlaced }) => isPlaced)
  )}
${part(
  lostTitle,
  all.filter(({ isPlaced }) => !isPlaced)
)}`;
}

function noteItem({ number, lead, quote, text, who, isPlaced }: LaidNote, lang: Words['lang']): string {
  const locale = { locale: lang === 'en' ? ('en' as const) : ('zh-tw' as const) };
  const back = isPlaced
    ? ` <a class="back" href="#n-${number}" aria-label="${escaped(m.export_note_back({}, locale))}">↩</a>`
    : '';
  return `<li id="note-${number}" value="${number}"><b>${escaped(lead)}</b> ${escaped(m.export_quote({ quote }, locale))} ${escaped(text)}${
    who ? ` <span class="who">${escaped(who)}</span>` : ''
  }${back}</li>`;
}

function colophon({ colophonTitle, colophon: told }: Layout): string {
  return `<footer>
<h2>${escaped(colophonTitle)}</h2>
<dl>
${facts(told)}
</dl>
</footer>`;
}

const content = (block: Block) => block.content ?? [];
const langAttribute = ({ attrs }: Block) =>
  attrs?.lang === 'en' || attrs?.lang === 'zh-Hant' ? langOf(attrs.lang) : '';

function html(blocks: readonly Block[]): string {
  return blocks.map(block).join('\n');
}

function block(node: Block): string {
  const own = langAttribute(node);
  switch (node.type) {
    case 'paragraph':
      return `<p${own}>${inline(content(node))}</p>`;
    case 'heading': {
      const tag = node.attrs?.level === 3 ? 'h4' : 'h3';
      return `<${tag}${own}>${inline(content(node))}</${tag}>`;
    }
    case 'bulletList':
      return `<ul${own}>${items(node)}</ul>`;
    case 'orderedList':
      return `<ol${own} start="${Number(node.attrs?.start ?? 1)}">${items(node)}</ol>`;
    case 'taskList':
      return `<ul class="tasks"${own}>${items(node)}</ul>`;
    case 'blockquote':
      return `<blockquote${own}>${html(content(node))}</blockquote>`;
    case 'codeBlock':
      return `<pre${own}><code>${inline(content(node))}</code></pre>`;
    case 'horizontalRule':
      return '<hr>';
    case 'table':
      return table(node, own);
    default:
      return '';
  }
}

function items(list: Block): string {
  return content(list)
    .map((item) => {
      const sign =
        item.type === 'taskItem'
          ? `<span class="box">${item.attrs?.checked === true ? '☑' : '☐'}</span> `
          : '';
      return `<li>${sign}<div>${html(content(item))}</div></li>`;
    })
    .join('\n');
}

function table(node: Block, own: string): string {
  const rows = content(node).map((row, at) => {
    const isHead = at === 0 && node.attrs?.header !== false;
    const cells = content(row).map((cell) =>
      isHead ? `<th scope="col">${html(content(cell))}</th>` : `<td>${html(content(cell))}</td>`
    );
    return { isHead, row: `<tr>${cells.join('')}</tr>` };
  });
  const head = rows.filter(({ isHead }) => isHead).map(({ row }) => `<thead>${row}</thead>`);
  const body = rows.filter(({ isHead }) => !isHead).map(({ row }) => row);
  return `<div class="table"><table${own}>${head.join('')}<tbody>${body.join('\n')}</tbody></table></div>`;
}

const tags: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

function inline(runs: readonly Block[]): string {
  return runs
    .map((run) => {
      const note = noteOf(run);
      if (note !== null) return `<sup class="note"><a id="n-${note}" href="#note-${note}">${note}</a></sup>`;
      if (run.type === 'hardBreak') return '<br>';
      return (run.marks ?? []).reduceRight(
        (words, { type, attrs }) => {
          if (type === 'link')
            return isSafeHref(attrs?.href)
              ? `<a href="${escaped(attrs.href)}" rel="nofollow noopener">${words}</a>`
              : words;
          const tag = tags[type];
          return tag ? `<${tag}>${words}</${tag}>` : words;
        },
        escaped(run.text ?? '')
      );
    })
    .join('');
}
