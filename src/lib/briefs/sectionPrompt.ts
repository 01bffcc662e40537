import type { Language } from '#lib/kernel/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { isSectionKey, type SectionKey } from './template.ts';

// Apart from the titles: only those who write are asked, and readers' pages must stay light.
const prompts = {
  card: m.template_card_prompt,
  problem: m.template_problem_prompt,
  people: m.template_people_prompt,
  facts: m.template_facts_prompt,
  concerns: m.template_concerns_prompt,
  causes: m.template_causes_prompt,
  questions: m.template_questions_prompt,
  scope: m.template_scope_prompt,
  options: m.template_options_prompt,
  unknowns: m.template_unknowns_prompt,
  resources: m.template_resources_prompt,
  success: m.template_success_prompt,
  reuse: m.template_reuse_prompt,
  sponsors: m.template_sponsors_prompt,
  history: m.template_history_prompt
} satisfies Record<SectionKey, unknown>;

const locales = { 'zh-Hant': 'zh-tw', en: 'en' } as const;

/** What the empty section asks, as a placeholder, in the section's language; empty for sections outside the template. */
export function sectionPrompt(key: string | null, lang: Language): string {
  return isSectionKey(key) ? prompts[key]({}, { locale: locales[lang] }) : '';
}
