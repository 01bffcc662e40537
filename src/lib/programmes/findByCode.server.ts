import { Problem } from '#lib/kernel/index.ts';
import type { ProgrammesParts } from './deps.server.ts';
import { invitationState } from './invitation.ts';
import { findInvitation } from './invitationStore.server.ts';
import { readWayIn } from './wayIn.ts';

/**
 * The link behind a code somebody typed, or the one they pasted, which is looked up only when it is opened. Wrong codes are
 * limited, right ones are not: see `codeGate.server.ts`.
 * @param address where the request comes from
 * @returns the secret of the link
 * @throws Problem `invalid_input` (neither a code nor a link of ours looks like this), `code_unknown`, `invitation_ended`, `too_many_codes`
 */
export const findByCode =
  ({ read, clock, codes }: ProgrammesParts) =>
  async (typed: string, { address }: { address: string }): Promise<string> => {
    if (typed.trim() === '') throw new Problem('invalid_input', [{ field: 'code', reason: 'required' }]);
    const wayIn = readWayIn(typed);
    if (wayIn === null) throw new Problem('invalid_input', [{ field: 'code', reason: 'not_code' }]);
    if ('secret' in wayIn) return wayIn.secret;
    const { code } = wayIn;
    const { look, wasRight } = await codes.admit(code, address);
    if (look === 'none') throw new Problem('too_many_codes');
    const found = await findInvitation(read, { code });
    if (!found) throw new Problem('code_unknown');
    if (invitationState(found, clock()) !== 'open') throw new Problem('invitation_ended');
    await wasRight();
    codes.wake(code);
    return found.secret;
  };
