import { redirect } from '@sveltejs/kit';
import { setSessionCookie } from '#server/http/cookies.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    setSessionCookie(event, await event.locals.engine.access.signOut(event.locals.actor));
    redirect(303, '/');
  }
};
