import canonicalize from 'canonicalize';
import type { ChainId, Id, Json, NewEvent, SubjectRef } from '#lib/kernel/index.ts';

/** SHA-256 of the UTF-8 bytes of a text, as hex. Handed in, so that this file runs in Node and in a browser. */
export type Sha256 = (text: string) => string;

/** What the first entry of a chain names as the one before it. */
export const GENESIS = '0'.repeat(64);

/** What is hashed: the parsed form of an entry's `body`. */
export type EventBody = {
  programme: ChainId;
  seq: number;
  at: number;
  actor: Id | 'system' | 'anonymous';
  affiliation: Json;
  type: string;
  subject: SubjectRef;
  data: { readonly [key: string]: Json };
  prev: string;
};

/** A value kept beside the chain with the salt that opens its commitment. Redaction empties both. */
export type Opening = { field: string; salt: string; value: string | null };

/** One entry as it is stored or exported. */
export type ChainEntry = { seq: number; body: string; prev: string; hash: string };

/** Where a chain stands; `seq` 0 and {@link GENESIS} before its first entry. */
export type ChainHead = { chain: ChainId; seq: number; hash: string };

/** Why an entry cannot be what was written. */
export type Fault =
  | 'gap'
  | 'prev_differs'
  | 'hash_differs'
  | 'not_canonical'
  | 'body_differs'
  | 'opening_differs'
  | 'opening_missing'
  | 'head_differs';

/**
 * RFC 8785 text of a JSON value.
 * @throws Error for what JSON cannot hold: NaN, lone surrogates, nothing at all
 */
export function canonical(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Only JSON values can be recorded.');
  return text;
}

/** The commitment to a value: the salt (text) followed by the value's canonical text, hashed. */
export function commitment(salt: string, canonicalValue: string, sha256: Sha256): string {
  return sha256(salt + canonicalValue);
}

/** Makes the next entry of a chain. What people wrote enters only as commitments, opened by the returned openings. */
export function seal(
  event: NewEvent,
  place: { seq: number; at: number; prev: string },
  newSalt: () => string,
  sha256: Sha256
): { entry: ChainEntry; body: EventBody; openings: Opening[] } {
  const { affiliation, spoken } = splitAffiliation(event.affiliation ?? null);
  const openings = Object.entries({ ...spoken, ...event.committed }).map(
    ([field, value]): Opening & { value: string } => ({ field, salt: newSalt(), value: canonical(value) })
  );
  const body: EventBody = {
    programme: event.chain,
    seq: place.seq,
    at: place.at,
    actor: event.actor,
    affiliation,
    type: event.type,
    subject: { kind: event.subject.kind, id: event.subject.id },
    data: withCommitments(event.data ?? {}, openings, sha256),
    prev: place.prev
  };
  const text = canonical(body as Json);
  return {
    // Read back from the text, so that what is returned is what was hashed.
    body: JSON.parse(text) as EventBody,
    entry: { seq: place.seq, body: text, prev: place.prev, hash: sha256(text) },
    openings
  };
}

/** @returns what is wrong with an entry that should follow `before`, or null */
export function faultIn(entry: ChainEntry, before: ChainHead, sha256: Sha256): Fault | null {
  if (entry.seq !== before.seq + 1) return 'gap';
  if (entry.prev !== before.hash) return 'prev_differs';
  if (sha256(entry.body) !== entry.hash) return 'hash_differs';
  const body = parseBody(entry.body);
  if (!body) return 'not_canonical';
  const agrees = body.programme === before.chain && body.seq === entry.seq && body.prev === entry.prev;
  return agrees && isGroup(body.data) && isGroup(body.subject) ? null : 'body_differs';
}

// Whoever forges an entry may leave out anything; checking it must name it, not fail.
function isGroup(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @returns whether every opening that still has its value opens a commitment of this entry */
export function opens(body: EventBody, openings: readonly Opening[], sha256: Sha256): boolean {
  const commitments = commitmentsOf(body);
  return openings.every(({ field, salt, value }) => {
    if (!Object.hasOwn(commitments, field)) return false;
    return value === null || commitments[field] === commitment(salt, value, sha256);
  });
}

/** The commitments of an entry by field. */
export function commitmentsOf(body: EventBody): { readonly [field: string]: Json } {
  const found = body.data.commitments;
  return found && typeof found === 'object' && !Array.isArray(found)
    ? (found as { [key: string]: Json })
    : {};
}

/** @returns the parsed body, or null when the text is not the canonical text of a JSON object */
export function parseBody(text: string): EventBody | null {
  try {
    const body = JSON.parse(text) as Json;
    const isObject = body !== null && typeof body === 'object' && !Array.isArray(body);
    return isObject && canonical(body) === text ? (body as unknown as EventBody) : null;
  } catch {
    return null;
  }
}

function withCommitments(
  data: { readonly [key: string]: Json },
  openings: readonly (Opening & { value: string })[],
  sha256: Sha256
): EventBody['data'] {
  if ('commitments' in data) throw new Error('The journal writes "commitments" itself; use `committed`.');
  if (openings.length === 0) return data;
  const entries = openings.map(({ field, salt, value }) => [field, commitment(salt, value, sha256)] as const);
  return { ...data, commitments: Object.fromEntries(entries) };
}

const PUBLIC_AFFILIATION = new Set(['sector', 'proof']);
const PREFIX = 'affiliation.';

// Organisation and capacity are a person's own words: they may have to be redacted, so they are only committed to.
function splitAffiliation(affiliation: Json): { affiliation: Json; spoken: { [field: string]: Json } } {
  if (affiliation === null || typeof affiliation !== 'object' || Array.isArray(affiliation)) {
    if (affiliation !== null) throw new Error('An affiliation is an object or null.');
    return { affiliation: null, spoken: {} };
  }
  const entries = Object.entries(affiliation);
  const kept = entries.filter(([key]) => PUBLIC_AFFILIATION.has(key));
  const spoken = entries.filter(([key, value]) => !PUBLIC_AFFILIATION.has(key) && value !== null);
  return {
    affiliation: Object.fromEntries(kept),
    spoken: Object.fromEntries(spoken.map(([key, value]) => [PREFIX + key, value]))
  };
}

/** Puts opened values back where the event had them: into the affiliation, and into `committed`. */
export function joinOpenings(
  body: EventBody,
  openings: readonly Opening[]
): { affiliation: Json; committed: { [field: string]: Json } } {
  const committed: { [field: string]: Json } = {};
  const spoken: { [key: string]: Json } = {};
  for (const { field, value } of openings) {
    if (value === null) continue;
    if (field.startsWith(PREFIX)) spoken[field.slice(PREFIX.length)] = JSON.parse(value) as Json;
    else committed[field] = JSON.parse(value) as Json;
  }
  const affiliation = body.affiliation === null ? null : { ...(body.affiliation as object), ...spoken };
  return { affiliation, committed };
}
