import * as Y from 'yjs';

const textBlocks = new Set(['paragraph', 'heading', 'codeBlock']);

/**
 * Puts an empty text into every empty text block this transaction made. The binding makes one only at the first
 * character: two people who begin in the same empty paragraph would each make their own, and one would be dropped.
 */
export function seatText(transaction: Y.Transaction): void {
  for (const type of [...transaction.changed.keys()]) {
    if (type instanceof Y.XmlElement) seat(type);
    if (type instanceof Y.XmlFragment) type.forEach((child) => seatNew(child, transaction));
  }
}

/** Puts an empty text into a text block that has none. */
export function seat(element: Y.XmlElement): void {
  if (textBlocks.has(element.nodeName) && element.length === 0) element.insert(0, [new Y.XmlText()]);
}

function seatNew(child: unknown, transaction: Y.Transaction): void {
  if (!(child instanceof Y.XmlElement) || !isNew(child, transaction)) return;
  seat(child);
  child.forEach((inner) => seatNew(inner, transaction));
}

function isNew({ _item: item }: Y.XmlElement, { beforeState }: Y.Transaction): boolean {
  return item !== null && item.id.clock >= (beforeState.get(item.id.client) ?? 0);
}
