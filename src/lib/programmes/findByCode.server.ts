import { Problem } from '#lib/kernel/index.ts';
import { readCode } from './code.ts';
import type { ProgrammesParts } from './deps.server.ts';
import { invitationState } from './invitation.ts';
import { findInvitation } from './invitationStore.server.ts';

/**
 * The link behind a code somebody typed. Wrong codes are limited, right ones are not: see `codeGate.server.ts`.
 * @param address where the request comes from
 * @returns the secret of the link
 * @throws Problem `invalid_input` (no code looks like this), `code_unknown`, `invitation_ended`, `too_many_codes`
 */
export const findByCode =
  ({ read, clock, codes }: ProgrammesParts) =>
  async (typed: string, { address }: { address: string }): Promise<string> => {
    if (typed.trim() === '') throw new Problem('invalid_input', [{ field: 'code', reason: 'required' }]);
    const code = typed.length > 100 ? null : readCode(typed);
    if (code === null) throw new Problem('invalid_input', [{ field: 'code', reason: 'not_code' }]);
    const { look, wasRight } = await codes.admit(code, address);
    if (look === 'none') throw new Problem('too_many_codes');
    const found = await findInvitation(read, { code });
    if (!found) throw new Problem('code_unknown');
    if (invitationState(found, clock()) !== 'open') throw new Problem('invitation_ended');
    await wasRight();
    codes.wake(code);
    return found.secret;
  };
