import { asPage } from '#server/http/pages.ts';
import { parseDocumentName } from '#lib/sync/index.ts';
import { hereAmong, seatsAt } from '#lib/briefs/index.ts';
import { phaseSentences, phaseSteps } from '#lib/programmes/view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    // Before anything else is read: what is recorded from here on is news.
    const record = await engine.programmes.recordHead(actor, params.programme);
    const [{ programme }, briefs, members] = await Promise.all([
      parent(),
      engine.briefs.listBriefs(actor, params.programme),
      engine.programmes.listMembers(actor, params.programme)
    ]);
    const rows = briefs.map((brief) => {
      const document = parseDocumentName(brief.documents.text);
      const present = document ? engine.sync.present(document.id) : [];
      return { ...brief, present, table: seatsAt(brief.table, hereAmong(present, members)) };
    });
    const { phases, lang, today } = programme;
    const present = rows.flatMap((row) => row.present);
    return {
      recordSeq: record.seq,
      stands: phaseSentences(phases, lang, today),
      phases: phaseSteps(phases, lang, today),
      briefs: rows.map(({ present: _, ...brief }) => brief),
      table: seatsAt(programme.table, hereAmong(present, members)),
      joined: members.filter((one) => one.members.length > 0).map(({ sector }) => sector)
    };
  });
