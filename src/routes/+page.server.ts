import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { engine, actor } }) => {
  const [programmes, isSetUp] = await asPage(() =>
    Promise.all([engine.programmes.listProgrammes(actor), engine.access.isSetUp()])
  );
  return {
    mine: programmes.filter((programme) => programme.membership !== null),
    others: programmes.filter((programme) => programme.membership === null),
    isSetUp,
    mayCreate: actor.kind === 'person' && actor.person.kind === 'full'
  };
};
