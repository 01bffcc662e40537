import { asPart, done, makePlace } from './support/joining.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';

test('a facilitator sets the phases without JavaScript, and a stranger sees where the programme stands', async ({
  browser,
  seededServer
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: seededServer.url });
  await signInAs(context, seededServer, 'facilitator');
  await inLanguage(context, seededServer.url, 'en');
  const page = await context.newPage();
  await page.goto('/p/new');
  await page.getByLabel('Course').check();
  await page.getByLabel('Title', { exact: true }).fill('Reading the river');
  await page.getByLabel('Language of title and text').selectOption('en');
  await page.getByLabel('Starts on').fill('2020-01-01');
  await page.getByLabel('Ends on').fill('2090-12-31');
  await page.getByLabel('Government').check();
  await page.getByRole('button', { name: 'Create programme' }).click();

  const phases = page.getByRole('listitem').filter({ hasText: 'Now' });
  await expect(page.getByRole('heading', { name: 'Phases' })).toBeVisible();
  await expect(phases).toHaveCount(1);
  await page.getByRole('link', { name: 'Change phases' }).click();

  const second = page.getByRole('group', { name: 'Phase 2' });
  await second.getByLabel('Title').fill('A week on the water');
  await second.getByLabel('From').fill('2020-02-02');
  await second.getByLabel('Until').fill('2020-02-01');
  await page.getByRole('group', { name: 'Phase 1', exact: true }).getByLabel('Remove this phase').check();
  await page.getByRole('button', { name: 'Save phases' }).click();
  await expect(second.getByText('The end comes before the start.')).toBeVisible();
  await expect(second.getByLabel('Title')).toHaveValue('A week on the water');
  await expect(
    page.getByRole('group', { name: 'Phase 1', exact: true }).getByLabel('Remove this phase')
  ).toBeChecked();

  await second.getByLabel('Until').fill('2090-02-01');
  const more = page.getByRole('group', { name: 'One more phase' });
  await more.getByLabel('Title').fill('Dinner');
  await page.getByRole('button', { name: 'Save phases' }).click();
  await expect(page.getByText('Now: A week on the water, until 1 February 2090.')).toBeVisible();
  await expect(page.getByText('Learning')).toHaveCount(0);
  await expect(page.getByText('Dinner')).toBeVisible();

  const stranger = await browser.newContext({ javaScriptEnabled: false, baseURL: seededServer.url });
  await inLanguage(stranger, seededServer.url, 'en');
  const public_ = await stranger.newPage();
  await public_.goto(new URL(page.url()).pathname);
  await expect(public_.getByText('Now: A week on the water, until 1 February 2090.')).toBeVisible();
  await expect(public_.getByRole('link', { name: 'Change phases' })).toHaveCount(0);
  await stranger.close();
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`the template is a proposal until it is saved, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    seededServer
  }) => {
    const { programme } = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
    const ask = asPart(seededServer, 'facilitator');
    await done(
      ask('PUT', `/programmes/${programme}/phases`, { phases: [{ kind: 'build', title: 'On the water' }] })
    );
    const stored = async () =>
      (await done<{ phases: { title: string }[] }>(ask('GET', `/programmes/${programme}`))).phases.map(
        ({ title }) => title
      );

    const context = await browser.newContext({ javaScriptEnabled, baseURL: seededServer.url });
    await signInAs(context, seededServer, 'facilitator');
    await inLanguage(context, seededServer.url, 'en');
    const page = await context.newPage();
    const title = (phase: string) =>
      page.getByRole('group', { name: phase, exact: true }).getByLabel('Title');
    const template = page.getByRole('button', { name: 'Propose the phases of the template' });
    await page.goto(`/p/${programme}/phases`);
    const first = page.getByRole('group', { name: 'Phase 1', exact: true });
    const more = page.getByRole('group', { name: 'One more phase' });
    await title('Phase 1').fill('On the wide water');
    await first.getByLabel('Remove this phase').check();
    await title('One more phase').fill('Dinner');
    await more.getByLabel('What happens').selectOption({ label: 'Learning' });
    await template.click();
    await expect(page.getByText('This is a proposal from the template (Hackathon)')).toBeVisible();
    await expect(title('Phase 1')).toHaveValue('Call for problems');
    await expect(title('Phase 4')).toHaveValue('Building');
    if (javaScriptEnabled) expect(await axe(page)).toEqual([]);
    expect(await stored()).toEqual(['On the water']);
    await expect(title('One more phase')).toHaveValue('');
    await title('Phase 3').fill(' ');
    await page.getByRole('button', { name: 'Save phases' }).click();
    await expect(title('Phase 3')).toHaveAccessibleDescription(/./);
    await page.getByRole('button', { name: 'Drop the proposal' }).click();
    await expect(title('Phase 1')).toHaveValue('On the wide water');
    await expect(first.getByLabel('Remove this phase')).toBeChecked();
    await expect(title('One more phase')).toHaveValue('Dinner');
    await expect(more.getByLabel('What happens')).toHaveValue('learn');
    await expect(title('Phase 2')).toHaveCount(0);
    expect(await stored()).toEqual(['On the water']);

    await template.click();
    await expect(page.getByText('This is a proposal from the template')).toBeVisible();
    await title('Phase 1').fill('A call from the river');
    const second = page.getByRole('group', { name: 'Phase 2', exact: true });
    await second.getByLabel('Remove this phase').check();
    await title('Phase 3').fill(' ');
    await page.getByRole('button', { name: 'Save phases' }).click();
    await expect(page.getByText('Please fill this in.')).toBeVisible();
    await expect(page.getByText('This is a proposal from the template')).toBeVisible();
    await expect(title('Phase 1')).toHaveValue('A call from the river');
    await expect(second.getByLabel('Remove this phase')).toBeChecked();
    expect(await stored()).toEqual(['On the water']);
    await title('Phase 3').fill('Teams');
    await page.getByRole('button', { name: 'Save phases' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'River night' })).toBeVisible();
    expect(await stored()).toEqual([
      ...['A call from the river', 'Teams', 'Building', 'Handing over', 'Following up']
    ]);
    await context.close();
  });
}

test('what was selected before the scripts came is what typing replaces', async ({
  page,
  context,
  seededServer
}) => {
  const { programme } = await makePlace(seededServer, { programme: 'Slow night', brief: 'Warnings' });
  await done(
    asPart(seededServer, 'facilitator')('PUT', `/programmes/${programme}/phases`, {
      phases: [{ kind: 'build', title: 'On the water' }]
    })
  );
  await signInAs(context, seededServer, 'facilitator');
  await inLanguage(context, seededServer.url, 'en');
  let letPass = () => undefined as void;
  const held = new Promise<void>((pass) => (letPass = pass));
  await page.route('**/_app/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/p/${programme}/phases`, { waitUntil: 'commit' });
  const title = page.getByRole('group', { name: 'Phase 1', exact: true }).getByLabel('Title');
  await title.selectText();
  letPass();
  // Svelte takes it off when it takes the field over.
  await expect(title).not.toHaveAttribute('value');
  await page.keyboard.type('Up the river');
  await expect(title).toHaveValue('Up the river');
});

test('the page of phases has no fault that axe can find and fits its screen', async ({
  page,
  context,
  seededServer,
  world
}) => {
  await signInAs(context, seededServer, 'facilitator');
  await page.goto(`/p/${world.programmeId}/phases`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  expect(overflow).toBe(0);
});
