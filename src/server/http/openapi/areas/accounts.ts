import * as v from 'valibot';
import { idField } from '#lib/kernel/index.ts';
import type { ListedSession, Person } from '#lib/access/index.ts';
import { ownAccountChanges } from '#lib/access/index.server.ts';
import { ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { maybeText, moment } from '../shared.ts';

const person = v.object({
  id: idField,
  name: v.string(),
  kind: v.pipe(
    v.picklist(['full', 'guest']),
    v.description('Guests joined through a link and have no e-mail.')
  ),
  email: maybeText,
  isAdmin: v.boolean()
}) satisfies v.GenericSchema<Person>;

const session = v.object({
  id: v.pipe(v.string(), v.description('Names it in this list; opens nothing.')),
  device: v.pipe(maybeText, v.description('Browser and system, such as `Firefox/Windows`.')),
  createdAt: moment,
  lastSeenAt: v.nullable(moment),
  expiresAt: moment,
  isCurrent: v.boolean()
}) satisfies v.GenericSchema<ListedSession>;

/** Who somebody is. */
export const accounts: Area = {
  tag: 'Accounts',
  about: 'Known people: a full account has an e-mail address, a guest joined through an invitation.',
  schemas: { Person: person, Session: session, AccountChanges: ownAccountChanges },
  operations: {
    'GET /openapi.json': {
      id: 'getOpenApi',
      summary: 'This description',
      description: 'OpenAPI 3.1, made from the schemas the server itself checks with.',
      access: 'anyone',
      gives: content(v.record(v.string(), v.any()), { openapi: '3.1.0' })
    },
    'GET /me': {
      id: 'getMe',
      summary: 'Who the token or session belongs to',
      description: 'Also the quickest way to see whether a token works.',
      access: 'account.own',
      gives: content(person, {
        ...{ id: ids.an, name: '林安', kind: 'full', email: 'an@harbour.example', isAdmin: false }
      })
    },
    'PATCH /me': {
      id: 'updateMe',
      summary: 'Change your name or the language of mail to you',
      description:
        'Fields that are left out stay as they are; `lang` null means: the language of the page that asks for a mail.',
      access: 'account.own',
      takes: content(ownAccountChanges, { name: '林安', lang: 'zh-tw' })
    },
    'GET /me/sessions': {
      id: 'listSessions',
      summary: 'Where you are signed in',
      description:
        'Newest first. `lastSeenAt` is exact to an hour; asked with a token, none is the current one.',
      access: 'account.own',
      pages: 'whole',
      gives: content(v.object({ sessions: v.array(session) }), {
        sessions: [
          {
            ...{ id: '9f2c9f2c9f2c9f2c9f2c9f', device: 'Firefox/Windows', createdAt: minutes(0) },
            ...{ lastSeenAt: minutes(0), expiresAt: minutes(43_200), isCurrent: true }
          }
        ]
      })
    },
    'DELETE /me/sessions/{session}': {
      id: 'endSession',
      summary: 'Sign one of your devices out',
      description: 'Its open sockets and streams close within a second.',
      access: 'account.own'
    }
  }
};
