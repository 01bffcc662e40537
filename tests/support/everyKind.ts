import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#db/migrate.ts';
import { withSnapshot } from '#db/snapshot.server.ts';
import { system, type Actor } from '#lib/access/index.ts';
import { accessService } from '#lib/access/index.server.ts';
import { briefText } from '#lib/briefs/document.ts';
import { exportProgramme, importProgramme, recordRestore } from '#lib/export/index.server.ts';
import { FORMAT } from '#lib/export/index.ts';
import type { ChainHead } from '#lib/journal/index.ts';
import { readChains, readEntries, readHead } from '#lib/journal/journalStore.server.ts';
import * as Y from 'yjs';
import { expect } from 'vitest';
import { watchPassages } from '#lib/passages/index.server.ts';
import { documentActivity } from '#lib/sync/index.server.ts';
import { openPostbox } from './postbox.ts';
import { from, openWorld, type PersonActor, type World } from './world.ts';

/** A chain as it is stored, with where it says it ends. */
export type Recorded = { head: ChainHead; entries: Awaited<ReturnType<typeof readEntries>> };

/** Lets people do everything there is a kind of entry for; a new kind of event is added here. */
export async function playEveryKind(): Promise<Recorded[]> {
  const [here, elsewhere] = [await openWorld(), await openWorld()];
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-kinds-'));
  try {
    const programme = await runProgramme(here);
    await keepAccounts(here);
    await moveHouse(here, elsewhere, programme, join(folder, 'p.gz'));
    return [...(await chainsOf(here)), ...(await chainsOf(elsewhere))];
  } finally {
    rmSync(folder, { recursive: true });
    await here.close();
    await elsewhere.close();
  }
}

async function runProgramme(world: World): Promise<string> {
  const { programmes, briefs, storage } = world;
  const mei = await world.someone('Mei');
  const programme = await world.programme(mei);
  const bao = await world.member(programme, mei, { name: 'Bao' });
  const { secret, id } = await programmes.createInvitation(mei, { programme, sector: 'technology' });
  await bringGuests(world, secret, bao);
  await programmes.giveProof(mei, { programme, account: bao.person.id, level: 'vouched' });
  await programmes.withdrawProof(mei, { programme, account: bao.person.id });
  const moved = { programme, sector: 'business', organisation: '新單位', capacity: null } as const;
  await programmes.changeAffiliation(bao, moved);
  await programmes.revokeInvitation(mei, { id });
  await programmes.updateProgramme(mei, programme, { title: '改名', visibility: 'unlisted' });
  await programmes.setPhases(mei, programme, { phases: [] });
  await programmes.changeRole(mei, { programme, account: bao.person.id, role: 'commenter' } as never);
  const brief = await world.brief(mei, programme);
  await briefs.updateBrief(mei, brief.id, { summary: '一句話', stage: 'framed' });
  await briefs.assign(mei, brief.id, { role: 'responder', label: '港務局' });
  await markPassages(world, mei, brief.id);
  await frame(world, mei, brief.id);
  await discuss(world, mei, bao, brief.id);
  await programmes.removeMember(mei, { programme, account: bao.person.id } as never);
  const version = await world.versions.nameVersion(mei, brief.id, { name: '第一版' });
  const { seq: early } = await world.briefs.briefText(mei, brief.id);
  await world.briefs.writeText(mei, brief.id, { key: 'problem', markdown: '稍後拿掉' });
  await world.versions.restoreText(mei, brief.id, { seq: early });
  await world.versions.sealVersion(mei, version.id);
  await world.versions.unsealVersion(mei, version.id, { reason: '數字更新' });
  const events = await storage.journal.listEvents(programme, { limit: 500 });
  const { seq } = events.find(({ type }) => type === 'brief.created')!;
  await storage.write((unit) =>
    storage.journal.redact(unit, { actor: mei.person.id, chain: programme, seq, fields: ['title'] })
  );
  return programme;
}

async function markPassages(
  { briefs, passages, texts, storage }: World,
  mei: PersonActor,
  brief: string
): Promise<void> {
  const { textDocument } = await briefs.getBrief(mei, brief);
  await texts.type(
    textDocument,
    { id: mei.person.id, affiliation: from('government') },
    'problem',
    '長者等三天'
  );
  const { sections } = await briefs.briefText(mei, brief);
  const section = sections.find(({ key }) => key === 'problem')!.id;
  const wanted = { section, from: 0, to: 5, quote: '長者等三天', kind: 'need' };
  const { id } = await passages.createPassage(mei, brief, wanted);
  await passages.changePassageKind(mei, id, { kind: 'evidence' });
  const { read, write, bus: notices } = storage;
  const activity = documentActivity(read);
  const sync = { ...texts.sync, readSuccessors: async () => () => [] };
  const watch = watchPassages({
    read,
    write,
    sync,
    activity,
    notices,
    onError: (error) => expect.fail(String(error))
  });
  const by = { author: mei.person.id, affiliation: null };
  const rewrite = async (words: string) => {
    const { doc } = await texts.sync.read(textDocument);
    const before = Y.encodeStateVector(doc);
    const at = doc.getXmlFragment('text').toArray() as Y.XmlElement[];
    const paragraph = at.find((one) => one.getAttribute('id') === section)!;
    paragraph.delete(0, paragraph.length);
    const fresh = new Y.XmlElement('paragraph');
    fresh.insert(0, [new Y.XmlText(words)]);
    paragraph.insert(0, [fresh]);
    await texts.sync.append(textDocument, { ...by, update: Y.encodeStateAsUpdate(doc, before) });
    await watch.settle(textDocument);
  };
  for (const words of ['無關的話', '長者等三天', '前面長者等三天']) await rewrite(words);
  await texts.change(textDocument, section, (text) => text.insert(6, '不'));
  await watch.settle(textDocument);
  await passages.confirmPassage(mei, id, { text: '長者等三不天' });
  await watch.close();
  await passages.removePassage(mei, id);
}

