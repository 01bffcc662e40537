import { sql } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { Json, Rows } from '#lib/kernel/index.ts';
import type { DocumentActivity } from './activity.ts';

/** Answers from committed rows alone; no document is loaded. */
export function documentActivity(read: Rows): DocumentActivity {
  return {
    async authors(of) {
      const [column, ids] =
        'programmes' in of
          ? (['document.programme_id', of.programmes] as const)
          : (['document.id', of.documents] as const);
      if (ids.length === 0) return [];
      const rows = await kysely(read)
        .selectFrom('document_update as u')
        .innerJoin('document', 'document.id', 'u.document_id')
        .select(['document.id', 'document.programme_id', 'u.author', 'u.affiliation'])
        .select((e) => e.fn.max('u.at').as('last_at'))
        .where(column, 'in', ids)
        .where('u.author', '!=', 'system')
        .groupBy(['document.id', 'document.programme_id', 'u.author', 'u.affiliation'])
        .orderBy('last_at', 'desc')
        .execute();
      return rows.map((row) => ({
        document: row.id,
        programme: row.programme_id,
        author: row.author,
        affiliation: row.affiliation === null ? null : (JSON.parse(row.affiliation) as Json),
        lastAt: Number(row.last_at)
      }));
    },

    async heads(documents) {
      if (documents.length === 0) return new Map();
      const lastAt = sql<number | null>`(select max(u.at) from document_update u
        where u.document_id = document.id and u.author <> 'system')`;
      const rows = await kysely(read)
        .selectFrom('document')
        .select(['id', 'epoch', 'head_seq', lastAt.as('last_at')])
        .where('id', 'in', documents)
        .execute();
      return new Map(
        rows.map((row) => [
          row.id,
          {
            epoch: row.epoch,
            seq: Number(row.head_seq),
            lastAt: row.last_at === null ? null : Number(row.last_at)
          }
        ])
      );
    }
  };
}
