/**
 * Word copies a list as paragraphs whose style says "mso-list:l0 level2 lfo1", with the bullet as text in front. Turns
 * each run of them into real lists.
 */
export function liftWordLists(body: HTMLElement): void {
  const items = [...body.querySelectorAll<HTMLElement>('p, h1, h2, h3, h4, h5, h6')].filter(
    (one) => levelOf(one) !== null
  );
  let open: { list: HTMLElement; level: number; isOrdered: boolean }[] = [];
  let last: Element | null = null;
  for (const item of items) {
    const level = levelOf(item)!;
    const sign = takeSign(item);
    const isOrdered = /^[(（]?([0-9]+|[a-z]{1,4}|[一二三四五六七八九十]+)[.)、．）]$/i.test(sign);
    if (!last || !follows(item, last)) open = [];
    while (
      open.length > 0 &&
      (open.at(-1)!.level > level || (open.at(-1)!.level === level && open.at(-1)!.isOrdered !== isOrdered))
    )
      open.pop();
    const top = open.at(-1);
    const line = document.createElement('li');
    if (top?.level === level) top.list.append(line);
    else {
      const list = document.createElement(isOrdered ? 'ol' : 'ul');
      const start = Number.parseInt(sign.replace(/^[(（]/, ''), 10);
      if (isOrdered && start > 1) list.setAttribute('start', String(start));
      list.append(line);
      // An inner list belongs to the item before it.
      if (top) (top.list.lastElementChild ?? top.list).append(list);
      else item.before(list);
      open.push({ list, level, isOrdered });
    }
    last = open[0]!.list;
    const words = document.createElement('p');
    words.append(...item.childNodes);
    line.append(words);
    item.remove();
  }
}

function levelOf(element: HTMLElement): number | null {
  const level = /mso-list:\s*\S+\s+level(\d)/i.exec(element.getAttribute('style') ?? '')?.[1];
  return level ? Number(level) : null;
}

function takeSign(item: HTMLElement): string {
  const sign = item.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
  const text = sign?.textContent?.replaceAll('\u00a0', ' ').trim() ?? '';
  sign?.remove();
  return text;
}

// Only blanks may stand between two items of one list.
function follows(item: Element, list: Element): boolean {
  for (let node = list.nextSibling; node; node = node.nextSibling) {
    if (node === item) return true;
    const isEmpty = node.nodeType === Node.COMMENT_NODE || !node.textContent?.trim();
    if (!isEmpty) return false;
  }
  return false;
}
