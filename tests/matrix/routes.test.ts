import { expect, test } from 'vitest';
import { expectations } from './expectations.ts';
import { accessNote, entrancesOnDisk } from './routesOnDisk.ts';

const entrances = entrancesOnDisk();
const onDisk = entrances.map(({ key }) => key);

test('every page, form action and endpoint says who may use it', () => {
  expect(onDisk.filter((key) => !(key in expectations))).toEqual([]);
});

test('nothing is expected of a page that is gone', () => {
  expect(Object.keys(expectations).filter((key) => !onDisk.includes(key))).toEqual([]);
});

test('the routes are really found', () => {
  expect(onDisk.length).toBeGreaterThan(40);
  expect(onDisk).toContain('POST /p/[programme]/people?/invite');
});

test('every endpoint of the API notes its right for each method it answers', () => {
  const files = [...new Set(entrances.map(({ file }) => file))].filter((file) => file.includes('/api/v1/'));
  const wrong = files.filter((file) => {
    const { answers, notes } = accessNote(file);
    return answers.join() !== notes?.join();
  });
  expect(files.length).toBeGreaterThan(5);
  expect(wrong).toEqual([]);
});
