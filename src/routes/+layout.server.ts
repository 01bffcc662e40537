import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { actor, engine }, url }) => {
  // Kit loads anew what has asked for the address whenever it changes: the session may have ended since the last page.
  void url.pathname;
  return {
    locale: getLocale(),
    now: Date.now(),
    timeZone: engine.config.timeZone,
    // Never the e-mail: this goes into every page.
    reader:
      actor.kind === 'person'
        ? {
            id: actor.person.id,
            name: actor.person.name,
            kind: actor.person.kind,
            isAdmin: actor.person.isAdmin
          }
        : null
  };
};
