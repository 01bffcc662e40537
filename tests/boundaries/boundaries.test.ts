import { ESLint } from 'eslint';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import rules from '../../.dependency-cruiser.js';
import { canaries, scratchHouse, type Canary } from './canaries.ts';
import { cruiseHouse } from './cruise.ts';

let removeHouse: (() => Promise<void>) | undefined;
afterEach(async () => {
  await removeHouse?.();
  removeHouse = undefined;
});

async function house(canary?: Canary): Promise<string> {
  const { root, remove } = await scratchHouse(canary);
  removeHouse = remove;
  return root;
}

/** What ESLint says of some files, as `path: rule`. Rules that need types have no project in a scratch house. */
async function lint(root: string, files: string[]): Promise<string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: join(process.cwd(), 'eslint.config.js'),
    overrideConfig: {
      languageOptions: { parserOptions: { projectService: false } },
      rules: { '@typescript-eslint/no-floating-promises': 'off' }
    }
  });
  const results = await eslint.lintFiles(files);
  return results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ severity }) => severity === 2)
      .map(({ ruleId, message }) => `${filePath.slice(root.length + 1)}: ${ruleId}: ${message}`)
  );
}

test('a clean house passes both tools', async () => {
  const root = await house();
  const { violations, modules } = await cruiseHouse(root);
  expect(violations).toEqual([]);
  expect(modules).toBeGreaterThan(15);
  expect(await lint(root, ['src', 'db'])).toEqual([]);
});

test('our own house keeps every direction', async () => {
  const { violations, modules } = await cruiseHouse(process.cwd());
  expect(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([]);
  expect(modules).toBeGreaterThan(50);
});

describe.each(canaries.filter(({ cruiser }) => cruiser))('$rule at $path', (canary) => {
  test('is caught by dependency-cruiser, with a word on where to go instead', async () => {
    const { violations } = await cruiseHouse(await house(canary));
    const caught = violations.filter(({ rule, from }) => rule === canary.rule && from === canary.path);
    expect(caught.length).toBeGreaterThan(0);
    expect(caught[0]!.comment.length).toBeGreaterThan(20);
  });
});

const toolRule = (rule: string) =>
  /^(svelte\/|no-console|max-lines)/.test(rule) ? rule : 'no-restricted-imports';

describe.each(canaries.filter(({ eslint }) => eslint))('$rule at $path', (canary) => {
  test('is caught by ESLint', async () => {
    const said = await lint(await house(canary), [canary.path]);
    expect(said.filter((line) => line.includes(toolRule(canary.rule)))).not.toEqual([]);
  });
});

test('every rule of dependency-cruiser has a canary', () => {
  const planted = new Set(canaries.map(({ rule }) => rule));
  const families = new Set(
    (rules.forbidden ?? []).map(({ name }) => (name?.endsWith('-may-visit') ? 'programmes-may-visit' : name))
  );
  expect([...families].filter((name) => !planted.has(name ?? ''))).toEqual([]);
});
