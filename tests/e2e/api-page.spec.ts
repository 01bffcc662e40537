import { asPart, done } from './support/joining.ts';
import { expect, test } from './support/test.ts';

type Document = { paths: Record<string, Record<string, { operationId: string }>> };

test.use({ javaScriptEnabled: false });

test('the API’s page tells every operation, schema and code, and each of its links leads somewhere', async ({
  page,
  seededServer
}) => {
  await page.goto(`${seededServer.url}/api`);
  const document = (await (
    await page.request.get(`${seededServer.url}/api/v1/openapi.json`)
  ).json()) as Document & { components: { schemas: object } };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`
    )
  );
  expect(operations.length).toBeGreaterThan(30);
  const told = await page
    .locator('article')
    .evaluateAll((all) =>
      all.map(
        (one) =>
          `${one.querySelector('h3')?.id}: ${one.querySelector('.line')?.textContent.replace(/\s+/g, ' ').trim()}`
      )
    );
  expect(told.toSorted()).toEqual(operations.toSorted());
  const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id)));
  const schemas = Object.keys(document.components.schemas).map((name) => `schema-${name}`);
  expect(schemas.filter((id) => !ids.has(id))).toEqual([]);
  const links = await page
    .locator('main a[href^="#"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')!.slice(1)));
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  await expect(page.locator('script')).toHaveCount(0);

  // What the guide writes is taken as it stands there.
  const guide = await page.locator('ol code', { hasText: '-d ' }).first().innerText();
  const body = JSON.parse(/-d '(.+)'$/.exec(guide.trim())![1]!) as object;
  const { id } = await done<{ id: string }>(asPart(seededServer, 'facilitator')('POST', '/programmes', body));
  expect(id).toMatch(/^[\w-]{22}$/);

  // What a link leads to is open, though it stands in something closed.
  await page.goto(`${seededServer.url}/api#schema-Affiliation`);
  await expect(page.locator('#schema-Affiliation')).toBeVisible();
});
