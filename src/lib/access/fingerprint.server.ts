import { createHash } from 'node:crypto';

/** SHA-256 as hex: all that is stored of a session, token or link. Their secrets are random, so no salt is needed. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
