import { text } from 'node:stream/consumers';
import { system, type Actor, type Person } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { readConfig } from '#server/config.ts';
import { createEngine } from '#server/wiring.ts';
import type { CastMember, Part, World } from './server.ts';

// Run by server.ts before the server starts: turns what `cli seed --json` printed (stdin) into people who are signed in,
// and adds those the sample programme lacks: a guest, and somebody with an account who belongs to no programme.
type Seeded = {
  programmeId: Id;
  briefId: Id;
  users: { email: string; name: string; sector: string; role: string; token: string }[];
};

const seeded = JSON.parse(await text(process.stdin)) as Seeded;
const engine = await createEngine(readConfig(process.env));

const acting = (person: Person): Actor => ({ kind: 'person', person, via: { kind: 'session', id: 'cast' } });

async function signedIn(id: Id, rest: Omit<CastMember, 'id' | 'cookie'>): Promise<CastMember> {
  const { name, value } = await engine.access.startSession(id);
  return { id, ...rest, cookie: { name, value } };
}

async function fromSeed(what: string, fits: (user: Seeded['users'][number]) => boolean): Promise<CastMember> {
  const user = seeded.users.find(fits);
  if (!user) throw new Error(`The sample programme has nobody who is ${what}.`);
  const { email, name, token } = user;
  const account = await engine.access.findByEmail(email);
  if (!account) throw new Error(`The sample programme names ${email}, who has no account.`);
  return signedIn(account.id, { email, name, token });
}

const byRole = (role: string) => fromSeed(role, (user) => user.role === role);
const bySector = (sector: string) =>
  fromSeed(`a contributor from ${sector}`, (user) => user.sector === sector && user.role === 'contributor');

async function outsider(): Promise<CastMember> {
  const [name, email] = ['Ng Wai', 'outsider@example.org'];
  const account = await engine.access.createAccount(system, {
    name,
    email,
    password: 'nobody-guesses-this-9'
  });
  const { secret } = await engine.access.createToken(acting(account), { name: 'cast' });
  return signedIn(account.id, { email, name, token: secret });
}

async function guest(secret: string): Promise<CastMember> {
  const joined = await engine.programmes.joinAsGuest(secret, {
    name: 'Guest Chen',
    organisation: 'Riverside neighbours',
    sector: 'resident',
    consent: true
  });
  const { name, value } = joined.cookie;
  return { id: joined.person.id, name: 'Guest Chen', email: null, token: null, cookie: { name, value } };
}

try {
  const facilitator = await byRole('facilitator');
  const account = await engine.access.findByEmail(facilitator.email ?? '');
  if (!account) throw new Error('The facilitator has no account.');
  const invitation = await engine.programmes.createInvitation(acting(account), {
    programme: seeded.programmeId,
    sector: 'resident',
    role: 'contributor',
    briefId: seeded.briefId
  });
  const cast: Record<Part, CastMember> = {
    admin: await byRole('admin'),
    facilitator,
    contributor: await byRole('contributor'),
    commenter: await byRole('commenter'),
    observer: await byRole('observer'),
    government: await bySector('government'),
    business: await bySector('business'),
    guest: await guest(invitation.secret),
    outsider: await outsider()
  };
  const world: World = {
    programmeId: seeded.programmeId,
    briefId: seeded.briefId,
    invitation: invitation.secret,
    invitationId: invitation.id,
    cast
  };
  process.stdout.write(JSON.stringify(world));
} finally {
  await engine.close();
}
