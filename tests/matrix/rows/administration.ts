import { at, admins, type Row } from '../row.ts';
import { type MatrixWorld } from '../world.ts';

const ofSomebody = (action: string, form: Record<string, string>) => async (world: MatrixWorld) => ({
  path: `/admin/accounts/${(await world.fresh.member()).id}?/${action}`,
  form
});

/** Who may use what admins do with accounts and mail. */
export const administration: Record<string, Row> = {
  'GET /admin': { allow: admins, ask: at('/admin') },
  'GET /admin/accounts': { allow: admins, ask: at('/admin/accounts') },
  'GET /admin/accounts/[account]': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}` })
  },
  'POST /admin/accounts/[account]?/suspend': { allow: admins, ask: ofSomebody('suspend', { reason: '' }) },
  'POST /admin/accounts/[account]?/lift': {
    allow: admins,
    ask: async ({ fresh }) => ({
      path: `/admin/accounts/${await fresh.suspended()}?/lift`,
      form: {}
    })
  },
  'POST /admin/accounts/[account]?/resetLink': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}?/resetLink`, form: {} })
  },
  'POST /admin/accounts/[account]?/setAdmin': {
    allow: admins,
    ask: ({ cast }) => ({ path: `/admin/accounts/${cast.outsider.id}?/setAdmin`, form: { admin: 'no' } })
  },
  'GET /admin/mail': { allow: admins, ask: at('/admin/mail') }
};
