import { proofWords, sectorName } from '#lib/access/view.ts';
import type { TextRun } from '#lib/briefs/index.ts';
import type { BriefVoices, Speaker } from './voices.ts';

/** The stretches as marks on the text: tinted by sector, with who it is in words. @param when a time in the reader's words */
export function voiceRuns(
  { speakers, stretches }: Pick<BriefVoices, 'speakers' | 'stretches'>,
  when: (at: number) => string
): TextRun[] {
  return stretches.map(({ section, from, to, speaker, at }, nth) => {
    const who = speakers[speaker]!;
    const look = `voice voice-${who.affiliation?.sector ?? 'unknown'}`;
    return { id: `voice-${nth}`, section, from, to, look, label: `${speakerWords(who)} · ${when(at)}` };
  });
}

/** Who speaks, from where, and how well that is shown, in one line. */
export function speakerWords({ name, affiliation }: Speaker): string {
  if (!affiliation) return name;
  const { sector, organisation, capacity, proof } = affiliation;
  return [name, sectorName(sector), organisation, capacity, proofWords(proof, {})]
    .filter(Boolean)
    .join(' · ');
}
