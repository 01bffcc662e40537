/** A random 128-bit id, 22 characters of base64url. Never time-ordered: order would leak. */
export type Id = string;

/** @returns a fresh {@link Id} */
export function newId(): Id {
  return randomText(16);
}

/** @returns a secret of 256 bits as 43 characters of base64url, for links and tokens */
export function newSecret(): string {
  return randomText(32);
}

/** The highest place a log can have: columns of places are 32 bits wide, and PostgreSQL refuses to be asked beyond. */
export const LAST_PLACE = 2 ** 31 - 1;

/** What an {@link Id} looks like. */
export const ID_PATTERN = /^[A-Za-z0-9_-]{22}$/;

/** Whether a string from outside has the shape of an {@link Id}. */
export function isId(value: unknown): value is Id {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

// getRandomValues, unlike randomUUID and subtle, also exists on a venue's plain-http LAN.
function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
