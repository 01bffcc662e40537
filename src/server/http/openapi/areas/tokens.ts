import * as v from 'valibot';
import type { ListedToken } from '#lib/access/index.ts';
import { newToken } from '#lib/access/index.server.ts';
import { idField } from '#lib/kernel/index.ts';
import { ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { moment } from '../shared.ts';

const token = v.object({
  id: idField,
  name: v.string(),
  createdAt: moment,
  lastUsedAt: v.nullable(moment)
}) satisfies v.GenericSchema<ListedToken>;

const tokenWithSecret = v.object({
  id: idField,
  name: v.string(),
  secret: v.pipe(v.string(), v.description('Shown in this answer and never again.'))
});

/** Keys to the API. */
export const tokens: Area = {
  tag: 'Tokens',
  about: 'Keys to this API and to the sockets. Each acts as its owner.',
  schemas: { Token: token, NewToken: newToken, TokenWithSecret: tokenWithSecret },
  operations: {
    'GET /tokens': {
      id: 'listTokens',
      summary: 'Your own tokens',
      description:
        'Those that still work, newest first, without their secrets. `lastUsedAt` is exact to a minute.',
      access: 'token.own',
      pages: 'whole',
      gives: content(v.object({ tokens: v.array(token) }), {
        tokens: [{ id: ids.token, name: 'Monthly report', createdAt: minutes(0), lastUsedAt: null }]
      })
    },
    'POST /tokens': {
      id: 'createToken',
      summary: 'Make a token',
      description: 'Its `secret` is in this answer and nowhere else, ever.',
      access: 'token.own',
      takes: content(newToken, { name: 'Monthly report' }),
      status: 201,
      gives: content(tokenWithSecret, {
        ...{ id: ids.token, name: 'Monthly report', secret: 'gw_4ZrT0nq8…' }
      })
    },
    'DELETE /tokens/{token}': {
      id: 'revokeToken',
      summary: 'End one of your own tokens',
      description: 'Sockets opened with it close at once.',
      access: 'token.own'
    }
  }
};
