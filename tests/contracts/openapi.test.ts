import { expect, test } from 'vitest';
import { briefChanges, newBrief } from '#lib/briefs/input.ts';
import { newInvitation, newProgramme, programmeChanges, roleChange } from '#lib/programmes/input.ts';
import { entrancesOnDisk } from '../matrix/routesOnDisk.ts';
import { openApiDocument } from '#server/http/openapi/document.ts';
import { operations } from '#server/http/openapi/operations.ts';
import { answers, inputs } from '#server/http/openapi/schemas.ts';

test('every endpoint of the API is described, and nothing else is', () => {
  const onDisk = entrancesOnDisk()
    .map(({ key }) => key)
    .filter((key) => key.includes(' /api/v1/'))
    .map((key) => key.replace('/api/v1', '').replaceAll('[', '{').replaceAll(']', '}'));
  expect(Object.keys(operations).sort()).toEqual(onDisk.sort());
});

test.each([
  ['NewProgramme', newProgramme, []],
  ['ProgrammeChanges', programmeChanges, []],
  ['NewBrief', newBrief, ['programme']],
  ['BriefChanges', briefChanges, []],
  ['NewInvitation', newInvitation, ['programme']],
  ['RoleChange', roleChange, ['programme', 'account']]
] as const)('%s has the fields its command takes', (name, { entries }, fromPath) => {
  const fields = Object.keys(entries).filter((field) => !(fromPath as readonly string[]).includes(field));
  expect(Object.keys(inputs[name]!.properties as object).sort()).toEqual(fields.sort());
});

test('every reference leads somewhere', () => {
  const text = JSON.stringify(openApiDocument('http://groundwork.test'));
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !(name in answers) && !(name in inputs))).toEqual([]);
});
