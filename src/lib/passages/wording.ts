import { m } from '#lib/i18n/paraglide/messages.js';
import type { PassageKind, PassageView } from './passage.ts';

const kinds: Readonly<Record<PassageKind, () => string>> = {
  need: m.passages_kind_need,
  evidence: m.passages_kind_evidence,
  limit: m.passages_kind_limit,
  question: m.passages_kind_question,
  assumption: m.passages_kind_assumption,
  term: m.passages_kind_term
};

/** What a kind is called. */
export function kindName(kind: PassageKind | null): string {
  return kind === null ? m.passages_kind_none() : kinds[kind]();
}

/** What became of a passage, as a sentence; null while it says what it said. */
export function statusSentence({ status }: Pick<PassageView, 'status'>): string | null {
  if (status === 'suspect') return m.passages_status_suspect();
  if (status === 'removed') return m.passages_status_removed();
  return status === 'wording_changed' ? m.passages_status_wording_changed() : null;
}
