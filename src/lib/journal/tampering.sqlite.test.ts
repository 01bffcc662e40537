import { createHash } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSqlite } from '#db/connect.server.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { journalService } from './index.server.ts';
import type { Verdict } from './index.ts';

const COUNT = 12;
const CHAIN = 'programme-programme-pr';
let now = 1_800_000_000_000;
let storage: Storage;
// One chain for all: every test harms a copy of its own.
beforeAll(async () => {
  storage = await openStorage(() => (now += 1000));
  await storage.write(async (unit) => {
    for (let i = 1; i <= COUNT; i++) {
      await unit.record({
        chain: CHAIN,
        type: i % 2 ? 'brief.created' : 'brief.updated',
        actor: i % 3 ? 'actor-actor-actor-acto' : 'system',
        affiliation: { sector: 'academia', organisation: `College ${i}`, capacity: null, proof: 'vouched' },
        subject: { kind: 'brief', id: `brief-brief-brief-br-${i % 2}` },
        data: { n: i },
        committed: { title: `Title ${i}` }
      });
    }
  });
  const db = new SqliteDatabase(storage.file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
});
afterAll(() => storage.close());

/** A copy of the file in the hands of somebody who knows SQL: the triggers are no hindrance to them. */
async function openCopy() {
  const copy = `${storage.file}-copy-${Math.random().toString(36).slice(2)}`;
  await copyFile(storage.file, copy);
  const db = new SqliteDatabase(copy);
  const triggers = db.prepare(`select name from sqlite_master where type = 'trigger'`).all() as {
    name: string;
  }[];
  for (const { name } of triggers) db.exec(`drop trigger ${name}`);
  const connections = connectSqlite(copy);
  const journal = journalService({ read: connections.reader, clock: Date.now });
  return {
    db,
    verify: () => journal.verify(CHAIN),
    async close() {
      db.close();
      await connections.close();
    }
  };
}

/** What verify says of a copy that was harmed. */
async function after(harm: (db: SqliteDatabase.Database) => void): Promise<Verdict> {
  const copy = await openCopy();
  try {
    harm(copy.db);
    return await copy.verify();
  } finally {
    await copy.close();
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const row = (db: SqliteDatabase.Database, seq: number) =>
  db.prepare('select * from journal_event where chain = ? and seq = ?').get(CHAIN, seq) as Record<
    string,
    string
  >;

test('a chain nobody touched is whole, and its copy is', async () => {
  const verdict = await storage.journal.verify(CHAIN);
  expect(verdict).toEqual({ ok: true, head: await storage.journal.head(CHAIN), timeWentBackAt: [] });
  expect(await after(() => undefined)).toEqual(verdict);
});

describe('the table refuses', () => {
  test.each([
    ['a change', `update journal_event set type = 'x' where seq = 3`],
    ['a change of everything', `update journal_event set at = at + 1`],
    ['a removal', `delete from journal_event where seq = 3`],
    ['a replacement', `insert or replace into journal_event select * from journal_event where seq = 3`],
    [
      'a replacement by the number of the row',
      `insert or replace into journal_event (rowid, chain, seq, at, type, actor, subject_kind, subject_id, body, prev, hash)
       select 3, 'another', seq, at, type, actor, subject_kind, subject_id, body, prev, hash from journal_event where seq = 3`
    ]
  ])('%s', (_, statement) => {
    const db = new SqliteDatabase(storage.file);
    try {
      expect(() => db.exec(statement)).toThrow('append-only');
    } finally {
      db.close();
    }
  });
});

describe('verify names the entry', () => {
  const columns = [
    'at',
    'type',
    'actor',
    'subject_kind',
    'subject_id',
    'body',
    'prev',
    'hash',
    'seq',
    'chain'
  ];
  test.each(columns)('whose %s was changed, whichever of the entries it was', async (column) => {
    const { db, verify, close } = await openCopy();
    const set = db.prepare(`update journal_event set ${column} = ? where rowid = ?`);
    for (let seq = 1; seq <= COUNT; seq++) {
      const was = row(db, seq)[column]!;
      const { rowid } = db.prepare('select rowid from journal_event where seq = ?').get(seq) as {
        rowid: number;
      };
      set.run({ at: 1, seq: 999 }[column] ?? `${was.slice(0, -1)}~`, rowid);
      expect(await verify(), `${column} of ${seq}`).toMatchObject({ ok: false, seq });
      set.run(was, rowid);
    }
    expect(await verify()).toMatchObject({ ok: true });
    await close();
  });

  test.each(['actor', 'affiliation', 'at', 'data', 'prev', 'programme', 'seq', 'subject', 'type'])(
    'whose %s was changed in the text, with the hash made to fit',
    async (field) => {
      for (const seq of [1, 5, COUNT]) {
        const verdict = await after((db) => {
          const body = JSON.parse(row(db, seq).body!) as Record<string, unknown>;
          body[field] = typeof body[field] === 'number' ? (body[field] as number) - 1 : 'forged';
          const text = JSON.stringify(body);
          db.prepare('update journal_event set body = ?, hash = ? where chain = ? and seq = ?').run(
            text,
            sha256(text),
            CHAIN,
            seq
          );
        });
        expect(verdict.ok, `${field} of ${seq}`).toBe(false);
        // A forged text with its own hash is noticed by its columns, else by the entry that follows it.
        expect(verdict).toMatchObject({
          seq: expect.toSatisfy((at: number) => at === seq || at === seq + 1)
        });
      }
    }
  );

  test('that was back-dated throughout, by the entry that follows or by the head', async () => {
    const backdate = (seq: number) => (db: SqliteDatabase.Database) => {
      const body = JSON.parse(row(db, seq).body!) as Record<string, unknown>;
      const text = JSON.stringify({ ...body, at: 5 });
      db.prepare('update journal_event set at = 5, body = ?, hash = ? where chain = ? and seq = ?').run(
        text,
        sha256(text),
        CHAIN,
        seq
      );
    };
    expect(await after(backdate(4))).toEqual({ ok: false, chain: CHAIN, seq: 5, fault: 'prev_differs' });
    expect(await after(backdate(COUNT))).toEqual({
      ok: false,
      chain: CHAIN,
      seq: COUNT,
      fault: 'head_differs'
    });
  });

  test('that was removed from the middle', async () => {
    const verdict = await after((db) => db.exec('delete from journal_event where seq = 6'));
    expect(verdict).toEqual({ ok: false, chain: CHAIN, seq: 6, fault: 'gap' });
  });

  test('that was removed and the rest moved up', async () => {
    const verdict = await after((db) => {
      db.exec('delete from journal_event where seq = 6');
      for (let seq = 7; seq <= COUNT; seq++)
        db.exec(`update journal_event set seq = ${seq - 1} where seq = ${seq}`);
    });
    expect(verdict).toEqual({ ok: false, chain: CHAIN, seq: 6, fault: 'prev_differs' });
  });

  test('that was swapped with its neighbour', async () => {
    const verdict = await after((db) => {
      db.exec('update journal_event set seq = 1006 where seq = 6');
      db.exec('update journal_event set seq = 6 where seq = 7');
      db.exec('update journal_event set seq = 7 where seq = 1006');
    });
    expect(verdict).toEqual({ ok: false, chain: CHAIN, seq: 6, fault: 'prev_differs' });
  });

  test('that was slipped in at the end, or cut off there', async () => {
    const added = await after((db) =>
      db.exec(`insert into journal_event select chain, ${COUNT + 1}, at, type, actor, subject_kind, subject_id, body,
        hash, hash from journal_event where seq = ${COUNT}`)
    );
    expect(added).toMatchObject({ ok: false, seq: COUNT + 1 });
    const cut = await after((db) => db.exec(`delete from journal_event where seq = ${COUNT}`));
    expect(cut).toEqual({ ok: false, chain: CHAIN, seq: COUNT, fault: 'head_differs' });
  });

  test('whose committed words were rewritten', async () => {
    const verdict = await after((db) =>
      db.exec(`update journal_opening set value = '"Another title"' where seq = 8 and field = 'title'`)
    );
    expect(verdict).toEqual({ ok: false, chain: CHAIN, seq: 8, fault: 'opening_differs' });
  });

  test('that is missing with all others, when only the head is left', async () => {
    const verdict = await after((db) => db.exec('delete from journal_event'));
    expect(verdict).toEqual({ ok: false, chain: CHAIN, seq: 1, fault: 'head_differs' });
  });
});

test('a tail rebuilt with all its hashes and its head is whole, but no longer ends as the published head said', async () => {
  const published = await storage.journal.head(CHAIN);
  const verdict = await after((db) => {
    let prev = row(db, 9).hash!;
    for (let seq = 10; seq <= COUNT; seq++) {
      const body = JSON.parse(row(db, seq).body!) as { data: object };
      const text = JSON.stringify({ ...body, prev });
      db.prepare('update journal_event set body = ?, prev = ?, hash = ? where seq = ?').run(
        text,
        prev,
        sha256(text),
        seq
      );
      prev = sha256(text);
      if (seq === 10) {
        const lie = JSON.stringify({ ...JSON.parse(text), at: 1_800_000_009_999 });
        db.prepare('update journal_event set at = 1800000009999, body = ?, hash = ? where seq = 10').run(
          lie,
          sha256(lie)
        );
        prev = sha256(lie);
      }
    }
    db.prepare('update journal_chain set head_hash = ?').run(prev);
  });
  expect(verdict).toMatchObject({ ok: true });
  expect(verdict.ok && verdict.head.hash).not.toBe(published.hash);
});
