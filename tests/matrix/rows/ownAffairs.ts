import { everyone, nobody, signedIn, accounts, at, type Row } from '../row.ts';

/** Who may use one’s own account and the pages everyone starts from. */
export const ownAffairs: Record<string, Row> = {
  'GET /': { allow: everyone, ask: at('/') },
  'GET /api': { allow: everyone, ask: at('/api') },
  'GET /about': { allow: everyone, ask: at('/about') },
  // The sample programme comes with an admin: setting up is over.
  'GET /setup/[secret]': { allow: nobody, ask: at('/setup/nothing') },
  'POST /setup/[secret]': {
    allow: nobody,
    ask: () => ({
      path: '/setup/nothing',
      form: { name: 'Lim', email: 'lim@example.org', password: 'long enough to be taken' }
    })
  },
  'GET /sign-in': { allow: everyone, ask: at('/sign-in') },
  'POST /sign-in': {
    allow: everyone,
    only: ['anonymous'],
    ask: ({ cast }) => ({
      path: '/sign-in',
      form: { email: cast.outsider.email ?? '', password: 'nobody-guesses-this-9' }
    })
  },
  'GET /sign-up': {
    allow: everyone,
    ask: ({ invitation }) => ({ path: `/sign-up?invitation=${invitation}` })
  },
  'POST /sign-up': {
    allow: everyone,
    only: ['anonymous'],
    ask: async ({ fresh }) => ({
      path: `/sign-up?invitation=${(await fresh.invitation()).secret}`,
      form: { name: 'Lim', email: `lim${Date.now()}@example.org`, password: 'long enough to be taken' }
    })
  },
  'GET /sign-out': { allow: everyone, ask: at('/sign-out') },
  'POST /sign-out': {
    allow: everyone,
    only: ['guest'],
    ask: async ({ fresh }) => ({ path: '/sign-out', form: {}, cookie: (await fresh.member()).cookie })
  },
  'GET /forgot-password': { allow: everyone, ask: at('/forgot-password') },
  // Without SMTP_URL it says that no mail is sent; with it, the answer is the same for all.
  'POST /forgot-password': {
    allow: nobody,
    only: [],
    ask: () => ({ path: '/forgot-password', form: { email: 'lim@example.org' } })
  },
  'GET /reset-password/[secret]': {
    allow: everyone,
    ask: async ({ fresh }) => ({ path: `/reset-password/${await fresh.resetSecret()}` })
  },
  'POST /reset-password/[secret]': {
    allow: everyone,
    only: ['anonymous'],
    ask: async ({ fresh }) => ({
      path: `/reset-password/${await fresh.resetSecret()}`,
      form: { password: 'nobody-guesses-this-9' }
    })
  },
  // Only a link that was sent by mail opens it.
  'GET /confirm-email/[secret]': { allow: nobody, only: [], ask: at('/confirm-email/nothing') },
  'POST /confirm-email/[secret]': {
    allow: nobody,
    only: [],
    ask: () => ({ path: '/confirm-email/nothing', form: {} })
  },
  'GET /account': { allow: signedIn, ask: at('/account') },
  // Who has an account is sent to its page: nothing to keep there any more.
  'GET /account/claim': { allow: signedIn, ask: at('/account/claim') },
  'POST /account/claim?/upgrade': {
    allow: ['guest'],
    ask: async ({ fresh }, role) => ({
      path: '/account/claim?/upgrade',
      form: { email: `lim-${Date.now()}@example.org`, password: 'long enough to be taken' },
      ...(role === 'guest' && { cookie: (await fresh.member()).cookie })
    })
  },
  'POST /account/claim?/claim': {
    allow: ['guest'],
    // The account takes the guest's place in the programme: none that later rows ask as.
    ask: async ({ fresh }, role) => {
      const { email, password } = await fresh.account();
      return {
        path: '/account/claim?/claim',
        form: { email, password },
        ...(role === 'guest' && { cookie: (await fresh.member()).cookie })
      };
    }
  },
  'POST /account?/endOthers': { allow: signedIn, ask: () => ({ path: '/account?/endOthers', form: {} }) },
  'POST /account?/profile': {
    allow: signedIn,
    only: ['anonymous', 'guest', 'outsider'],
    ask: ({ cast }, role) => ({
      path: '/account?/profile',
      form: { name: cast[role === 'guest' ? 'guest' : 'outsider'].name }
    })
  },
  // Without mail nothing can be confirmed: only the refusals for who they are can be asked here.
  'POST /account?/confirmEmail': {
    allow: nobody,
    only: ['anonymous', 'guest'],
    ask: () => ({ path: '/account?/confirmEmail', form: {} })
  },
  'POST /account?/changeEmail': {
    allow: accounts,
    only: ['anonymous', 'guest', 'outsider'],
    ask: ({ cast }) => ({
      path: '/account?/changeEmail',
      form: { email: cast.outsider.email ?? '', password: 'nobody-guesses-this-9' }
    })
  },
  'POST /account?/changePassword': {
    allow: accounts,
    only: ['anonymous', 'guest', 'outsider'],
    ask: () => ({
      path: '/account?/changePassword',
      form: { current: 'nobody-guesses-this-9', password: 'nobody-guesses-this-9' }
    })
  },
  'POST /account?/endSession': {
    allow: signedIn,
    only: ['anonymous', 'outsider'],
    ask: async ({ fresh }) => ({
      path: '/account?/endSession',
      form: { session: await fresh.otherSession() }
    })
  },
  'POST /account?/createToken': {
    allow: accounts,
    ask: () => ({ path: '/account?/createToken', form: { name: 'matrix' } })
  },
  'POST /account?/revokeToken': {
    allow: accounts,
    ask: async ({ fresh }, role) => ({
      path: '/account?/revokeToken',
      form: { id: (await fresh.token(role)).id }
    })
  }
};
