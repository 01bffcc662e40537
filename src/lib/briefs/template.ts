import type { Language } from '#lib/kernel/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';

type Message = (inputs?: Record<string, never>, options?: { locale?: 'en' | 'zh-tw' }) => string;
type TemplateSection = { kind: 'text' | 'generated'; title: Message; prompt: Message };

/**
 * The parts of a brief in their order. Keys are stored in every brief and never change; `generated` parts have no
 * text of their own: the card comes from the brief's fields, the history from the record.
 */
export const briefTemplate = {
  card: { kind: 'generated', title: m.template_card_title, prompt: m.template_card_prompt },
  problem: { kind: 'text', title: m.template_problem_title, prompt: m.template_problem_prompt },
  people: { kind: 'text', title: m.template_people_title, prompt: m.template_people_prompt },
  facts: { kind: 'text', title: m.template_facts_title, prompt: m.template_facts_prompt },
  concerns: { kind: 'text', title: m.template_concerns_title, prompt: m.template_concerns_prompt },
  causes: { kind: 'text', title: m.template_causes_title, prompt: m.template_causes_prompt },
  questions: { kind: 'text', title: m.template_questions_title, prompt: m.template_questions_prompt },
  scope: { kind: 'text', title: m.template_scope_title, prompt: m.template_scope_prompt },
  options: { kind: 'text', title: m.template_options_title, prompt: m.template_options_prompt },
  unknowns: { kind: 'text', title: m.template_unknowns_title, prompt: m.template_unknowns_prompt },
  resources: { kind: 'text', title: m.template_resources_title, prompt: m.template_resources_prompt },
  success: { kind: 'text', title: m.template_success_title, prompt: m.template_success_prompt },
  reuse: { kind: 'text', title: m.template_reuse_title, prompt: m.template_reuse_prompt },
  sponsors: { kind: 'text', title: m.template_sponsors_title, prompt: m.template_sponsors_prompt },
  history: { kind: 'generated', title: m.template_history_title, prompt: m.template_history_prompt }
} as const satisfies Record<string, TemplateSection>;

export type SectionKey = keyof typeof briefTemplate;

export const sectionKeys = Object.keys(briefTemplate) as SectionKey[];

/** The parts people write, in order. */
export const textSectionKeys = sectionKeys.filter((key) => briefTemplate[key].kind === 'text');

const locales = { 'zh-Hant': 'zh-tw', en: 'en' } as const;

/** A section's title in the section's own language, whatever the reader's; unknown keys get a neutral one. */
export function sectionTitle(key: string | null, lang: Language): string {
  return told(key, 'title', lang) ?? m.template_own_title({}, { locale: locales[lang] });
}

/** What the empty section asks, as a placeholder; empty for sections outside the template. */
export function sectionPrompt(key: string | null, lang: Language): string {
  return told(key, 'prompt', lang) ?? '';
}

function told(key: string | null, part: 'title' | 'prompt', lang: Language): string | undefined {
  if (key === null || !Object.hasOwn(briefTemplate, key)) return undefined;
  const message: Message = briefTemplate[key as SectionKey][part];
  return message({}, { locale: locales[lang] });
}
