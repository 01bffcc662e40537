/** The languages text may be in. */
export const languages = ['zh-Hant', 'en'] as const;
export type Language = (typeof languages)[number];
