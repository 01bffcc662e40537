import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/kernel/index.ts';
import type { Engine } from '#server/engine.ts';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { demoPersonas, findSample } from '#server/personas.ts';
import type { Actions, PageServerLoad } from './$types';

// Signing in with one click must not exist outside a demo: not refused, but not there.
function requireDemo({ config }: Engine): void {
  if (!config.demo) throw new Problem('not_found');
}

export const load: PageServerLoad = ({ locals: { engine } }) =>
  asPage(async () => {
    requireDemo(engine);
    const found = await demoPersonas(engine);
    const sample = await findSample(engine);
    return {
      personas: found.map(({ persona, name, sector, described }) => ({ persona, name, sector, described })),
      brief: sample && `/p/${sample.programmeId}/briefs/${sample.briefId}`
    };
  });

export const actions: Actions = {
  default: async ({ request, locals: { engine }, cookies }) => {
    await asPage(async () => requireDemo(engine));
    const form = await request.formData();
    return asAction(form, async () => {
      const chosen = (await demoPersonas(engine)).find(({ persona }) => persona === form.get('persona'));
      const sample = await findSample(engine);
      if (!chosen || !sample) throw new Problem('not_found');
      setSessionCookie({ cookies }, await engine.access.startSession(chosen.id));
      redirect(303, `/p/${sample.programmeId}/briefs/${sample.briefId}`);
    });
  }
};
