import { accounts } from './areas/accounts.ts';
import { administration } from './areas/administration.ts';
import { briefs } from './areas/briefs.ts';
import { events } from './areas/events.ts';
import { exports } from './areas/exports.ts';
import { history } from './areas/history.ts';
import { invitations } from './areas/invitations.ts';
import { members } from './areas/members.ts';
import { passages } from './areas/passages.ts';
import { programmes } from './areas/programmes.ts';
import { search } from './areas/search.ts';
import { texts } from './areas/texts.ts';
import { tokens } from './areas/tokens.ts';
import type { Area } from './operation.ts';

/** All of the API, in the order people read it. A new area is a file beside these and a line here. */
export const areas: readonly Area[] = [
  accounts,
  tokens,
  programmes,
  invitations,
  members,
  briefs,
  texts,
  exports,
  passages,
  history,
  search,
  events,
  administration
];
