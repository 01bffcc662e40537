import * as Y from 'yjs';
import type { Affiliation } from '#lib/access/index.ts';
import { Problem, type Id, type Rows, type Write } from '#lib/kernel/index.ts';
import type { BriefsDeps } from '#lib/briefs/index.server.ts';
import { appendUpdates, findHead, insertDocument, listUpdates } from '#lib/sync/documentStore.server.ts';

/** Documents on the real tables, without sockets: what rooms need of sync, and a hand that writes. */
export type Texts = ReturnType<typeof openTexts>;

export function openTexts({ read, write, clock }: { read: Rows; write: Write; clock: () => number }) {
  const sync: BriefsDeps['sync'] = {
    async createDocument(unit, { initial, ...ref }) {
      await insertDocument(unit, { ...ref, epoch: 1 }, clock());
      const by = { author: 'system' as const, affiliation: null, at: clock() };
      if (initial) await appendUpdates(unit, { id: ref.id, epoch: 1 }, [{ update: initial, ...by }]);
    },
    async read(document) {
      const { head, updates } = await load(document);
      const doc = new Y.Doc();
      for (const { update } of updates) Y.applyUpdate(doc, new Uint8Array(update));
      return { ref: head.ref, seq: head.seq, doc };
    },
    async readAt(document, wanted) {
      const { head, updates } = await load(document);
      const doc = new Y.Doc();
      const until = updates.filter(({ seq }) => seq <= wanted);
      for (const { update } of until) Y.applyUpdate(doc, new Uint8Array(update));
      return { ref: head.ref, seq: until.at(-1)?.seq ?? 0, at: until.at(-1)?.at ?? null, doc };
    },
    async append(document, { author, affiliation, update }) {
      const { head } = await load(document);
      const by = { author, affiliation: JSON.stringify(affiliation), at: clock() };
      const seq = await write((unit) =>
        appendUpdates(unit, { id: document, epoch: head.ref.epoch }, [{ update, ...by }])
      );
      return { seq: seq! };
    },
    async history(document, page) {
      const { updates } = await load(document);
      const part =
        'after' in page
          ? updates.filter(({ seq }) => seq > page.after).slice(0, page.limit)
          : updates.filter(({ seq }) => seq < page.before).slice(-page.limit);
      return part.map(({ seq, author, affiliation, at }) => ({
        ...{ seq, author, at },
        affiliation: affiliation === null ? null : JSON.parse(affiliation)
      }));
    }
  };

  async function load(document: Id) {
    const head = await findHead(read, document);
    if (!head) throw new Problem('not_found');
    return { head, updates: await listUpdates(read, { id: document, epoch: head.ref.epoch }, 0) };
  }

  /** Somebody types a paragraph at the start of a section. */
  async function type(document: Id, author: { id: Id; affiliation: Affiliation }, key: string, text: string) {
    const { doc, ref } = await sync.read(document);
    const before = Y.encodeStateVector(doc);
    const section = doc
      .getXmlFragment('text')
      .toArray()
      .find((node) => node instanceof Y.XmlElement && node.getAttribute('key') === key);
    if (!(section instanceof Y.XmlElement)) throw new Error(`no section ${key}`);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    section.insert(0, [paragraph]);
    const update = Y.encodeStateAsUpdate(doc, before);
    const by = { author: author.id, affiliation: JSON.stringify(author.affiliation), at: clock() };
    await write((unit) => appendUpdates(unit, { id: document, epoch: ref.epoch }, [{ update, ...by }]));
  }

  /** Somebody changes the first paragraph of a section, as the editor does: in one go. */
  async function change(
    document: Id,
    section: Id,
    edit: (text: Y.XmlText, paragraph: Y.XmlElement, section: Y.XmlElement) => void,
    author: Id | 'system' = 'system'
  ) {
    const { doc, ref } = await sync.read(document);
    const before = Y.encodeStateVector(doc);
    const nodes = doc.getXmlFragment('text').toArray() as Y.XmlElement[];
    const node = nodes.find((one) => one.getAttribute('id') === section);
    if (!node) throw new Error(`no section ${section}`);
    const paragraph = node.get(0) as Y.XmlElement;
    doc.transact(() => edit(paragraph.get(0) as Y.XmlText, paragraph, node));
    const update = Y.encodeStateAsUpdate(doc, before);
    doc.destroy();
    const by = { author, affiliation: null, at: clock() };
    await write((unit) => appendUpdates(unit, { id: document, epoch: ref.epoch }, [{ update, ...by }]));
  }

  return { sync, type, change };
}
