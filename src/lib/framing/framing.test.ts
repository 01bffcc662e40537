import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '#lib/access/index.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { openWorld, type PersonActor, type World } from '../../../tests/support/world.ts';
import type { GateName } from './gates.ts';

let world: World;
let facilitator: PersonActor;
let writer: PersonActor;
let commenter: PersonActor;
let programme: Id;
let brief: Id;
let problem: Id;

beforeAll(async () => {
  world = await openWorld();
  facilitator = await world.someone('Facilitator');
  programme = await world.programme(facilitator);
  writer = await world.member(programme, facilitator, { name: 'Writer' });
  commenter = await world.member(programme, facilitator, { name: 'Commenter', role: 'commenter' });
});
afterAll(() => world.close());

beforeEach(async () => {
  brief = (await world.brief(facilitator, programme)).id;
  problem = await sectionOf('problem');
});

async function sectionOf(key: string): Promise<Id> {
  const { sections } = await world.briefs.briefText(system, brief);
  return sections.find((section) => section.key === key && section.of === null)!.id;
}
const write = (key: string, markdown: string, by: PersonActor = writer) =>
  world.briefs.writeText(by, brief, { key, mode: 'replace', markdown });
const standing = async (id: Id = problem) =>
  (await world.framing.getFraming(commenter, brief)).sections.find((section) => section.id === id)!;
const missing = async (name: GateName) =>
  (await world.framing.getFraming(commenter, brief)).gates
    .find((gate) => gate.name === name)!
    .lines.filter(({ isMet }) => !isMet)
    .map(({ is, key }) => (is === 'filled' ? key : is));
const code = async (act: Promise<unknown>) => {
  const outcome = await attempt(() => act);
  return outcome.ok ? 'done' : outcome.problem.code;
};
const say = (by: PersonActor, state: string, reason: string | null = null, section: Id = problem) =>
  code(world.framing.saySection(by, brief, { section, state, reason }));

describe('where a section stands', () => {
  test('is empty, then drafted, contested with a reason, agreed by who keeps the brief, and remembers its words', async () => {
    expect((await standing()).state).toBe('empty');
    await write('problem', '長者等不到船。');
    expect((await standing()).state).toBe('drafting');
    expect(await say(commenter, 'contested')).toBe('invalid_input');
    expect(await say(commenter, 'contested', '不只長者')).toBe('done');
    expect(await standing()).toMatchObject({
      state: 'contested',
      reason: '不只長者',
      by: { name: 'Commenter' }
    });
    expect(await say(writer, 'drafting')).toBe('forbidden');
    expect(await say(facilitator, 'agreed')).toBe('done');
    expect(await standing()).toMatchObject({ state: 'agreed', reason: null, hasChanged: false });
    await write('problem', '居民等不到船。');
    expect((await standing()).hasChanged).toBe(true);
    await write('problem', '長者等不到船。');
    expect((await standing()).hasChanged).toBe(false);
  });

  test('cannot be agreed while nothing is there, nor said of a section that is not there', async () => {
    expect(await say(facilitator, 'agreed')).toBe('section_empty');
    expect(await say(facilitator, 'contested', '?', facilitator.person.id)).toBe('invalid_input');
  });

  test('is in the record with the hash of what was agreed, and the same again is not', async () => {
    await write('problem', '長者等不到船。');
    await say(facilitator, 'agreed');
    await say(facilitator, 'agreed');
    const events = await world.storage.journal.listEvents(programme, { limit: 500 });
    const agreed = events.filter(
      ({ type, subject }) => type === 'section.state_changed' && subject.id === brief
    );
    expect(agreed).toHaveLength(1);
    expect(agreed[0]).toMatchObject({ data: { section: problem, from: 'drafting', to: 'agreed' } });
    expect(agreed[0]!.data!.textHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('who looks after a section', () => {
  const own = (by: PersonActor, account: Id | null) =>
    code(world.framing.ownSection(by, brief, { section: problem, account }));

  test('takes it and gives it up; giving it to others is for those who keep the brief', async () => {
    expect(await own(writer, writer.person.id)).toBe('done');
    expect((await standing()).owner).toMatchObject({ name: 'Writer' });
    expect(await own(writer, commenter.person.id)).toBe('forbidden');
    expect(await own(facilitator, commenter.person.id)).toBe('done');
    expect(await own(writer, null)).toBe('forbidden');
    expect(await own(commenter, null)).toBe('forbidden');
    expect(await own(facilitator, null)).toBe('done');
    expect(await own(facilitator, (await world.someone('Outsider')).person.id)).toBe('invalid_input');
  });
});

describe('the intake test', () => {
  const answer = (reply: string, reason: string | null = null) =>
    code(world.framing.answerIntake(facilitator, brief, { question: 'room', answer: reply, reason }));

  test('takes "no" with its reason, and the last answer counts', async () => {
    expect(await answer('no')).toBe('invalid_input');
    expect(await answer('no', '預算已定')).toBe('done');
    expect(await answer('yes')).toBe('done');
    const { intake } = await world.framing.getFraming(commenter, brief);
    expect(intake.find(({ question }) => question === 'room')).toMatchObject({ answer: 'yes', reason: null });
    expect(intake.filter((one) => one.answer === null)).toHaveLength(5);
  });
});

describe('the gates', () => {
  test('see what is written, by how many sectors, and whether facts name their sources', async () => {
    expect(await missing('framed')).toEqual(['problem', 'people', 'facts', 'scope', 'sectors', 'sourced']);
    await write('problem', '長者等不到船。');
    await write('people', '長者', facilitator);
    await write('scope', '本島之間');
    await write('facts', '每天 12 班。\n\n停駛 3 天（[航港局](https://example.org)）。');
    expect(await missing('framed')).toEqual(['sectors', 'sourced']);
    const engineer = await world.member(programme, facilitator, { name: 'Engineer', sector: 'technology' });
    await write('facts', '每天 12 班（[時刻表](https://example.org/t)）。', engineer);
    expect(await missing('framed')).toEqual([]);
  });

  test('want the responder’s own word, which ends when somebody else is named', async () => {
    const gate = async () => (await missing('ready')).includes('responder');
    await world.briefs.assign(facilitator, brief, { role: 'responder', accountId: writer.person.id });
    expect(await gate()).toBe(true);
    expect(await code(world.framing.giveWord(facilitator, brief))).toBe('forbidden');
    expect(await code(world.framing.giveWord(writer, brief))).toBe('done');
    expect(await gate()).toBe(false);
    await world.briefs.assign(facilitator, brief, { role: 'responder', accountId: commenter.person.id });
    expect(await gate()).toBe(true);
  });
});
