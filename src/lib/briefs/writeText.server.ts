import * as Y from 'yjs';
import { guard, type Actor, type Affiliation } from '#lib/access/index.ts';
import { isId, newId, parse, Problem, type Id, type Language } from '#lib/kernel/index.ts';
import type * as v from 'valibot';
import type { StoredBrief } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { sectionsOf, TEXT_ROOT } from './document.ts';
import { textEdit } from './input.ts';
import type { Block } from './blocks.ts';
import { markdownReader } from './markdown/readApart.server.ts';
import { appendBlocks, replaceBlocks } from './sectionEdit.ts';
import { loadBrief } from './standing.server.ts';
import { isSectionKey, textSectionKeys } from './template.ts';

type Edit = v.InferOutput<typeof textEdit>;
/** Where the text is after an edit: its sequence, and the section that was written in. */
export type TextWritten = { seq: number; section: Id; changed: boolean };

/** How often an edit that must not meet another one is worked out anew. */
const TRIES = 20;

/**
 * Writes Markdown into one section, as one edit of the person who asks: those who have the brief open see it appear.
 * With `ifSeq`, only when the section says what it said when the text stood there.
 * @throws Problem `not_found` (also: the section), `not_signed_in`, `forbidden`, `invalid_input`,
 * `too_many_requests`, `conflict` (the section
 * has changed since `ifSeq`), `document_epoch_ended`, `storage_unavailable`
 */
export function writeText(deps: BriefsDeps): (actor: Actor, id: Id, input: unknown) => Promise<TextWritten> {
  const inTurn = turns();
  const clients = clientIds();
  const readMarkdown = markdownReader();
  return async (actor, id, input) => {
    const { brief, author } = await mayWrite(deps, actor, id);
    const edit = parse(textEdit, input);
    if ((edit.section === undefined) === (edit.key === undefined))
      throw new Problem('invalid_input', [
        {
          field: edit.section === undefined ? 'section' : 'key',
          reason: edit.section ? 'not_allowed' : 'required'
        }
      ]);
    const blocks = await readMarkdown(edit.markdown, author);
    // One after the other: two edits under one client id at once would be two versions of the same clock.
    return inTurn(brief.textDocument, async () => {
      for (let tries = 1; ; tries++) {
        const made = await makeUpdate(deps, brief, { ...edit, blocks }, (ref) => clients(author, ref));
        const { update, section, seq } = made;
        // Reading may have waited for others; meanwhile the writer may have been removed, or may stand elsewhere.
        const { affiliation } = await mayWrite(deps, await deps.revalidate(actor), id);
        if (!update) return { seq, section, changed: false };
        const onlyAt = edit.ifSeq === undefined ? {} : { onlyAt: seq };
        try {
          const told = await deps.sync.append(brief.textDocument, { author, affiliation, update, ...onlyAt });
          return { seq: told.seq, section, changed: true };
        } catch (error) {
          const hasMoved = error instanceof Problem && error.code === 'conflict';
          if (!hasMoved || tries === TRIES) throw error;
        }
      }
    });
  };
}

/** Who may write in a brief's text, and as what. @throws Problem `not_found`, `not_signed_in`, `forbidden` */
export async function mayWrite(
  deps: BriefsDeps,
  actor: Actor,
  id: Id
): Promise<{ brief: StoredBrief; author: Id; affiliation: Affiliation }> {
  const { brief, standing } = await loadBrief(deps, actor, id);
  guard(actor, 'brief.write', standing);
  if (actor.kind !== 'person' || !standing.membership) throw new Problem('not_signed_in');
  return { brief, author: actor.person.id, affiliation: standing.membership.affiliation };
}

