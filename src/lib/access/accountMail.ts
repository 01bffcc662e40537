import type { Unit } from '#lib/kernel/index.ts';

/** The languages mail is written in. */
export const mailLanguages = ['zh-tw', 'en'] as const;
export type MailLanguage = (typeof mailLanguages)[number];

/** A letter that has not left, as admins see it: tried on while `nextTryAt` is set, else given up. */
export type UnsentLetter = {
  id: string;
  to: string;
  subject: string;
  createdAt: number;
  tries: number;
  nextTryAt: number | null;
  failure: { kind: string; reply: string } | null;
};

/** What accounts need of mail; the wiring hands it in. */
export type AccountMail = {
  /** false: this installation sends none, and other ways are offered */
  isOn: boolean;
  /** what links in mail begin with, such as `https://groundwork.example.org` */
  origin: string;
  /** Writes a letter in the transaction of its cause. */
  post(
    unit: Unit,
    letter: { to: string; subject: string; text: string; usefulUntil?: number }
  ): Promise<void>;
  listUnsent(): Promise<UnsentLetter[]>;
};

/** An installation without mail. */
export const noMail: AccountMail = {
  isOn: false,
  origin: '',
  post: () => Promise.reject(new Error('Mail is off; ask isOn first.')),
  listUnsent: () => Promise.resolve([])
};
