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
    Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId }))
  );
  expect(operations.length).toBeGreaterThan(30);
  for (const { path, method, operationId } of operations) {
    const told = page.locator('article', { has: page.locator(`#${operationId}`) });
    await expect(told.locator('.line')).toHaveText(new RegExp(`^\\s*${method.toUpperCase()}\\s+`));
    await expect(told.locator('.line code')).toHaveText(path);
  }
  for (const name of Object.keys(document.components.schemas))
    await expect(page.locator(`#schema-${name}`)).toHaveCount(1);
  const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id)));
  const links = await page
    .locator('main a[href^="#"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')!.slice(1)));
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  await expect(page.locator('script')).toHaveCount(0);

  // What a link leads to is open, though it stands in something closed.
  await page.goto(`${seededServer.url}/api#schema-Affiliation`);
  await expect(page.locator('#schema-Affiliation')).toBeVisible();
});
