import * as v from 'valibot';
import { line } from '#lib/kernel/index.ts';
import { personName } from './affiliation.ts';

/** An address as it is stored and compared: NFC, lower case, no blanks around it. */
export function cleanEmail(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

const email = v.pipe(
  v.string(),
  v.transform(cleanEmail),
  v.nonEmpty('required'),
  v.email(),
  v.maxLength(254)
);

// The same characters can arrive composed or decomposed, depending on the keyboard.
const typedPassword = v.pipe(
  v.string(),
  v.transform((text) => text.normalize('NFKC'))
);

/** What it takes to open an account. Passwords have 10 to 200 characters. */
export const newAccountInput = v.strictObject({
  name: personName,
  email,
  password: v.pipe(typedPassword, v.nonEmpty('required'), v.minLength(10), v.maxLength(200))
});
export type NewAccountInput = v.InferInput<typeof newAccountInput>;

/** What it takes to sign in. Says nothing of how passwords must look. */
export const signInInput = v.strictObject({
  email,
  password: v.pipe(typedPassword, v.nonEmpty('required'), v.maxLength(200))
});
export type SignInInput = v.InferInput<typeof signInInput>;

/** How the owner calls a token. */
export const tokenName = line(80);
