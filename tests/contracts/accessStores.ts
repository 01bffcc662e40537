import { describe, expect, test } from 'vitest';
import { newId, Problem } from '#lib/kernel/index.ts';
import {
  findAccountByEmail,
  hasAccounts,
  insertAccount,
  markSuspended,
  readPeople
} from '#lib/access/accountStore.server.ts';
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  listSessionRows,
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

    test('are suspended once', async () => {
      const { person } = await add('ming@example.tw');
      const suspend = () => storage().write((unit) => markSuspended(unit, person.id, MS));
      expect([await suspend(), await suspend()]).toEqual([true, false]);
      expect((await findAccountByEmail(storage().read, 'ming@example.tw'))?.isSuspended).toBe(true);
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
      await storage().write((unit) => markSuspended(unit, person.id, MS));
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
      expect(await state('new')).toBe('open');
      const use = () => storage().write((unit) => consumeSetupLink(unit, 'new', MS));
      expect(await Promise.all([use(), use()])).toEqual([true, false]);
      expect(await state('new')).toBe('used');
    });
  });
}
