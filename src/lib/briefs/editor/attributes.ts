import type { Attributes } from '@tiptap/core';
import type { NodeName } from '../blocks.ts';
import { nodeRules, type AttributeRule } from '../document.ts';

const read: Record<string, (element: HTMLElement) => unknown> = {
  lang: (element) => languageOf(element.getAttribute('lang')),
  start: (element) => Number(element.getAttribute('start') ?? 1),
  checked: (element) => /^(true|)$/.test(element.getAttribute('data-checked') ?? 'false'),
  language: (element) => /language-(\S+)/.exec(element.firstElementChild?.className ?? '')?.[1] ?? null,
  level: (element) => (/^H[12]$/.test(element.tagName) ? 2 : 3),
  header: (element) => element.getAttribute('data-header') !== 'false',
  column: (element) => element.getAttribute('data-column')
};
const render: Record<string, (value: unknown) => Record<string, unknown>> = {
  lang: (lang) => ({ lang }),
  start: (start) => (start === 1 ? {} : { start }),
  checked: (checked) => ({ 'data-checked': String(checked) }),
  language: () => ({}),
  level: () => ({}),
  header: (header) => (header ? {} : { 'data-header': 'false' }),
  column: (column) => ({ 'data-column': column })
};

/** The editor's attributes of a node, made from the grammar: same names, same defaults, same checks. */
export function attributesOf(name: NodeName): Attributes {
  const rules: Readonly<Record<string, AttributeRule>> = nodeRules[name].attributes;
  return Object.fromEntries(
    Object.entries(rules).map(([key, rule]) => {
      const parseHTML = (element: HTMLElement) => {
        const value = read[key]?.(element);
        return rule.allows(value) ? value : rule.fallback;
      };
      const renderHTML = (attributes: Record<string, unknown>) =>
        attributes[key] === null ? {} : (render[key]?.(attributes[key]) ?? {});
      const presence = rule.isRequired ? { isRequired: true } : { default: rule.fallback };
      return [key, { ...presence, parseHTML, renderHTML, validate: checkOf(name, key, rule) }];
    })
  );
}

function checkOf(name: string, key: string, rule: AttributeRule) {
  return (value: unknown) => {
    if (value === null ? rule.isRequired : !rule.allows(value))
      throw new RangeError(`Wrong ${key} of ${name}.`);
  };
}

function languageOf(tag: string | null): string | null {
  if (!tag) return null;
  if (/^zh(-|$)/i.test(tag)) return 'zh-Hant';
  return /^en(-|$)/i.test(tag) ? 'en' : null;
}
