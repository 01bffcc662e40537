import { isSafeHref } from '../../blocks.ts';
import { liftWordLists } from './wordLists.ts';
import { evenTableMarkup } from './tableMarkup.ts';

/**
 * Another program's markup made ready for the editor's own reading: structure stays (headings, lists, tables, links,
 * emphasis), everything else goes. What is shown but cannot be kept becomes words: an image its description or address.
 * Markup this editor has written itself is left alone.
 */
export function cleanHtml(html: string): string {
  if (html.includes('data-pm-slice')) return html;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const gone of body.querySelectorAll(
    'script, style, template, noscript, iframe, object, embed, meta, link, title, xml, svg, canvas, button, select, .Apple-interchange-newline'
  ))
    gone.remove();
  for (const hidden of body.querySelectorAll<HTMLElement>(
    '[hidden], [style*="display:none"], [style*="display: none"]'
  ))
    hidden.remove();
  liftWordLists(body);
  removeComments(body);
  images(body);
  tasks(body);
  nestedLists(body);
  for (const table of [...body.querySelectorAll('table')].reverse()) evenTableMarkup(table);
  marks(body);
  emptyParagraphs(body);
  spaces(body);
  return body.innerHTML;
}

function removeComments(body: HTMLElement): void {
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) (comment as Comment).remove();
}

function images(body: HTMLElement): void {
  for (const image of body.querySelectorAll('img')) {
    const words = image.alt.trim();
    const source = image.getAttribute('src');
    if (isSafeHref(source)) {
      const link = document.createElement('a');
      link.href = source;
      link.textContent = words || source;
      image.replaceWith(link);
    } else image.replaceWith(words);
  }
}

// GitHub and HackMD write boxes, Google Docs a role; here a task list is a list of tasks alone.
function tasks(body: HTMLElement): void {
  for (const item of body.querySelectorAll('li')) {
    const box = item.querySelector<HTMLInputElement>(
      ':scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]'
    );
    const checked = box ? box.hasAttribute('checked') : item.getAttribute('aria-checked');
    if (checked === null) continue;
    box?.remove();
    item.dataset.type = 'taskItem';
    item.dataset.checked = String(checked === true || checked === 'true');
    if (item.parentElement) item.parentElement.dataset.type = 'taskList';
  }
  for (const rest of body.querySelectorAll('input')) rest.remove();
}

// Google Docs puts a list into the list instead of into the item before it.
function nestedLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')) {
    const before = list.previousElementSibling;
    if (before?.tagName === 'LI') before.append(list);
    else {
      const item = document.createElement('li');
      list.before(item);
      item.append(list);
    }
  }
}

// Weight and slant that are only looks: Google Docs wraps everything in a bold that is not, headings are bold anyway.
function marks(body: HTMLElement): void {
  for (const wrapper of body.querySelectorAll<HTMLElement>('b, strong, i, em')) {
    const { fontWeight, fontStyle } = wrapper.style;
    const isFalse = /^(B|STRONG)$/.test(wrapper.tagName)
      ? /^(normal|400)$/.test(fontWeight)
      : fontStyle === 'normal';
    if (isFalse || wrapper.querySelector('p, ul, ol, table, h1, h2, h3, div')) unwrap(wrapper);
  }
  for (const element of body.querySelectorAll<HTMLElement>('h1 *, h2 *, h3 *, h4 *, h5 *, h6 *')) {
    if (/^(B|STRONG)$/.test(element.tagName)) unwrap(element);
    else element.style.removeProperty('font-weight');
  }
  for (const element of body.querySelectorAll<HTMLElement>('[lang]')) element.removeAttribute('lang');
}

function emptyParagraphs(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll('p, div'))
    if (
      !paragraph.textContent?.trim() &&
      !paragraph.querySelector('br, hr, table, td') &&
      !paragraph.closest('td, th, li')
    )
      paragraph.remove();
  for (const paragraph of body.querySelectorAll('p, li, td, th, h1, h2, h3, h4, h5, h6')) {
    const last = paragraph.lastChild;
    if (last?.nodeName === 'BR') last.remove();
  }
  for (const line of body.querySelectorAll(':scope > br')) line.remove();
}

function spaces(body: HTMLElement): void {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (!text.parentElement?.closest('pre')) text.data = text.data.replaceAll('\u00a0', ' ');
  }
}

/** Takes an element away and keeps what is in it. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}
