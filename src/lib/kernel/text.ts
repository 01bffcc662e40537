import * as v from 'valibot';
import { ID_PATTERN } from './ids.ts';

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

/**
 * A required single line of at most `max` characters as people count them (graphemes). The metadata is what the API's
 * description says of it: JSON Schema counts code points, of which a grapheme has at least one.
 */
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.metadata({ minLength: 1, maxLength: max, pattern: '\\S' }),
    v.transform(cleanLine),
    v.nonEmpty('required'),
    v.maxGraphemes(max),
    v.maxLength(max * 8)
  );

/** An optional single line; absent and blank become null. */
export const optionalLine = (max: number) => optional(max, cleanLine);

/** An optional longer text; absent and blank become null. */
export const optionalText = (max: number) => optional(max, cleanText);

const optional = (max: number, clean: (text: string) => string) =>
  v.pipe(
    v.optional(v.nullable(v.string()), null),
    v.metadata({ maxLength: max }),
    v.transform((text) => clean(text ?? '')),
    v.maxGraphemes(max),
    v.maxLength(max * 8),
    v.transform((text) => (text === '' ? null : text))
  );

/** An {@link Id} from outside. */
export const idField = v.pipe(
  v.string('not_allowed'),
  v.regex(ID_PATTERN, 'not_allowed'),
  v.description('128 random bits as 22 characters of base64url.')
);

/** An optional id drawn by the sender: the same thing sent again finds the first one instead of making a second. */
export const ownId = v.optional(
  v.pipe(
    idField,
    v.description(
      'Drawn by you, at random: the same request sent again, by the same person, finds the first one instead of making a second.'
    )
  )
);
