import * as Y from 'yjs';
import type { World } from './world.ts';

/** One letter of a document's committed text, with the account it is put down to. */
export type Letter = { letter: string; author: string };

/** Every letter of a document's committed text in order, with whose it is. */
export async function letterByLetter(world: World, id: string): Promise<Letter[]> {
  const { doc, voiceAt } = await world.sync.readVoices(id);
  const found: Letter[] = [];
  for (const text of textsIn(doc.getXmlFragment('text')))
    for (let item = text._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      for (let i = 0; i < item.length;) {
        const { voice, length } = voiceAt(item.id.client, item.id.clock + i);
        const end = Math.min(item.length, i + length);
        for (; i < end; i++) found.push({ letter: item.content.str[i]!, author: voice.author });
      }
    }
  doc.destroy();
  return found;
}

/** All texts below a node, in the order they are read. */
export function textsIn(node: Y.XmlFragment | Y.XmlElement): Y.XmlText[] {
  return node
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []
    );
}
