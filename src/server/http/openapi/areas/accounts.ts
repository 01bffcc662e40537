import * as v from 'valibot';
import { idField } from '#lib/kernel/index.ts';
import type { Person } from '#lib/access/index.ts';
import { ids } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { maybeText } from '../shared.ts';

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

/** Who somebody is. */
export const accounts: Area = {
  tag: 'Accounts',
  about: 'Known people: a full account has an e-mail address, a guest joined through an invitation.',
  schemas: { Person: person },
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
    }
  }
};
