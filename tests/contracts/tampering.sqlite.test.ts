import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '#lib/kernel/index.ts';
import { eventWords } from '#lib/programmes/eventWords.ts';
import { playEveryKind, type Recorded } from '../support/everyKind.ts';
import { canonical } from '#lib/journal/chain.ts';
import { ChainCheck, type CheckedEntry, type Verdict } from '#lib/journal/verify.ts';

type Entry = Required<CheckedEntry>;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let chains: Recorded[];
beforeAll(async () => {
  chains = await playEveryKind();
}, 120_000);

function verdictOf({ head }: Recorded, entries: readonly Entry[]): Verdict {
  const check = new ChainCheck(head.chain, sha256);
  for (const entry of entries) {
    const bad = check.next(entry);
    if (bad) return bad;
  }
  return check.end(head);
}

/** Each kind of entry once, with its place: the first of its kind there is. */
function* oneOfEach(): Generator<[Recorded, number, Entry]> {
  const seen = new Set<string>();
  for (const chain of chains)
    for (const [place, entry] of chain.entries.entries())
      if (!seen.has(entry.columns.type) && seen.add(entry.columns.type)) yield [chain, place, entry];
}

/** Every change of one value anywhere in a JSON text: another value, none, one more. */
function* changesOf(value: Json, path: string): Generator<[string, Json]> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const fields = value as { [key: string]: Json };
    yield [`${path}+`, { ...fields, added: 1 }];
    for (const [key, inner] of Object.entries(fields)) {
      const { [key]: _gone, ...rest } = fields;
      yield [`${path}.${key} removed`, rest];
      for (const [where, changed] of changesOf(inner, `${path}.${key}`))
        yield [where, { ...fields, [key]: changed }];
    }
  } else if (typeof value === 'string') {
    yield [path, `${value}~`];
    yield [path, ''];
  } else if (typeof value === 'number') {
    yield [path, value - 1];
    yield [path, 0.5];
  } else yield [path, value === null ? 'forged' : null];
}

function expectNamed(chain: Recorded, place: number, harmed: Entry[], what: string): void {
  const verdict = verdictOf(chain, harmed);
  const seq = chain.entries[place]!.seq;
  expect(verdict.ok, what).toBe(false);
  // Made to fit in itself, an entry is betrayed by the one that follows it.
  if (!verdict.ok) expect([seq, seq + 1], `${what}: ${verdict.fault}`).toContain(verdict.seq);
}

test('the story told here holds every kind of entry the product writes, and is whole', () => {
  const told = new Set(chains.flatMap(({ entries }) => entries.map(({ columns }) => columns.type)));
  // A new kind of event? Let somebody do it in tests/support/everyKind.ts.
  expect(Object.keys(eventWords).filter((type) => !told.has(type))).toEqual([]);
  for (const chain of chains) expect(verdictOf(chain, chain.entries)).toMatchObject({ ok: true });
});

describe('of every kind of entry, what is changed is found and named', () => {
  test('every column', () => {
    for (const [chain, place, entry] of oneOfEach()) {
      const columns = { ...entry.columns } as Record<string, string | number>;
      for (const [name, value] of Object.entries(columns)) {
        const other = typeof value === 'number' ? value - 1 : `${value}~`;
        const harmed = { ...entry, columns: { ...columns, [name]: other } } as Entry;
        expectNamed(chain, place, chain.entries.with(place, harmed), `${columns.type} ${name}`);
      }
      for (const name of ['body', 'prev', 'hash'] as const) {
        const harmed = { ...entry, [name]: `${entry[name]}~` };
        expectNamed(chain, place, chain.entries.with(place, harmed), `${columns.type} ${name}`);
      }
      expectNamed(chain, place, chain.entries.with(place, { ...entry, seq: entry.seq + 1 }), 'seq');
    }
  });

  test('every field of its text, with hash and columns made to fit', () => {
    let count = 0;
    for (const [chain, place, entry] of oneOfEach()) {
      for (const [where, changed] of changesOf(JSON.parse(entry.body) as Json, '')) {
        const harmed = fitting(entry, changed as Record<string, Json>);
        expectNamed(chain, place, chain.entries.with(place, harmed), `${entry.columns.type} ${where}`);
        count++;
      }
    }
    expect(count).toBeGreaterThan(500);
  });

  test('every word committed to: rewritten, under another salt, taken away, emptied without a word', () => {
    for (const [chain, place, entry] of oneOfEach()) {
      for (const [n, opening] of entry.openings.entries()) {
        const put = (changed: Partial<typeof opening>) => ({
          ...entry,
          openings: entry.openings.with(n, { ...opening, ...changed })
        });
        const harms: [string, Entry][] = [['gone', { ...entry, openings: entry.openings.toSpliced(n, 1) }]];
        if (opening.value !== null)
          harms.push(
            ['value', put({ value: canonical('another word') })],
            ['salt', put({ salt: `${opening.salt}~` })],
            ['field', put({ field: `${opening.field}~` })],
            ['emptied', put({ value: null, salt: '' })]
          );
        else harms.push(['filled again', put({ value: '"made up"' })]);
        for (const [what, harmed] of harms) {
          // What was redacted by an entry may be gone: that is what redaction is.
          if (opening.value === null && what === 'gone') continue;
          const told = `${entry.columns.type} ${opening.field} ${what}`;
          expectNamed(chain, place, chain.entries.with(place, harmed), told);
        }
      }
    }
  });

  test('removed, doubled, swapped with its neighbour, back-dated, the last ones cut off', () => {
    for (const [chain, place, entry] of oneOfEach()) {
      const { entries } = chain;
      const type = entry.columns.type;
      expectNamed(chain, place, entries.toSpliced(place, 1), `${type} removed`);
      expectNamed(chain, place, entries.toSpliced(place, 0, entry), `${type} doubled`);
      const next = entries[place + 1];
      if (next)
        expectNamed(chain, place, entries.with(place, next).with(place + 1, entry), `${type} swapped`);
      const body = JSON.parse(entry.body) as Record<string, Json>;
      expectNamed(
        chain,
        place,
        entries.with(place, fitting(entry, { ...body, at: 5 })),
        `${type} back-dated`
      );
      expectNamed(chain, place, entries.slice(0, place), `${type} and all after it cut off`);
    }
  });
});

/** An entry with another text, whose hash and columns say the same as it. */
function fitting(entry: Entry, body: Record<string, Json>): Entry {
  const text = canonical(body);
  const subject = (body.subject ?? {}) as { kind: string; id: string };
  return {
    ...entry,
    seq: (body.seq as number | undefined) ?? entry.seq,
    prev: (body.prev as string | undefined) ?? entry.prev,
    body: text,
    hash: sha256(text),
    columns: {
      ...{ at: body.at as number, type: body.type as string, actor: body.actor as string },
      ...{ subjectKind: subject.kind, subjectId: subject.id }
    }
  };
}
