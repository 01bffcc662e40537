import type { Language } from '#lib/kernel/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

type Message = (inputs?: Record<string, never>, options?: { locale?: 'en' | 'zh-tw' }) => string;
type TemplateSection = { kind: 'text' | 'generated'; title: Message };

/**
 * The parts of a brief in their order. Keys are stored in every brief and never change; `generated` parts have no
 * text of their own: the card comes from the brief's fields, the history from the record.
 */
export const briefTemplate = {
  card: { kind: 'generated', title: m.template_card_title },
  problem: { kind: 'text', title: m.template_problem_title },
  people: { kind: 'text', title: m.template_people_title },
  facts: { kind: 'text', title: m.template_facts_title },
  concerns: { kind: 'text', title: m.template_concerns_title },
  causes: { kind: 'text', title: m.template_causes_title },
  questions: { kind: 'text', title: m.template_questions_title },
  scope: { kind: 'text', title: m.template_scope_title },
  options: { kind: 'text', title: m.template_options_title },
  unknowns: { kind: 'text', title: m.template_unknowns_title },
  resources: { kind: 'text', title: m.template_resources_title },
  success: { kind: 'text', title: m.template_success_title },
  reuse: { kind: 'text', title: m.template_reuse_title },
  sponsors: { kind: 'text', title: m.template_sponsors_title },
  history: { kind: 'generated', title: m.template_history_title }
} as const satisfies Record<string, TemplateSection>;

export type SectionKey = keyof typeof briefTemplate;

export const sectionKeys = Object.keys(briefTemplate) as SectionKey[];

/** The parts people write, in order. */
export const textSectionKeys = sectionKeys.filter((key) => briefTemplate[key].kind === 'text');

const locales = { 'zh-Hant': 'zh-tw', en: 'en' } as const;

/** A section's title in the section's own language, whatever the reader's; unknown keys get a neutral one. */
export function sectionTitle(key: string | null, lang: Language): string {
  const title: Message = isSectionKey(key) ? briefTemplate[key].title : m.template_own_title;
  return title({}, { locale: locales[lang] });
}

/** Whether a stored key is one of the template's. */
export function isSectionKey(key: string | null): key is SectionKey {
  return key !== null && Object.hasOwn(briefTemplate, key);
}