async function discuss(
  { briefs, comments }: World,
  mei: PersonActor,
  bao: PersonActor,
  brief: string
): Promise<void> {
  await briefs.writeText(mei, brief, { key: 'people', markdown: '離島長者' });
  const { sections } = await briefs.briefText(mei, brief);
  const section = sections.find(({ key }) => key === 'people')!.id;
  const on = { section, from: 0, to: 4, quote: '離島長者' };
  const { thread } = await comments.openThread(mei, brief, { on, text: '幾位？' });
  const { id } = await comments.reply(mei, thread, { text: '三百位' });
  await comments.editComment(mei, id, { text: '三百多位' });
  await comments.resolveThread(mei, thread, { resolved: true });
  await comments.resolveThread(mei, thread, { resolved: false });
  const { programme } = await briefs.getBrief(mei, brief);
  await comments.ruleComments(mei, programme, { holds: true });
  for (const show of [true, false]) {
    const held = await comments.reply(bao, thread, { text: '還有家屬' });
    await comments.decideComment(mei, held.id, { show });
  }
  await comments.removeComment(mei, id);
}

async function frame({ briefs, framing }: World, mei: PersonActor, brief: string): Promise<void> {
  const { sections } = await briefs.briefText(mei, brief);
  const section = sections[0]!.id;
  await framing.saySection(mei, brief, { section, state: 'contested', reason: '還沒談完' });
  await framing.ownSection(mei, brief, { section, account: mei.person.id });
  await framing.answerIntake(mei, brief, { question: 'room', answer: 'no', reason: '預算已定' });
  await briefs.assign(mei, brief, { role: 'responder', accountId: mei.person.id });
  await framing.giveWord(mei, brief);
}

async function bringGuests({ programmes, access }: World, secret: string, owner: PersonActor): Promise<void> {
  const guests: Actor[] = [];
  for (const name of ['訪客', 'Guest']) {
    const affiliation = { sector: 'technology', organisation: null, consent: true } as const;
    const { cookie } = await programmes.joinAsGuest(secret, { name, ...affiliation });
    guests.push((await access.authenticate({ cookie: cookie.value })).actor);
  }
  const account = { email: 'guest@example.org', password: 'a long password' };
  await access.upgradeGuest(guests[0]!, account);
  const known = { email: owner.person.email!, password: account.password };
  await access.claimGuest(guests[1]!, known, { address: 'here' });
}

async function keepAccounts(world: World): Promise<void> {
  const { storage } = world;
  const mail = openPostbox(storage.write);
  const access = accessService({
    ...storage,
    write: mail.write,
    mail,
    clock: world.now,
    secureCookies: false
  });
  const here = { address: 'here', lang: 'en' } as const;
  const ming = { name: '陳明', email: 'ming@example.tw', password: 'correct horse' };
  const { account, cookie } = await access.signUp(ming, { lang: 'zh-tw' });
  const { actor } = await access.authenticate({ cookie: cookie.value });
  await access.completeConfirmation(mail.secretFor(ming.email), here);
  await access.updateOwnAccount(actor, { name: '陳小明' });
  await access.changeEmail(actor, { email: 'new@example.tw', password: ming.password }, here);
  await access.completeConfirmation(mail.secretFor('new@example.tw'), here);
  await access.changePassword(actor, { current: ming.password, password: 'battery staple 9' }, here);
  const { id } = await access.createToken(actor, { name: 'script' });
  await access.revokeToken(actor, id);
  const { secret } = await access.makeResetLink(system, account.id);
  await access.completeReset(secret, { password: 'another horse 7' }, here);
  await world.someone('Second admin', { isAdmin: true });
  await access.setAdmin(system, account.id, true as never);
  await access.setAdmin(system, account.id, false as never);
  await access.suspendAccount(system, account.id);
  await access.liftSuspension(system, account.id);
}

async function moveHouse(here: World, elsewhere: World, programme: string, file: string): Promise<void> {
  const how = { version: 'test', at: here.now(), replace: false };
  await withSnapshot(here.storage.connections.readerDb, (snapshot) =>
    exportProgramme(snapshot, programme, file, how)
  );
  const { write } = elsewhere.storage;
  const known = { migrations: Object.keys(migrations), kinds: [briefText] };
  await importProgramme({ write, clock: elsewhere.now, ...known }, file);
  const header = { groundwork: 'backup', format: FORMAT, version: 'test', migrations: [], at: 1 } as const;
  const trailer = { rows: {}, content: '', sha256: '0'.repeat(64) };
  await write((unit) => recordRestore(unit, { file, header, trailer }, { documents: 1 }));
}

async function chainsOf({ storage: { read } }: World): Promise<Recorded[]> {
  const found: Recorded[] = [];
  for (const chain of await readChains(read))
    found.push({
      head: await readHead(read, chain),
      entries: await readEntries(read, chain, { after: 0, limit: 999 })
    });
  return found;
}
