import type { Id } from '#lib/kernel/index.ts';
import type { DocumentActivity } from '#lib/sync/index.ts';

/** Who wrote, by the account they have now: a guest who was claimed and the claimer are one person, counted once. */
export function currentAuthors(
  activity: DocumentActivity,
  currentAccounts: (ids: Iterable<Id>) => Promise<Map<Id, Id>>
): DocumentActivity {
  return {
    ...activity,
    async authors(of) {
      const found = await activity.authors(of);
      const current = await currentAccounts(found.map(({ author }) => author));
      return found.map((one) => ({ ...one, author: current.get(one.author) ?? one.author }));
    }
  };
}
