import type { Id } from '#lib/kernel/index.ts';

/** The cookie that carries a session, in the words of SvelteKit's `cookies.set`. */
export type SessionCookie = {
  name: string;
  value: string;
  expires: Date;
  path: '/';
  httpOnly: true;
  sameSite: 'lax';
  secure: boolean;
};

/** A signed-in browser, as its owner sees it in a list. Times in milliseconds. */
export type ListedSession = {
  /** names it to its owner; opens nothing */
  id: string;
  /** see `deviceName`; null until it was used once */
  device: string | null;
  createdAt: number;
  /** to the hour; null until it was used once */
  lastSeenAt: number | null;
  expiresAt: number;
  isCurrent: boolean;
};

/** An API token, as its owner sees it in a list. Times in milliseconds; `lastUsedAt` is exact to a minute. */
export type ListedToken = { id: Id; name: string; createdAt: number; lastUsedAt: number | null };
