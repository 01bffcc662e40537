import { AsyncLocalStorage } from 'node:async_hooks';

/** What the words of an error's page depend on. */
export type Visit = { isSignedIn: boolean; hasMail: boolean; path: string };

const visits = new AsyncLocalStorage<Visit>();

/** Answers a request with `currentVisit` known to everything it calls. */
export function duringVisit<T>(visit: Visit, answer: () => T): T {
  return visits.run(visit, answer);
}

/** The request being answered; before it is known who asks, that of a stranger. */
export function currentVisit(): Visit {
  return visits.getStore() ?? { isSignedIn: false, hasMail: false, path: '/' };
}
