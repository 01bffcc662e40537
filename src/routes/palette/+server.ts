import { json } from '@sveltejs/kit';
import { can } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { isId, Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import type { RequestHandler } from './$types';

/** One place to go, in the reader's language. */
export type Destination = { group: string; name: string; lang?: string; href: string; hint?: string };

/** Where this reader can go, for the palette: only what they may see. `?in=` is the programme they are in. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { engine, actor } = locals;
  const here = url.searchParams.get('in');
  const programmes = await engine.programmes.listProgrammes(actor);
  const destinations: Destination[] = [
    ...(isId(here) ? await insideProgramme(locals, here) : []),
    ...programmes.map((programme): Destination => {
      const { text, lang } = titleFor(programme);
      return { group: m.palette_programmes(), name: text, lang, href: `/p/${programme.id}` };
    }),
    { group: m.palette_pages(), name: m.common_home(), href: '/' },
    ...(can(actor, 'programme.create')
      ? [{ group: m.palette_pages(), name: m.programmes_new_title(), href: '/p/new' }]
      : []),
    ...(actor.kind === 'person'
      ? [
          { group: m.palette_pages(), name: m.common_account(), href: '/account' },
          { group: m.palette_pages(), name: m.common_sign_out(), href: '/sign-out' }
        ]
      : [{ group: m.palette_pages(), name: m.common_sign_in(), href: '/sign-in' }]),
    { group: m.palette_pages(), name: m.common_about(), href: '/about' }
  ];
  return json({ destinations }, { headers: { 'cache-control': 'private, no-store' } });
};

async function insideProgramme({ engine, actor }: App.Locals, id: string): Promise<Destination[]> {
  try {
    const [programme, standing, briefs] = await Promise.all([
      engine.programmes.getProgramme(actor, id),
      engine.programmes.standing(actor, id),
      engine.briefs.listBriefs(actor, id)
    ]);
    const base = `/p/${id}`;
    const hint = titleFor(programme).text;
    const page = (name: string, path: string): Destination => ({
      ...{ group: m.palette_here(), name, href: `${base}${path}`, hint }
    });
    return [
      ...briefs.map((brief): Destination => {
        const { text, lang } = titleFor(brief);
        return { group: m.palette_briefs(), name: text, lang, href: `${base}/briefs/${brief.id}` };
      }),
      page(m.programmes_to_people_plain(), '/people'),
      page(m.programmes_to_record(), '/record'),
      ...(can(actor, 'brief.create', standing) ? [page(m.programmes_new_brief(), '/briefs/new')] : []),
      ...(can(actor, 'invitation.manage', standing)
        ? [page(m.programmes_invite(), '/people#invitations')]
        : []),
      ...(can(actor, 'programme.update', standing)
        ? [page(m.programmes_to_settings(), '/edit'), page(m.phases_edit(), '/phases')]
        : [])
    ];
  } catch (error) {
    // Gone or out of sight meanwhile: the rest is still worth showing.
    if (error instanceof Problem) return [];
    throw error;
  }
}
