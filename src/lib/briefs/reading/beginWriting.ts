import type { Id } from '#lib/kernel/index.ts';
import type * as Writing from '../editor/writing.ts';

/** The editor's parts and the connection they share. */
export type Begun = Pick<
  typeof Writing,
  'BriefEditor' | 'FollowBar' | 'SavedWords' | 'liveSections' | 'sectionPrompt'
> & {
  connection: Writing.DocumentConnection;
};

/**
 * Fetches the editor and connects. Browser only.
 * @returns a function that ends it, also before it has begun
 */
export function beginWriting(
  document: { name: string; account: Id },
  onOutcome: (outcome: Begun | 'failed') => void
): () => void {
  let connection: Writing.DocumentConnection | null = null;
  let hasLeft = false;
  import('../editor/writing.ts').then(
    ({ connectDocument, ...parts }) => {
      if (hasLeft) return;
      const url = `${location.origin.replace(/^http/, 'ws')}/collab`;
      connection = connectDocument({ url, ...document, writable: true });
      onOutcome({ ...parts, connection });
    },
    () => {
      if (!hasLeft) onOutcome('failed');
    }
  );
  return () => {
    hasLeft = true;
    connection?.destroy();
  };
}
