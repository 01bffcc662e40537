import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { briefText } from '#lib/briefs/document.ts';
import { workOf } from '#lib/sync/integrationWork.server.ts';
import { defaultLimits } from '#lib/sync/limits.server.ts';
import { newDocument } from '#lib/sync/loadDocument.server.ts';
import { createReplica, type Author, type Offered } from '#lib/sync/replica.server.ts';
import { farNeighbours, manyClients, manyCuts, sameDeletion } from './support/costly.ts';
import { forge } from './support/attacks.ts';
import { section } from './support/world.ts';

const EVE = 77;
const ADA = 55;
const WARM = 'warm-up';

let replica: ReturnType<typeof replicate>;
const slowest: Record<string, number> = {};

// Eve has written the text she will attack: one run of 40,000 characters under her id, after its holder.
function replicate() {
  const doc = newDocument(briefText);
  Y.applyUpdate(doc, section());
  const made = createReplica({
    doc,
    owners: new Map<number, Author>(),
    kind: briefText,
    limits: defaultLimits
  });
  take(
    made.offer(
      'eve',
      forge(doc, EVE, (copy) => textIn(copy).insert(0, 'b'.repeat(40_000)))
    )
  );
  return made;
}

function textIn(doc: Y.Doc): Y.XmlText {
  const paragraph = (doc.getXmlFragment('text').get(0) as Y.XmlElement).get(0) as Y.XmlElement;
  if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()]);
  return paragraph.get(0) as Y.XmlText;
}

function take(offered: Offered): Extract<Offered, { outcome: 'taken' }> {
  if (offered.outcome !== 'taken')
    throw new Error(offered.outcome === 'refused' ? offered.refusal.message : 'a gap');
  return offered;
}

function timed(name: string, author: Author, update: Uint8Array): Offered {
  // Time of the processor, not of the clock: other tests run beside this one.
  const start = process.cpuUsage();
  const offered = replica.offer(author, update);
  const { user, system } = process.cpuUsage(start);
  slowest[name] = Math.max(slowest[name] ?? 0, (user + system) / 1000);
  return offered;
}

const clock = () => Y.getState(replica.doc.store, EVE);
const text = { client: EVE, clock: 1 };

beforeEach(() => {
  replica = replicate();
  // Once through everything, so that what is measured is not the compiler.
  timed(WARM, 'eve', farNeighbours(EVE, clock(), text, 50));
  replica = replicate();
});

