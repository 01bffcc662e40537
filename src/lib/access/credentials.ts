import * as v from 'valibot';
import { line } from '#lib/kernel/index.ts';
import { personName } from './affiliation.ts';

/** An address as it is stored and compared: NFC, lower case, no blanks around it. */
export function cleanEmail(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** An address as people type it, cleaned. */
export const emailInput = v.pipe(
  v.string(),
  // What the API's description says of it: a transform hides the rest from JSON Schema.
  v.metadata({ format: 'email', minLength: 3, maxLength: 254, pattern: '@' }),
  v.transform(cleanEmail),
  v.nonEmpty('required'),
  v.email(),
  v.maxLength(254)
);

// The same characters can arrive composed or decomposed, depending on the keyboard.
const asTyped = (text: string) => text.normalize('NFKC');

/** A password that exists already. Says nothing of how passwords must look. */
export const typedPassword = v.pipe(
  v.string(),
  v.transform(asTyped),
  v.nonEmpty('required'),
  v.maxLength(200)
);

/** A password to be: 10 to 200 characters. */
export const newPassword = v.pipe(
  v.string(),
  v.metadata({ minLength: 10, maxLength: 200 }),
  v.transform(asTyped),
  v.nonEmpty('required'),
  v.minLength(10),
  v.maxLength(200)
);

/** What it takes to open an account. Passwords have 10 to 200 characters. */
export const newAccountInput = v.strictObject({
  name: personName,
  email: emailInput,
  password: newPassword
});
export type NewAccountInput = v.InferInput<typeof newAccountInput>;

/** What it takes to sign in. */
export const signInInput = v.strictObject({
  email: emailInput,
  password: typedPassword
});
export type SignInInput = v.InferInput<typeof signInInput>;

/** What it takes to make a token: how its owner calls it. */
export const newToken = v.strictObject({ name: line(80) });
