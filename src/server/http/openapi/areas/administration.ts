import * as v from 'valibot';
import {
  accountForSomebody,
  accountsSought,
  suspension,
  type AccountDetails
} from '#lib/access/index.server.ts';
import { idField } from '#lib/kernel/index.ts';
import { ids, minutes } from '../examples.ts';
import { content, type Area } from '../operation.ts';
import { next } from '../pages.ts';
import { maybeText, moment } from '../shared.ts';

const account = v.object({
  id: idField,
  name: v.string(),
  kind: v.picklist(['full', 'guest']),
  email: v.pipe(maybeText, v.description('Guests have none.')),
  isAdmin: v.boolean(),
  lang: v.pipe(v.nullable(v.picklist(['en', 'zh-tw'])), v.description('Of mail to them.')),
  emailConfirmedAt: v.nullable(moment),
  createdAt: moment,
  suspendedAt: v.pipe(v.nullable(moment), v.description('Since when they are shut out; null: they are not.')),
  suspendedReason: v.pipe(maybeText, v.description('For the other admins.'))
}) satisfies v.GenericSchema<AccountDetails>;

const one: v.InferInput<typeof account> = {
  ...{ id: ids.wei, name: '陳薇', kind: 'full', email: 'wei@harbour.example', isAdmin: false },
  ...{ lang: 'zh-tw', emailConfirmedAt: null, createdAt: minutes(0) },
  ...{ suspendedAt: null, suspendedReason: null }
};

/** What admins do about everybody's accounts. */
export const administration: Area = {
  tag: 'Administration',
  about: 'Everybody’s accounts, for admins. Every act stands in the record of the installation.',
  schemas: { Account: account, NewAccount: accountForSomebody, Suspension: suspension },
  operations: {
    'GET /accounts': {
      id: 'listAccounts',
      summary: 'Everybody who has an account here',
      description:
        'Newest first, guests too. Whoever is new between two pages moves the others on: somebody may come twice, nobody is left out.',
      access: 'instance.administer',
      query: accountsSought,
      pages: 'paged',
      gives: content(v.object({ accounts: v.array(account), next }), { accounts: [one], next: null })
    },
    'POST /accounts': {
      id: 'createAccount',
      summary: 'Open an account for somebody',
      description:
        'Tell them their password in person, and to change it: the server sends nothing about it. Sent again, the address is taken.',
      access: 'instance.administer',
      takes: content(accountForSomebody, {
        ...{ name: '陳薇', email: 'wei@harbour.example', password: 'harbour at seven', isAdmin: false }
      }),
      status: 201,
      gives: content(account, one),
      problems: ['email_taken']
    },
    'GET /accounts/{account}': {
      id: 'getAccount',
      summary: 'One account',
      description: 'With its address, and since when and why it is shut out, if it is.',
      access: 'instance.administer',
      gives: content(account, one)
    },
    'POST /accounts/{account}/suspension': {
      id: 'suspendAccount',
      summary: 'Shut an account out',
      description:
        'Its sessions end, its tokens stop working, its sockets close within a second. What it did stays. An account that is shut out already is refused as `not_found`, your own as `conflict`.',
      access: 'instance.administer',
      takes: content(suspension, { reason: '廣告訊息' }),
      problems: ['conflict', 'last_admin']
    },
    'DELETE /accounts/{account}/suspension': {
      id: 'liftSuspension',
      summary: 'Let an account in again',
      description: 'Its owner signs in anew; its tokens work as before.',
      access: 'instance.administer'
    }
  }
};