describe('R11 what a frame costs is bounded before it is paid', () => {
  test('20,000 items that all name far neighbours, in one frame', () => {
    const offered = timed('far neighbours', 'eve', farNeighbours(EVE, clock(), text, 19_999));
    expect(offered).toMatchObject({ outcome: 'refused', refusal: { code: 4422 } });
    expect(slowest['far neighbours']).toBeLessThan(250);
  });

  test('the same in many small frames: their sum is bounded, too', () => {
    let taken = 0;
    for (; taken < 400; taken++) {
      const update = farNeighbours(EVE, clock(), text, 100, 100 * taken);
      if (timed('far neighbours, 100 a frame', 'eve', update).outcome !== 'taken') break;
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(400);
    const start = performance.now();
    const again = newDocument(briefText);
    Y.applyUpdate(again, Y.encodeStateAsUpdate(replica.doc));
    expect(workOf(again)).toBeLessThan(defaultLimits.stepsPerDocument + defaultLimits.stepsPerFrame);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('who writes beside it may go on even when the document has used up its share', () => {
    const used = newDocument(briefText);
    Y.applyUpdate(used, Y.encodeStateAsUpdate(replica.doc));
    const limits = { ...defaultLimits, stepsPerDocument: 0 };
    const tight = createReplica({ doc: used, owners: new Map([[EVE, 'eve']]), kind: briefText, limits });
    for (let i = 0; i < 20; i++)
      take(
        tight.offer(
          'ada',
          forge(used, ADA, (copy) => textIn(copy).insert(7 * i, 'Ada writes. '))
        )
      );
    expect(textIn(used).toString()).toContain('Ada writes. ');
  });

  test('cuts through a text of very many runs', () => {
    let last: Offered | null = null;
    for (let i = 0; i < 38 && last?.outcome !== 'refused'; i++)
      last = timed('cuts', 'eve', manyCuts(EVE, clock(), text, 500, 38_000 - 1000 * i));
    expect(last).toMatchObject({ outcome: 'refused', refusal: { code: 4422 } });
    expect(slowest.cuts).toBeLessThan(250);
  });

  test('one deletion said 50,000 times', () => {
    const offered = timed('same deletion', 'eve', sameDeletion(text, 40_000, 50_000));
    expect(offered).toMatchObject({ outcome: 'refused', refusal: { code: 4400 } });
    expect(slowest['same deletion']).toBeLessThan(250);
  });
});

describe('R11 honest work is far below the bound', () => {
  test('thirty people each wrote 2,000 characters at one place while offline', () => {
    const base = new Y.Doc();
    Y.applyUpdate(base, Y.encodeStateAsUpdate(replica.doc));
    for (let person = 0; person < 30; person++) {
      const update = forge(base, 1000 + person, (copy) => {
        for (let i = 0; i < 2000; i++) textIn(copy).insert(20_000 + i, String.fromCharCode(97 + (i % 26)));
      });
      take(timed('offline, one place', `person${person}`, update));
    }
    expect(workOf(replica.doc)).toBeLessThan(2000);
  });

  test('somebody put 3,000 letters one before the other, and 200 at places of their own', () => {
    const update = forge(replica.doc, ADA, (copy) => {
      for (let i = 0; i < 3000; i++) textIn(copy).insert(0, 'q');
      for (let i = 0; i < 200; i++) textIn(copy).insert(3000 + i * 190, 'r');
    });
    take(timed('backwards', 'ada', update));
    expect(workOf(replica.doc)).toBeLessThan(500);
  });

  test('two people filled the same list of paragraphs from the top', () => {
    const base = new Y.Doc();
    Y.applyUpdate(base, Y.encodeStateAsUpdate(replica.doc));
    for (const client of [ADA, ADA + 1]) {
      const update = forge(base, client, (copy) => {
        const holder = copy.getXmlFragment('text').get(0) as Y.XmlElement;
        for (let i = 0; i < 200; i++) holder.insert(0, [new Y.XmlElement('paragraph')]);
      });
      take(timed('paragraphs', `person${client}`, update));
    }
  });
});

describe('R12 client ids', () => {
  const parentOf = () => textIn(replica.doc)._item!.parent as Y.XmlElement;

  test('a returning device brings its 64 own, no frame brings more', () => {
    const parent = parentOf()._item!.id;
    take(replica.offer('ada', manyClients(1000, 64, parent)));
    const offered = replica.offer('eve', manyClients(9000, 65, parent));
    expect(offered).toMatchObject({ outcome: 'refused', refusal: { code: 4413 }, isSpoilt: false });
  });
});

test('R13 a delete set of everything that was ever deleted is no work and no reason to refuse', () => {
  const doc = newDocument(briefText);
  Y.applyUpdate(doc, section());
  const limits = { ...defaultLimits, deletesPerFrame: 100 };
  const made = createReplica({ doc, owners: new Map<number, Author>(), kind: briefText, limits });
  take(
    made.offer(
      'eve',
      forge(doc, EVE, (copy) => textIn(copy).insert(0, 'ab'.repeat(1000)))
    )
  );
  for (let part = 0; part < 10; part++)
    take(
      made.offer(
        'ada',
        forge(doc, ADA, (copy) => {
          for (let i = 0; i < 90; i++) textIn(copy).delete(part * 90 + i + 1, 1);
        })
      )
    );
  const warm = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc));
  expect(Y.decodeUpdate(warm).ds.clients.get(EVE)!.length).toBeGreaterThan(500);
  expect(take(made.offer('bao', warm)).bytes).toBeNull();
  const tooMany = forge(doc, ADA, (copy) => {
    for (let i = 0; i < 101; i++) textIn(copy).delete(i * 3, 1);
  });
  expect(made.offer('ada', tooMany)).toMatchObject({ outcome: 'refused', refusal: { code: 4413 } });
});

test('the figures', () => {
  console.log(
    `slowest frames, ms: ${JSON.stringify(slowest, (_key, v: unknown) => (typeof v === 'number' ? Math.round(v) : v))}`
  );
});
