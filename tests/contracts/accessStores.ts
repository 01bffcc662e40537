import { describe, expect, test } from 'vitest';
import { newId, Problem } from '#lib/kernel/index.ts';
import {
  findAccountByEmail,
  hasAccounts,
  insertAccount,
  readPeople
} from '#lib/access/accountStore.server.ts';
import {
  countOtherAdmins,
  findAccountDetails,
  listAccountRows,
  updateAccountRow
} from '#lib/access/accountDetailsStore.server.ts';
import {
  consumeLink,
  dropLinks,
  findAwaitedAddress,
  findLink,
  forgetLinks,
  replaceLink
} from '#lib/access/mailLinkStore.server.ts';
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  listSessionRows,
  noteSessions,
  sessionAdapter
} from '#lib/access/sessionStore.server.ts';
import { consumeSetupLink, findSetupLink, replaceSetupLinks } from '#lib/access/setupStore.server.ts';
import {
  findLiveToken,
  insertToken,
  listTokenRows,
  markRevoked,
  markUsed
} from '#lib/access/tokenStore.server.ts';
import type { Storage } from '../support/storage.ts';

const MS = 1_800_000_000_000;

/** What every database must do for accounts, sessions, tokens and set-up links. */
export function accessStoreContract(storage: () => Storage): void {
  const add = async (email: string | null, id = newId()) => {
    const person = {
      id,
      name: '陳明',
      kind: email ? ('full' as const) : ('guest' as const),
      email,
      isAdmin: false
    };
    const account = { ...person, passwordHash: email && 'hash', createdAt: MS };
    return { person, isNew: await storage().write((unit) => insertAccount(unit, account)) };
  };

  describe('accounts', () => {
    test('are found as they were written, by cleaned address and by id', async () => {
      expect(await hasAccounts(storage().read)).toBe(false);
      const { person } = await add('ming@example.tw');
      expect(await hasAccounts(storage().read)).toBe(true);
      expect(await findAccountByEmail(storage().read, 'ming@example.tw')).toEqual({
        person,
        passwordHash: 'hash',
        isSuspended: false
      });
      expect(await findAccountByEmail(storage().read, 'other@example.tw')).toBeNull();
      expect(await readPeople(storage().read, [person.id, newId()])).toEqual([person]);
      expect(await readPeople(storage().read, [])).toEqual([]);
    });

    test('share no address, while any number of guests have none', async () => {
      expect((await add('ming@example.tw')).isNew).toBe(true);
      expect((await add('ming@example.tw')).isNew).toBe(false);
      expect((await add(null)).isNew).toBe(true);
      expect((await add(null)).isNew).toBe(true);
    });

    test('are read by the thousand', async () => {
      const ids = Array.from({ length: 1201 }, () => newId());
      await storage().write(async (unit) => {
        for (const id of ids) {
          const guest = { id, name: 'x', kind: 'guest' as const, email: null, isAdmin: false };
          await insertAccount(unit, { ...guest, passwordHash: null, createdAt: MS });
        }
      });
      expect(await readPeople(storage().read, ids)).toHaveLength(1201);
    });

    test('keep what was changed, and may lose it again', async () => {
      const { person } = await add('ming@example.tw');
      const change = (changes: Parameters<typeof updateAccountRow>[2]) =>
        storage().write((unit) => updateAccountRow(unit, person.id, changes));
      await change({ suspended: { at: MS, reason: 'spam' }, lang: 'en', emailConfirmedAt: MS });
      await change({ name: '陳小明', isAdmin: true });
      expect(await findAccountDetails(storage().read, { id: person.id })).toEqual({
        ...{ ...person, name: '陳小明', isAdmin: true, lang: 'en', emailConfirmedAt: MS },
        ...{ createdAt: MS, suspendedAt: MS, suspendedReason: 'spam' }
      });
      expect((await findAccountByEmail(storage().read, 'ming@example.tw'))?.isSuspended).toBe(true);
      await change({ suspended: null });
      const found = await findAccountDetails(storage().read, { email: 'ming@example.tw' });
      expect(found).toMatchObject({ suspendedAt: null, suspendedReason: null });
    });

    test('are listed by part of a name or an address, whatever its case, and counted as admins', async () => {
      const { person } = await add('Ming_1@example.tw');
      const { person: other } = await add('mingx1@example.tw');
      await add(null);
      const list = async (search: string, kind: 'full' | null = null) =>
        (await listAccountRows(storage().read, { search, kind, offset: 0, limit: 10 })).map(({ id }) => id);
      expect(await list('陳')).toHaveLength(3);
      expect(await list('', 'full')).toHaveLength(2);
      expect(await list('MING_1')).toEqual([person.id]);
      expect(await list('%')).toEqual([]);
      await storage().write((unit) => updateAccountRow(unit, person.id, { isAdmin: true }));
      expect(await countOtherAdmins(storage().read, other.id)).toBe(1);
      expect(await countOtherAdmins(storage().read, person.id)).toBe(0);
    });
  });

  describe('links sent by mail', () => {
    test('replace those of their kind, work once and until they end', async () => {
      const { person } = await add('ming@example.tw');
      const link = {
        ...{ account: person.id, email: 'ming@example.tw', createdAt: MS, expiresAt: MS + 1000 },
        ...{ purpose: 'reset' as const, by: null }
      };
      const make = (changes: Partial<Parameters<typeof replaceLink>[1]> & { hash: string }) =>
        storage().write((unit) => replaceLink(unit, { ...link, ...changes }));
      await make({ hash: 'old' });
      await make({ hash: 'new' });
      await make({ hash: 'made', by: 'admin' });
      await make({ hash: 'confirm', purpose: 'confirm', email: 'new@example.tw' });
      const find = (hash: string) => findLink(storage().read, hash);
      expect(await find('old')).toBeNull();
      expect(await find('new')).toEqual({ ...link, hash: 'new', isUsed: false });
      expect((await find('made'))?.by).toBe('admin');
      expect(await findAwaitedAddress(storage().read, person.id, MS)).toBe('new@example.tw');
      expect(await findAwaitedAddress(storage().read, person.id, MS + 1000)).toBeNull();
      const use = (hash: string, at: number) => storage().write((unit) => consumeLink(unit, hash, at));
      expect(await use('new', MS + 1000)).toBe(false);
      expect(await Promise.all([use('new', MS), use('new', MS)])).toEqual([true, false]);
      await storage().write((unit) => dropLinks(unit, person.id, ['reset']));
      expect([await find('made'), (await find('new'))?.isUsed]).toEqual([null, true]);
      await storage().write((unit) => forgetLinks(unit, MS + 1001));
      expect([await find('new'), await find('confirm')]).toEqual([null, null]);
    });
  });

  describe('sessions', () => {
    const adapter = () => sessionAdapter({ ...storage(), clock: () => MS });
    const start = (id: string, userId: string) =>
      adapter().setSession({ id, userId, expiresAt: new Date(MS + 1000), attributes: {} });

    test('are kept by hash, renewed, listed and ended', async () => {
      const { person } = await add('ming@example.tw');
      await start('one', person.id);
      await start('two', person.id);
      const [session, user] = await adapter().getSessionAndUser('one');
      expect(session).toEqual({
        id: 'one',
        userId: person.id,
        expiresAt: new Date(MS + 1000),
        attributes: {}
      });
      expect(user).toEqual({ id: person.id, attributes: { person } });
      await adapter().updateSessionExpiration('one', new Date(MS + 9000));
      const rows = await listSessionRows(storage().read, person.id);
      expect(rows.map((row) => row.expiresAt - MS).sort()).toEqual([1000, 9000]);
      expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.idHash) && row.createdAt === MS)).toBe(true);
      await storage().write((unit) =>
        noteSessions(unit, [{ idHash: rows[0]!.idHash, device: 'Firefox/Windows' }], MS)
      );
      await storage().write((unit) =>
        noteSessions(unit, [{ idHash: rows[0]!.idHash, device: null }], MS + 1)
      );
      const [noted] = await listSessionRows(storage().read, person.id);
      expect(noted).toMatchObject({ device: 'Firefox/Windows', lastSeenAt: MS + 1 });
      const kept = rows.find((row) => row.expiresAt === MS + 9000)!.idHash;
      await storage().write((unit) => deleteSessionsOf(unit, person.id, kept));
      expect(await adapter().getSessionAndUser('two')).toEqual([null, null]);
      expect(await findSession(storage().read, kept)).toEqual({
        person,
        isSuspended: false,
        expiresAt: MS + 9000
      });
      await storage().write((unit) => deleteSession(unit, kept));
      expect(await findSession(storage().read, kept)).toBeNull();
    });

    test('of a suspended account have nobody behind them', async () => {
      const { person } = await add('ming@example.tw');
      await start('one', person.id);
      await storage().write((unit) =>
        updateAccountRow(unit, person.id, { suspended: { at: MS, reason: null } })
      );
      const [session, user] = await adapter().getSessionAndUser('one');
      expect(session?.userId).toBe(person.id);
      expect(user).toBeNull();
    });

    test('belong to an account that exists', async () => {
      await expect(start('one', newId())).rejects.toThrow();
    });
  });

  describe('tokens', () => {
    test('are found while they live, by hash and by id', async () => {
      const { person } = await add('ming@example.tw');
      const id = newId();
      const token = { id, account: person.id, name: 'cli', hash: 'h', createdAt: MS };
      await storage().write((unit) => insertToken(unit, token));
      await storage().write((unit) => markUsed(unit, id, MS + 5));
      const live = { id, person, lastUsedAt: MS + 5 };
      expect(await findLiveToken(storage().read, { hash: 'h' })).toEqual(live);
      expect(await findLiveToken(storage().read, { id })).toEqual(live);
      expect(await listTokenRows(storage().read, person.id)).toEqual([
        { id, name: 'cli', createdAt: MS, lastUsedAt: MS + 5 }
      ]);
      const revoke = (account: string) =>
        storage().write((unit) => markRevoked(unit, { id, account, at: MS }));
      expect([await revoke(newId()), await revoke(person.id), await revoke(person.id)]).toEqual([
        false,
        true,
        false
      ]);
      expect(await findLiveToken(storage().read, { hash: 'h' })).toBeNull();
      expect(await listTokenRows(storage().read, person.id)).toEqual([]);
    });
  });

  describe('set-up links', () => {
    test('replace one another and are used once, or not when the rest fails', async () => {
      await storage().write((unit) => replaceSetupLinks(unit, 'old', MS));
      await storage().write((unit) => replaceSetupLinks(unit, 'new', MS));
      const state = (hash: string) => findSetupLink(storage().read, hash);
      expect([await state('old'), await state('new')]).toEqual([null, 'open']);
      const failing = storage().write(async (unit) => {
        await consumeSetupLink(unit, 'new', MS);
        throw new Problem('conflict');
      });
      await expect(failing).rejects.toThrow('conflict');
      expect(await findSetupLink(storage().read, 'new', MS + 1)).toBe('expired');
      expect(await state('new')).toBe('open');
      const use = () => storage().write((unit) => consumeSetupLink(unit, 'new', MS));
      expect(await Promise.all([use(), use()])).toEqual([true, false]);
      expect(await state('new')).toBe('used');
    });
  });
}
