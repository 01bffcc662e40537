import { expect, test } from 'vitest';
import { importedModules, type Modules } from './importedModules.ts';

function modulesOf(code: Record<string, string>): Modules {
  const known = {
    getModuleIds: () => Object.keys(code).values(),
    getModuleInfo: (id: string) => ({ code: code[id] ?? null }),
    resolve: async (source: string) => ({ id: source })
  };
  return known as unknown as Modules;
}

const messages = {
  messages: `export * from 'all'; export * as m from 'all';`,
  all: `export * from 'hello'; export * from 'goodbye';`,
  hello: `export const hello = () => 'Hello';`,
  goodbye: `export const goodbye = () => 'Goodbye';`
};

test('a page needs what stands behind the names it takes from a door, and nothing else behind it', async () => {
  const needed = importedModules(
    modulesOf({
      page: `import { Row } from 'view'; Row();`,
      view: `export { default as Row } from 'row'; export { default as Form } from 'form';`,
      row: `import { name } from 'wording'; export default () => name;`,
      form: `export default () => 'form';`,
      wording: `export const name = 'name';`
    })
  );
  expect([...(await needed(['page']))]).toEqual(['page', 'row', 'wording']);
});

test('a page needs the messages it says, and no others', async () => {
  const needed = importedModules(
    modulesOf({ page: `import { m } from 'messages'; m.hello();`, ...messages })
  );
  expect([...(await needed(['page']))]).toEqual(['page', 'hello']);
});

test('a page needs what it names of a module it takes as a whole, however it calls it', async () => {
  const needed = importedModules(
    modulesOf({
      page: `import * as $ from 'view'; $.row?.(); $$.form;`,
      view: `export { row } from 'row'; export { form } from 'form';`,
      row: `export const row = () => 'row';`,
      form: `export const form = 'form';`
    })
  );
  expect([...(await needed(['page']))]).toEqual(['page', 'row']);
});

test('what a page fetches later is no need of it', async () => {
  const needed = importedModules(
    modulesOf({ page: `import 'effect'; import('editor');`, effect: `window.x = 1;`, editor: '' })
  );
  expect([...(await needed(['page']))]).toEqual(['page', 'effect']);
});
