import * as v from 'valibot';

// Control characters and bidirectional overrides can hide or reorder a name; joiners that emoji and scripts need stay.
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line as people mean it: NFC, no control or override characters, single spaces, trimmed. */
export function cleanLine(text: string): string {
  return text.normalize('NFC').replace(UNSAFE, '').replace(/\s+/gu, ' ').trim();
}

/** Several lines, cleaned the same way but keeping line breaks. */
export function cleanText(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').replace(UNSAFE, '').trim();
}

/** A required single line of at most `max` characters as people count them (graphemes). */
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.transform(cleanLine),
    v.nonEmpty('required'),
    v.maxGraphemes(max),
    v.maxLength(max * 8)
  );

/** An optional single line; absent and blank become null. */
export const optionalLine = (max: number) =>
  v.pipe(
    v.optional(v.nullable(v.string()), ''),
    v.transform((text) => cleanLine(text ?? '')),
    v.maxGraphemes(max),
    v.maxLength(max * 8),
    v.transform((text) => (text === '' ? null : text))
  );

/** An optional longer text; absent and blank become null. */
export const optionalText = (max: number) =>
  v.pipe(
    v.optional(v.nullable(v.string()), ''),
    v.transform((text) => cleanText(text ?? '')),
    v.maxLength(max),
    v.transform((text) => (text === '' ? null : text))
  );

/** The languages text may be in. */
export const languages = ['zh-Hant', 'en'] as const;
export type Language = (typeof languages)[number];
