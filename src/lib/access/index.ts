export * from './actor.ts';
export { mailLanguages, type AccountMail, type MailLanguage, type UnsentLetter } from './accountMail.ts';
export * from './affiliation.ts';
export * from './policy.ts';
export * from './sector.ts';
export { sectorNameIn } from './sectorName.ts';
export type { ListedSession, ListedToken, SessionCookie } from './session.ts';
