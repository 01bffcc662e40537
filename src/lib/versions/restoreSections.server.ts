import * as Y from 'yjs';
import { blockOf, elementsFrom, TEXT_ROOT, type Block } from '#lib/briefs/index.server.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { Carried } from '#lib/sync/index.server.ts';

/**
 * Makes a text say what it said then: all of it, or one section. What stayed the same is not touched.
 * @returns which words of then each new word repeats, so that it stays its author's
 * @throws Problem `not_found` when there was no such section then, or none at all
 */
export function restoreSections(now: Y.Doc, then: Y.Doc, section?: Id): Carried[] {
  const wanted = sectionsIn(then).filter((one) => section === undefined || idOf(one) === section);
  // Before the template came there was nothing anybody could want back.
  if (wanted.length === 0) throw new Problem('not_found');
  const since = Y.getState(now.store, now.clientID);
  const root = now.getXmlFragment(TEXT_ROOT);
  now.transact(() => {
    if (section === undefined) removeNewer(root, new Set(wanted.map(idOf)));
    for (const old of wanted) restoreOne(placeOf(now, then, old), old);
  });
  const isNew = (item: Y.Item) => item.id.client === now.clientID && item.id.clock >= since;
  return wanted.flatMap((old) => {
    const place = sectionsIn(now).find((one) => idOf(one) === idOf(old))!;
    const [lines, before] = [knownIn(place), knownIn(old)];
    return lines.flatMap((line, nth) => (before[nth] ? repeatsIn(line, before[nth], isNew) : []));
  });
}

const idOf = (node: Y.XmlElement) => node.getAttribute('id');

function sectionsIn(doc: Y.Doc): Y.XmlElement[] {
  return doc
    .getXmlFragment(TEXT_ROOT)
    .toArray()
    .filter((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'section');
}

function knownIn(section: Y.XmlElement): Y.XmlElement[] {
  return section
    .toArray()
    .filter((node): node is Y.XmlElement => node instanceof Y.XmlElement && blockOf(node) !== null);
}

function removeNewer(root: Y.XmlFragment, known: ReadonlySet<unknown>): void {
  for (const [at, node] of [...root.toArray().entries()].reverse())
    if (node instanceof Y.XmlElement && !known.has(idOf(node))) root.delete(at, 1);
}

/** The section as it is now; one that is gone comes back where it stood, after the one before it. */
function placeOf(now: Y.Doc, then: Y.Doc, old: Y.XmlElement): Y.XmlElement {
  const found = sectionsIn(now).find((one) => idOf(one) === idOf(old));
  if (found) return found;
  const before = sectionsIn(then);
  const earlier = new Set(before.slice(0, before.indexOf(old)).map(idOf));
  const section = new Y.XmlElement('section');
  for (const [name, value] of Object.entries(old.getAttributes()))
    if (value !== undefined) section.setAttribute(name, value);
  const root = now.getXmlFragment(TEXT_ROOT);
  const nodes = root.toArray();
  const last = nodes.findLastIndex((node) => node instanceof Y.XmlElement && earlier.has(idOf(node)));
  root.insert(last + 1, [section]);
  return section;
}

/** Blocks that read the same at both ends stay; what lies between is written anew. */
function restoreOne(place: Y.XmlElement, old: Y.XmlElement): void {
  const wanted = knownIn(old).map((node) => blockOf(node)!);
  const nodes = place.toArray();
  const said = nodes.map((node) => (node instanceof Y.XmlElement ? JSON.stringify(blockOf(node)) : null));
  const meant = wanted.map((block: Block) => JSON.stringify(block));
  let start = 0;
  while (start < said.length && start < meant.length && said[start] === meant[start]) start++;
  let [endSaid, endMeant] = [said.length, meant.length];
  while (endSaid > start && endMeant > start && said[endSaid - 1] === meant[endMeant - 1])
    [endSaid, endMeant] = [endSaid - 1, endMeant - 1];
  if (endMeant > start) place.insert(start, elementsFrom(wanted.slice(start, endMeant)));
  const gone = endSaid - start;
  if (gone > 0) place.delete(endMeant, gone);
}

type Unit = { client: number; clock: number; length: number; isNew: boolean };

function repeatsIn(line: Y.XmlElement, old: Y.XmlElement, isNew: (item: Y.Item) => boolean): Carried[] {
  const [units, before] = [unitsOf(line, isNew), unitsOf(old, () => false)];
  const carried: Carried[] = [];
  let [here, there] = [0, 0];
  let [doneHere, doneThere] = [0, 0];
  while (units[here] && before[there]) {
    const [to, from] = [units[here]!, before[there]!];
    const length = Math.min(to.length - doneHere, from.length - doneThere);
    if (to.isNew)
      carried.push({
        ...{ client: to.client, clock: to.clock + doneHere, length },
        ...{ fromClient: from.client, fromClock: from.clock + doneThere }
      });
    [doneHere, doneThere] = [doneHere + length, doneThere + length];
    if (doneHere === to.length) [here, doneHere] = [here + 1, 0];
    if (doneThere === from.length) [there, doneThere] = [there + 1, 0];
  }
  return carried;
}

/** The edits the words of a block are made of, in reading order. */
function unitsOf(node: Y.XmlElement | Y.XmlText, isNew: (item: Y.Item) => boolean): Unit[] {
  if (node instanceof Y.XmlText) {
    const units: Unit[] = [];
    for (let item = node._start; item; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentString)
        units.push({ ...item.id, length: item.length, isNew: isNew(item) });
    return units;
  }
  return node
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText || child instanceof Y.XmlElement ? unitsOf(child, isNew) : []
    );
}
