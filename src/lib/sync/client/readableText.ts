import * as Y from 'yjs';

/** The words of any document, one line per piece of text: enough to paste elsewhere when it cannot be sent. */
export function readableText(doc: Y.Doc): string {
  return [...doc.share.keys()]
    .flatMap((root) => linesOf(rootOf(doc, root)))
    .join('\n')
    .trim();
}

// A root nobody has asked for yet has no type of its own; entries with keys make it a map.
function rootOf(doc: Y.Doc, name: string): unknown {
  const root = doc.share.get(name);
  if (Object.getPrototypeOf(root) !== Y.AbstractType.prototype) return root;
  return root!._map.size > 0 ? doc.getMap(name) : doc.getXmlFragment(name);
}

function linesOf(node: unknown): string[] {
  if (node instanceof Y.Text) return [wordsOf(node)];
  if (node instanceof Y.XmlFragment) {
    const children = node.toArray();
    // Text pieces side by side (around a line break, say) are one line.
    if (children.some((child) => child instanceof Y.XmlText)) return [children.map(inlineOf).join('')];
    return children.length === 0 && node instanceof Y.XmlElement ? [''] : children.flatMap(linesOf);
  }
  if (node instanceof Y.Map) return [...node.values()].flatMap(linesOf);
  if (node instanceof Y.Array) return node.toArray().flatMap(linesOf);
  return typeof node === 'string' ? [node] : [];
}

function inlineOf(node: unknown): string {
  return node instanceof Y.XmlText ? wordsOf(node) : '\n';
}

function wordsOf(text: Y.Text): string {
  return (text.toDelta() as { insert?: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('');
}
