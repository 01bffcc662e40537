import type { Affiliation } from '#lib/access/index.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/** Somebody as they spoke: a person who changed where they stand is two speakers. */
export type Speaker = { person: Id; name: string; affiliation: Affiliation | null };

/** Words of one speaker. Offsets count UTF-16 units in `plainText` of the section; `speaker` is a place in the list. */
export type VoiceStretch = { section: Id; from: number; to: number; speaker: number; at: number };

/** Whose words a text is made of, as the server recorded it. What the template brought is nobody's. */
export type BriefVoices = { seq: number; speakers: readonly Speaker[]; stretches: readonly VoiceStretch[] };

/** The same with the text it was read from, so that the offsets are right. */
export type VoicedText = BriefVoices & { sections: readonly SectionText[] };
