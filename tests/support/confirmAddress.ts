import { kysely } from '#db/rows.server.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { World } from './world.ts';

/** Gives an account an address that has been confirmed, as the link in a mail does. */
export async function confirmAddress({ storage, now }: World, account: Id, email: string): Promise<void> {
  await storage.write((unit) =>
    kysely(unit)
      .updateTable('account')
      .set({ email, email_confirmed_at: now() })
      .where('id', '=', account)
      .execute()
  );
}
