import { can } from '#lib/access/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asPage } from '#server/http/pages.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, params }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const programme = await engine.programmes.getProgramme(actor, params.programme);
    const standing = await engine.programmes.standing(actor, params.programme);
    return {
      programme,
      may: {
        update: can(actor, 'programme.update', standing),
        invite: can(actor, 'invitation.manage', standing),
        manageMembers: can(actor, 'member.manage', standing),
        createBrief: can(actor, 'brief.create', standing),
        write: can(actor, 'brief.write', standing)
      },
      crumbs: [{ href: `/p/${programme.id}`, label: titleFor(programme).text }]
    };
  });
