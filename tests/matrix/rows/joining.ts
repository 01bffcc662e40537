import { everyone, signedIn, at, type Row } from '../row.ts';
import { joiningForm } from '../world.ts';

/** Who may use coming in by a code or a link. */
export const joining: Record<string, Row> = {
  'GET /join': { allow: everyone, ask: at('/join') },
  'GET /join/[code]': { allow: everyone, ask: at('/join/7K3M-9QXF') },
  'POST /join': {
    allow: everyone,
    ask: async ({ fresh }) => ({ path: '/join', form: { code: (await fresh.invitation()).code } })
  },
  'GET /j/[secret]': { allow: everyone, ask: ({ invitation }) => ({ path: `/j/${invitation}` }) },
  'POST /j/[secret]?/guest': {
    allow: everyone,
    ask: async ({ fresh }) => ({
      path: `/j/${(await fresh.invitationElsewhere()).secret}?/guest`,
      form: joiningForm
    })
  },
  'POST /j/[secret]?/account': {
    allow: signedIn,
    ask: async ({ fresh }) => ({
      path: `/j/${(await fresh.invitationElsewhere()).secret}?/account`,
      form: joiningForm
    })
  }
};
