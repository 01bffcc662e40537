import { redirect } from '@sveltejs/kit';
import { guard } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../_form.ts';
import { withoutProposal, withProposal } from './_phasesForm.ts';
import { phasesInput } from './_phasesInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    const { engine, actor } = locals;
    guard(actor, 'programme.update', await engine.programmes.standing(actor, params.programme));
  });
};

export const actions: Actions = {
  propose: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => ({
      typed: withProposal(form, await locals.engine.programmes.proposePhases(locals.actor, params.programme))
    }));
  },
  dropProposal: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { engine, actor } = locals;
      guard(actor, 'programme.update', await engine.programmes.standing(actor, params.programme));
      return { typed: withoutProposal(form) };
    });
  },
  save: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { phases, rows } = phasesInput(form);
      await locals.engine.programmes
        .setPhases(locals.actor, params.programme, { phases })
        .catch((refusal: unknown) => {
          throw inRowsOfTheForm(refusal, rows);
        });
      redirect(303, `/p/${params.programme}`);
    });
  }
};

// The command counts the phases it was given; the form also has rows that were left out.
function inRowsOfTheForm(refusal: unknown, rows: readonly number[]): unknown {
  if (!(refusal instanceof Problem)) return refusal;
  const issues = refusal.issues.map((issue) => ({
    ...issue,
    field: issue.field.replace(/^phases\.(\d+)/, (_, index: string) => `phases.${rows[Number(index)]}`)
  }));
  return new Problem(refusal.code, issues);
}
