import type { Id } from './ids.ts';
import type { ChainId, SubjectRef } from './events.ts';

/**
 * What is told after a commit: ids only, never content. Whoever hears one fetches what they may see.
 * `passages` means: what is marked in this brief, or where it stands, has changed.
 * `comments` means: what everybody may read of this brief's comments has changed.
 * `mail` means: something waits to be sent.
 * `rights` means: whatever this account, or everyone in this programme, was allowed must be asked again.
 */
export type Notice =
  | { kind: 'event'; chain: ChainId; seq: number; type: string; subject: SubjectRef }
  | { kind: 'rights'; account?: Id; programme?: Id }
  | { kind: 'document'; document: Id; seq: number }
  | { kind: 'passages'; brief: Id }
  | { kind: 'comments'; brief: Id }
  | { kind: 'mail' };

export type Notices = {
  publish(notice: Notice): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (notice: Notice) => void): () => void;
};

/** The bus of one process. A listener that throws does not keep the others from hearing. */
export function createNotices(onError: (error: unknown) => void): Notices {
  const listeners = new Set<(notice: Notice) => void>();
  return {
    publish(notice) {
      for (const listener of [...listeners]) {
        try {
          listener(notice);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    }
  };
}
