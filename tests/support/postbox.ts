import type { AccountMail } from '#lib/access/index.ts';
import type { Write } from '#lib/kernel/index.ts';

type Letter = Parameters<AccountMail['post']>[1];

/** Mail that only reaches a list once its transaction is committed, as the outbox does. */
export type Postbox = AccountMail & {
  letters: Letter[];
  /** the secret of the newest link to this address */
  secretFor(to: string): string;
  write: Write;
};

/** Opens a postbox around a write path; give its `write` to what posts. */
export function openPostbox(write: Write): Postbox {
  const letters: Letter[] = [];
  const underWay = new WeakMap<object, Letter[]>();
  return {
    isOn: true,
    origin: 'https://groundwork.test',
    letters,
    post: (unit, letter) => {
      underWay.get(unit)?.push(letter);
      return Promise.resolve();
    },
    listUnsent: () => Promise.resolve([]),
    secretFor(to) {
      const text = letters.findLast((letter) => letter.to === to && letter.text.includes('/'))?.text ?? '';
      const secret = /https:\/\/groundwork\.test\/[a-z-]+\/([\w-]{43})/.exec(text)?.[1];
      if (!secret) throw new Error(`No link was sent to ${to}.`);
      return secret;
    },
    async write(work) {
      const posted: Letter[] = [];
      const result = await write((unit) => {
        underWay.set(unit, posted);
        return work(unit);
      });
      letters.push(...posted);
      return result;
    }
  };
}
