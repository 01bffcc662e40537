import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { digest } from 'lib0/hash/sha256';
import { expect, test } from 'vitest';
import type { Json, NewEvent } from '#lib/kernel/index.ts';
import { canonical, commitment, faultIn, GENESIS, joinOpenings, opens, parseBody, seal } from './chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const inBrowser = (text: string) => Buffer.from(digest(new TextEncoder().encode(text))).toString('hex');
const place = { seq: 1, at: 1_800_000_000_000, prev: GENESIS };
const salts = () => {
  let n = 0;
  return () => String(n++).padStart(22, 's');
};
const event: NewEvent = {
  chain: 'instance',
  type: 'member.joined',
  actor: 'aaaaaaaaaaaaaaaaaaaaaa',
  affiliation: { sector: 'government', organisation: '水利局', capacity: null, proof: 'self_declared' },
  subject: { kind: 'member', id: 'bbbbbbbbbbbbbbbbbbbbbb' },
  data: { role: 'contributor' },
  committed: { name: '陳明' }
};

test('an entry is the canonical text of RFC 8785, hashed', () => {
  const { entry } = seal(event, place, salts(), sha256);
  const name = sha256('sssssssssssssssssssss1"陳明"');
  const organisation = sha256('sssssssssssssssssssss0"水利局"');
  expect(entry.body).toBe(
    '{"actor":"aaaaaaaaaaaaaaaaaaaaaa","affiliation":{"proof":"self_declared","sector":"government"},' +
      `"at":1800000000000,"data":{"commitments":{"affiliation.organisation":"${organisation}","name":"${name}"},` +
      `"role":"contributor"},"prev":"${GENESIS}","programme":"instance","seq":1,` +
      '"subject":{"id":"bbbbbbbbbbbbbbbbbbbbbb","kind":"member"},"type":"member.joined"}'
  );
  expect(entry.hash).toBe(sha256(entry.body));
});

test('the example values of RFC 8785 come out as the standard prints them', () => {
  const given = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as Json;
  expect(canonical(given)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
  );
});

test('no word of a person is in the entry, and all come back while the openings are there', () => {
  const { entry, openings, body } = seal(event, place, salts(), sha256);
  expect(entry.body).not.toMatch(/陳明|水利局/);
  expect(joinOpenings(body, openings)).toEqual({
    affiliation: { sector: 'government', organisation: '水利局', proof: 'self_declared' },
    committed: { name: '陳明' }
  });
  const emptied = openings.map((opening) => ({ ...opening, salt: '', value: null }));
  expect(joinOpenings(body, emptied)).toEqual({
    affiliation: { sector: 'government', proof: 'self_declared' },
    committed: {}
  });
  expect(opens(body, emptied, sha256)).toBe(true);
});

test('an opening that was changed, or belongs elsewhere, does not open the entry', () => {
  const { body, openings } = seal(event, place, salts(), sha256);
  expect(opens(body, openings, sha256)).toBe(true);
  expect(opens(body, [{ ...openings[0]!, value: '"別局"' }], sha256)).toBe(false);
  expect(opens(body, [{ ...openings[0]!, salt: 'x' }], sha256)).toBe(false);
  expect(opens(body, [{ ...openings[0]!, field: 'title' }], sha256)).toBe(false);
  expect(opens(body, [{ field: 'toString', salt: '', value: null }], sha256)).toBe(false);
});

test('the same word under two salts gives two commitments', () => {
  expect(commitment('a', '"x"', sha256)).not.toBe(commitment('b', '"x"', sha256));
});

test('a browser comes to the same hash as the server', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => inBrowser(text) === sha256(text)));
  const { entry } = seal(event, place, salts(), sha256);
  expect(faultIn(entry, { chain: 'instance', seq: 0, hash: GENESIS }, inBrowser)).toBeNull();
});

test('whatever JSON an event holds, it is read back as it was written', () => {
  const json = fc
    .jsonValue({ noUnicodeString: false } as never)
    .map((value) => JSON.parse(JSON.stringify(value)) as Json);
  fc.assert(
    fc.property(json, json, (one, two) => {
      const { entry, body, openings } = seal(
        { ...event, data: { one }, committed: { two } },
        place,
        salts(),
        sha256
      );
      const read = parseBody(entry.body);
      expect(read).toEqual(body);
      expect(read!.data.one).toEqual(one);
      expect(joinOpenings(body, openings).committed.two).toEqual(two);
      expect(faultIn(entry, { chain: 'instance', seq: 0, hash: GENESIS }, sha256)).toBeNull();
    })
  );
});

test('what no JSON text can hold is refused, not bent', () => {
  const sealing = (data: Record<string, Json>) => () => seal({ ...event, data }, place, salts(), sha256);
  expect(sealing({ n: NaN })).toThrow('NaN');
  expect(sealing({ text: '\ud800' })).toThrow('surrogate');
  expect(sealing({ commitments: {} })).toThrow('committed');
  expect(() => seal({ ...event, affiliation: 'government' }, place, salts(), sha256)).toThrow('affiliation');
});

test('a text that is not canonical is nobody’s entry', () => {
  expect(parseBody('{"b":1,"a":2}')).toBeNull();
  expect(parseBody('{"a":1 }')).toBeNull();
  expect(parseBody('{"a":1,"a":1}')).toBeNull();
  expect(parseBody('[1]')).toBeNull();
  expect(parseBody('null')).toBeNull();
  expect(parseBody('{')).toBeNull();
});