async function makeUpdate(
  deps: BriefsDeps,
  brief: StoredBrief,
  edit: Edit & { blocks: Block[] },
  clientOf: (document: string) => number
): Promise<{ update: Uint8Array | null; section: Id; seq: number }> {
  const { doc, seq, ref } = await deps.sync.read(brief.textDocument);
  try {
    if (edit.ifSeq !== undefined) await refuseChanged(deps, brief, edit, doc);
    doc.clientID = clientOf(`${ref.id}.${ref.epoch}`);
    let update: Uint8Array | null = null;
    doc.on('update', (bytes: Uint8Array) => (update = bytes));
    let section = '';
    doc.transact(() => {
      const place = placeOf(doc, edit, brief.lang);
      section = String(place.getAttribute('id'));
      if (edit.mode === 'append') appendBlocks(place, edit.blocks);
      else replaceBlocks(place, edit.blocks);
    });
    return { update, section, seq };
  } finally {
    doc.destroy();
  }
}

async function refuseChanged(deps: BriefsDeps, brief: StoredBrief, edit: Edit, now: Y.Doc): Promise<void> {
  const then = await deps.sync.readAt(brief.textDocument, edit.ifSeq!).catch((error: unknown) => {
    // A sequence the text has not reached is of another epoch, or made up.
    if (error instanceof Problem && error.code === 'not_found') throw new Problem('conflict');
    throw error;
  });
  const words = (doc: Y.Doc) =>
    JSON.stringify(sectionsOf(doc).find((one) => isMeant(one, edit, brief.lang))?.blocks ?? null);
  const isSame = words(then.doc) === words(now);
  then.doc.destroy();
  if (!isSame) throw new Problem('conflict');
}

type Head = { id: unknown; key: unknown; lang: unknown };
const isMeant = ({ id, key, lang }: Head, edit: Edit, own: Language) =>
  edit.section === undefined ? key === edit.key && lang === (edit.lang ?? own) : id === edit.section;

function placeOf(doc: Y.Doc, edit: Edit, own: Language): Y.XmlElement {
  const sections = doc
    .getXmlFragment(TEXT_ROOT)
    .toArray()
    .filter((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'section');
  const headOf = (node: Y.XmlElement): Head => ({
    id: node.getAttribute('id'),
    key: node.getAttribute('key') ?? null,
    lang: node.getAttribute('lang')
  });
  const found = sections.find((node) => isMeant(headOf(node), edit, own));
  if (found) return found;
  if (edit.section !== undefined || !isSectionKey(edit.key ?? null)) throw new Problem('not_found');
  return addSection(doc, sections, { key: edit.key!, lang: edit.lang ?? own });
}

/** Adds a translation after the section it translates; a part of the template that is gone comes back in its place. */
function addSection(
  doc: Y.Doc,
  sections: readonly Y.XmlElement[],
  { key, lang }: { key: string; lang: Language }
): Y.XmlElement {
  const original = sections.find((node) => node.getAttribute('key') === key && !node.getAttribute('of'));
  const section = new Y.XmlElement('section');
  const of = original?.getAttribute('id');
  for (const [name, value] of Object.entries({ id: newId(), key, lang, ...(isId(of) && { of }) }))
    section.setAttribute(name, value);
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText()]);
  section.insert(0, [paragraph]);
  const root = doc.getXmlFragment(TEXT_ROOT);
  const nodes: unknown[] = root.toArray();
  const rank = (node: Y.XmlElement) => textSectionKeys.indexOf(node.getAttribute('key') as never);
  const before = sections.filter(
    (node) => rank(node) >= 0 && rank(node) <= textSectionKeys.indexOf(key as never)
  );
  root.insert(nodes.indexOf(before.at(-1)) + 1, [section]);
  return section;
}

/** Runs what is asked for one thing after the other, in the order it was asked. */
export function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}

const MOST_CLIENTS = 5000;

/** One client id for each person and document, so that a program that writes often does not use up new ones. */
export function clientIds() {
  const known = new Map<string, number>();
  return (author: Id, document: string): number => {
    const place = `${author} ${document}`;
    const client = known.get(place) ?? drawClient();
    known.delete(place);
    known.set(place, client);
    const [oldest] = known.keys();
    if (known.size > MOST_CLIENTS && oldest !== undefined) known.delete(oldest);
    return client;
  };
}

function drawClient(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn === 0 ? 1 : drawn;
}
